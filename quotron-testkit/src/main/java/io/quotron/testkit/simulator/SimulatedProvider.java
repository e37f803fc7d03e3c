package io.quotron.testkit.simulator;

/** The providers whose wire formats a {@link MarketSimulator} speaks. */
public enum SimulatedProvider {
    /** Yahoo Finance: charts, quotes with cookie and crumb, search. */
    YAHOO,
    /** Kraken spot: public REST and WebSocket v2. */
    KRAKEN,
    /** Alpha Vantage: series, quotes, search, splits and dividends; failures are texts with status 200. */
    ALPHA_VANTAGE,
    /** Binance spot: public REST and combined streams. */
    BINANCE,
    /** EODHD: history, quotes, actions, search, lists, and the five WebSockets. */
    EODHD
}
