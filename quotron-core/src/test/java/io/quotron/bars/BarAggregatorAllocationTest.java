package io.quotron.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class BarAggregatorAllocationTest {
    private static final long START = 1_700_000_000L * EpochNanos.SECOND;
    private static final int TICKS = 1_000_000;

    @Test
    void onTrade_betweenBarCloses_allocatesNothing() throws ReflectiveOperationException {
        long[] closed = new long[1];
        BarAggregator aggregator = BarAggregator.builder(Symbol.of("BTC/USD"), SourceId.of("test"))
                .intervals(Interval.MINUTE_1, Interval.MINUTE_5, Interval.HOUR_1)
                .listener(bar -> closed[0]++)
                .build();
        long time = feed(aggregator, START, 20_000);
        long bars = closed[0];

        long before = allocatedBytes();
        feed(aggregator, time, TICKS);
        long bytes = allocatedBytes() - before;

        assertThat(closed[0] - bars).isBetween(20L, 60L);
        // A bar is a record with a few optional values; the rest of the allowance is the measurement itself.
        assertThat(bytes).as("%d bytes for %d trades", bytes, TICKS).isLessThan((closed[0] - bars) * 2_000 + 20_000);
    }

    /** The module does not read the management modules, and need not for the sake of a test. */
    private static long allocatedBytes() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method allocated =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
        return (long) allocated.invoke(threads, Thread.currentThread().getId());
    }

    /** A trade each millisecond: the lateness of two seconds is two thousand waiting trades. */
    private static long feed(BarAggregator aggregator, long from, int count) {
        long time = from;
        for (int i = 0; i < count; i++) {
            time += 1_000_000;
            aggregator.onTrade(time, 100 + (i & 63) * 0.25, 0.5);
        }
        return time;
    }
}
