package io.quotron.indicators;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Updates and peeks make no garbage. */
class IndicatorAllocationTest {
    private static final int ROUNDS = 200;

    static List<Probe> probes() {
        return Probe.all();
    }

    @ParameterizedTest
    @MethodSource("probes")
    void updateAndPeek_allocateNothing(Probe probe) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RandomBars bars = new RandomBars(1_000, 1);
        Probe.Subject subject = probe.maker().get();
        double[] out = new double[20];
        run(subject, bars, out, 20);

        long before = threads.getCurrentThreadAllocatedBytes();
        run(subject, bars, out, ROUNDS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated / (double) (ROUNDS * 1_000)).as("bytes per update").isLessThan(0.1);
    }

    private static void run(Probe.Subject subject, RandomBars bars, double[] out, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < 1_000; i++) {
                subject.peek(bars, i, out);
                subject.update(bars, i);
            }
        }
    }
}
