package io.quotron.bars;

/** The first nanosecond of a bar and the first after it. */
record BarSpan(long start, long end) {}
