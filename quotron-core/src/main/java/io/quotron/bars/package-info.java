/** Bars made of trades, or of shorter bars. */
@NullMarked
package io.quotron.bars;

import org.jspecify.annotations.NullMarked;
