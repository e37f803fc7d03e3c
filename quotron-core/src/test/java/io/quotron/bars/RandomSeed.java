package io.quotron.bars;

/** The seed of a random test: a fixed one, or {@code -Dquotron.seed}. */
final class RandomSeed {
    private RandomSeed() {}

    static long orElse(long usual) {
        String given = System.getProperty("quotron.seed", "");
        return given.isBlank() ? usual : Long.parseLong(given);
    }
}
