package io.quotron.testkit;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The seed of a random test: a fresh one each time, or the one of {@code -Dquotron.seed}. A test that fails names its seeds,
 * see {@link SeedReport}.
 *
 * <p>Immutable and thread-safe; the generators that it makes are not thread-safe.
 */
public final class Seed {
    private static final String PROPERTY = "quotron.seed";
    private static final long BOUND = 1L << 40;
    private static final Queue<Seed> USED = new ConcurrentLinkedQueue<>();

    private final String testName;
    private final long value;

    private Seed(String testName, long value) {
        this.testName = testName;
        this.value = value;
    }

    /**
     * Returns the seed to use now.
     *
     * @param testName what to call the test in its report
     * @return the seed of {@code -Dquotron.seed}, or a new one
     * @throws NumberFormatException if the property is set, but not to a whole number
     */
    public static Seed of(String testName) {
        Objects.requireNonNull(testName, "testName");
        String given = System.getProperty(PROPERTY, "").strip();
        Seed seed = new Seed(
                testName, given.isEmpty() ? ThreadLocalRandom.current().nextLong(BOUND) : Long.parseLong(given));
        USED.add(seed);
        return seed;
    }

    /**
     * Returns the seed itself.
     *
     * @return any number
     */
    public long value() {
        return value;
    }

    /**
     * Makes a generator that gives the same numbers for the same seed, on every JVM.
     *
     * @return a new generator
     */
    public RandomGenerator generator() {
        return new SplittableRandom(value);
    }

    /** Returns how to repeat the test. */
    @Override
    public String toString() {
        return testName + ": repeat with -D" + PROPERTY + "=" + value;
    }

    static void forgetUsed() {
        USED.clear();
    }

    static List<Seed> used() {
        return List.copyOf(USED);
    }
}
