package io.quotron.indicators;

import java.util.Random;

/** A seeded random walk of bars as columns, and the seed that repeats it. */
final class RandomBars {
    final double[] opens;
    final double[] highs;
    final double[] lows;
    final double[] closes;
    final double[] volumes;
    final long[] sessions;

    RandomBars(int size, long seed) {
        opens = new double[size];
        highs = new double[size];
        lows = new double[size];
        closes = new double[size];
        volumes = new double[size];
        sessions = new long[size];
        fill(new Random(seed));
    }

    private void fill(Random random) {
        double tick = Math.pow(10, random.nextInt(8) - 5);
        double price = tick * (1_000 + random.nextInt(1_000_000));
        int flat = 0;
        for (int i = 0; i < closes.length; i++) {
            flat = flat > 0 ? flat - 1 : random.nextInt(50) == 0 ? random.nextInt(60) : 0;
            opens[i] = price;
            price = flat > 0 ? price : Math.max(tick, price + tick * Math.round(random.nextGaussian() * 40));
            closes[i] = price;
            double wick = flat > 0 ? 0 : tick;
            highs[i] = Math.max(opens[i], price) + wick * random.nextInt(30);
            lows[i] = Math.min(opens[i], price) - wick * random.nextInt(2);
            volumes[i] = random.nextInt(12) == 0 ? 0 : random.nextInt(100_000) / 100.0;
            sessions[i] = i / 97;
        }
    }

    /** Returns one bar in which one number that indicators read cannot be. */
    static RandomBars poisoned(Random random) {
        RandomBars bar = new RandomBars(1, random.nextLong());
        double[] poisons = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e101, -Double.MAX_VALUE};
        bar.closes[0] = poisons[random.nextInt(poisons.length)];
        bar.highs[0] = random.nextBoolean() ? bar.closes[0] : bar.highs[0];
        bar.volumes[0] = random.nextBoolean() ? Double.NaN : bar.volumes[0];
        return bar;
    }

    /** Returns -Dquotron.seed where it is given, else a fixed first seed, and prints how to repeat the run. */
    static long firstSeed(String test) {
        String given = System.getProperty("quotron.seed", "");
        long seed = given == null || given.isEmpty() ? 20_261_120L : Long.parseLong(given);
        System.err.println(test + ": -Dquotron.seed=" + seed);
        return seed;
    }
}
