/** Providers of market data, each in its package, on one HTTP layer. */
module io.quotron.providers {
    requires transitive io.quotron.core;
    requires static transitive org.jspecify;
    requires okhttp3;
    requires com.fasterxml.jackson.core;
    requires org.jsoup;
    requires org.slf4j;

    exports io.quotron.providers.alphavantage;
    exports io.quotron.providers.csv;
    exports io.quotron.providers.html;
    exports io.quotron.providers.eodhd;
    exports io.quotron.providers.http;
    exports io.quotron.providers.binance;
    exports io.quotron.providers.kraken;
    exports io.quotron.providers.yahoo;

    provides io.quotron.spi.ProviderFactory with
            io.quotron.providers.internal.discovery.AlphaVantageFactory,
            io.quotron.providers.internal.discovery.BinanceFactory,
            io.quotron.providers.internal.discovery.BinanceUsFactory,
            io.quotron.providers.internal.discovery.EodhdFactory,
            io.quotron.providers.internal.discovery.KrakenFactory,
            io.quotron.providers.internal.discovery.YahooFactory;
}
