package io.quotron.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Trades of a seeded market, ten a second for each symbol. */
final class SyntheticTicks {
    static final long START_NANOS = 1_700_000_000_000_000_000L;

    final int[] symbol;
    final long[] nanos;
    final double[] price;
    final double[] size;

    SyntheticTicks(int count, int symbols) {
        symbol = new int[count];
        nanos = new long[count];
        price = new double[count];
        size = new double[count];
        SplittableRandom random = new SplittableRandom(7);
        double[] last = new double[symbols];
        Arrays.fill(last, 100);
        long now = START_NANOS;
        for (int i = 0; i < count; i++) {
            int chosen = random.nextInt(symbols);
            now += random.nextInt(200_000_001) / symbols;
            last[chosen] = Math.max(1, last[chosen] + (random.nextInt(21) - 10) * 0.01);
            symbol[i] = chosen;
            nanos[i] = now;
            price[i] = Math.round(last[chosen] * 100) / 100.0;
            size[i] = (1 + random.nextInt(500)) / 10.0;
        }
    }
}
