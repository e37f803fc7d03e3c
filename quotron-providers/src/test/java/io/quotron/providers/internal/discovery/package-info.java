/** Tests of the discovery. */
@NullMarked
package io.quotron.providers.internal.discovery;

import org.jspecify.annotations.NullMarked;
