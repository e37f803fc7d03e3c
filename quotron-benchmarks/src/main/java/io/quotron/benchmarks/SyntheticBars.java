package io.quotron.benchmarks;

import java.util.SplittableRandom;

/** Bars of a seeded random walk, the same for every subject. */
final class SyntheticBars {
    final double[] open;
    final double[] high;
    final double[] low;
    final double[] close;
    final double[] volume;

    SyntheticBars(int size) {
        open = new double[size];
        high = new double[size];
        low = new double[size];
        close = new double[size];
        volume = new double[size];
        SplittableRandom random = new SplittableRandom(42);
        double price = 100;
        for (int i = 0; i < size; i++) {
            open[i] = price;
            price = Math.max(10, price + (random.nextDouble() - 0.5) * 0.4);
            close[i] = price;
            high[i] = Math.max(open[i], price) + random.nextDouble() * 0.2;
            low[i] = Math.min(open[i], price) - random.nextDouble() * 0.2;
            volume[i] = 1000 + random.nextInt(9000);
        }
    }
}
