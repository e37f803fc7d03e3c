/**
 * The one JSON form of the values of this library: one object on one line, its fields named and ordered as {@code docs/json.md} lists
 * them. What is absent is left out, instants are ISO-8601 in UTC, numbers are plain decimals that read back as the same double.
 */
@NullMarked
package io.quotron.json;

import org.jspecify.annotations.NullMarked;
