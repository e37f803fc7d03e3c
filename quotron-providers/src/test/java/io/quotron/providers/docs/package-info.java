/** What the documents say of a provider is what its descriptor says. */
@NullMarked
package io.quotron.providers.docs;

import org.jspecify.annotations.NullMarked;
