/** Measurements of the hot paths beside their peers, in one run. Compare ratios, not times. */
@NullMarked
package io.quotron.benchmarks;

import org.jspecify.annotations.NullMarked;
