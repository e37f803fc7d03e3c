package io.quotron.spi;

/** Hears everything and does nothing. */
final class SilentMetrics implements MetricsListener {
    static final SilentMetrics INSTANCE = new SilentMetrics();

    private SilentMetrics() {}
}
