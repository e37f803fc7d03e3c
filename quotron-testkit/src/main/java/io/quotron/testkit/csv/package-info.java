/** Reads trades and bars from CSV files, for examples, replays and tests. */
@NullMarked
package io.quotron.testkit.csv;

import org.jspecify.annotations.NullMarked;
