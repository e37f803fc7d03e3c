/** Parsers are given answers that were spoiled at random. */
@NullMarked
package io.quotron.providers.fuzz;

import org.jspecify.annotations.NullMarked;
