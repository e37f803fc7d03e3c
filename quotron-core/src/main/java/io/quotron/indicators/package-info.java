/** Technical indicators: one bar at a time or over arrays, by the same code and equal to the last bit. */
@NullMarked
package io.quotron.indicators;

import org.jspecify.annotations.NullMarked;
