package io.quotron.testkit.simulator;

import java.util.List;
import java.util.OptionalLong;

/**
 * All trades of one instrument, past and future. The market shows only what lies before its clock; a tape knows no
 * clock.
 * Spans are half open. Thread-safe.
 */
interface Tape {
    /** The smallest number of decimals that writes each price exactly. */
    int priceDecimals();

    /** The smallest number of decimals that writes each size exactly. */
    int sizeDecimals();

    /** The trades of a span, oldest first, at most {@code limit} of them. */
    List<Tick> ticks(long fromNanos, long toNanos, int limit);

    /** The newest trades before an instant, oldest first, at most {@code limit} of them. */
    List<Tick> lastTicks(long beforeNanos, int limit);

    /** When the first trade at or after an instant comes; empty where there is none. */
    OptionalLong nextTime(long fromNanos);

    /** The fold of the trades of a span. */
    Candle candle(long fromNanos, long toNanos);

    /** The sum of price times size of the trades of a span, in steps. */
    double turnover(long fromNanos, long toNanos);

    /** The instant before which there is nothing. */
    long firstNanos();
}
