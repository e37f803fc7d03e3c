package io.quotron.testkit.simulator;

/** The providers whose wire formats a {@link MarketSimulator} speaks. */
public enum SimulatedProvider {
    /** Yahoo Finance: charts, quotes with cookie and crumb, search. */
    YAHOO,
    /** Kraken spot: public REST and WebSocket v2. */
    KRAKEN,
    /** Binance spot: public REST and combined streams. */
    BINANCE
}
