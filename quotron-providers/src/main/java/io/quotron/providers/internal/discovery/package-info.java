/** What {@code ServiceLoader} makes when it looks for providers. */
@NullMarked
package io.quotron.providers.internal.discovery;

import org.jspecify.annotations.NullMarked;
