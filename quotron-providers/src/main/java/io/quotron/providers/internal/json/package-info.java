/** Strict reading of JSON that others sent. */
@NullMarked
package io.quotron.providers.internal.json;

import org.jspecify.annotations.NullMarked;
