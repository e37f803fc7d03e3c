package io.quotron.providers.csv;

import io.quotron.model.Adjustment;
import io.quotron.model.SeriesIdentity;
import java.time.Instant;
import java.time.ZoneId;

/** The formats of well-known files. */
public final class CsvFormats {
    /** Kraken opened in 2011 and Binance in 2017; an earlier time is a zero or of another unit. */
    private static final Instant FIRST_KRAKEN = Instant.parse("2011-01-01T00:00:00Z");

    private static final Instant FIRST_BINANCE = Instant.parse("2017-01-01T00:00:00Z");

    private CsvFormats() {}

    /**
     * Returns the format of files with usual English headers: {@code date} or {@code time}, {@code open}, {@code high}, {@code low},
     * {@code close}, {@code volume}; or {@code price} and {@code size}. Times without a zone are UTC.
     *
     * @return raw prices
     */
    public static CsvFormat standard() {
        return CsvFormat.builder().build();
    }

    /**
     * Returns the format of Yahoo's downloads and of files in their shape: {@code Date,Open,High,Low,Close,Adj Close,Volume}. Rows of
     * {@code null} are rejected.
     *
     * @param zone the zone of the exchange, in which its days begin
     * @return prices that are adjusted for splits, and {@code Adj Close} for dividends too
     */
    public static CsvFormat yahoo(ZoneId zone) {
        return CsvFormat.builder().zone(zone).adjustment(Adjustment.SPLITS).build();
    }

    /**
     * Returns the format of Yahoo's downloads for exchanges in New York.
     *
     * @return as {@link #yahoo(ZoneId)}
     */
    public static CsvFormat yahoo() {
        return yahoo(ZoneId.of("America/New_York"));
    }

    /**
     * Returns the format of Stooq's history in both of its languages: {@code Date,Open,High,Low,Close,Volume} or
     * {@code Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen}. {@code N/D} is no value.
     *
     * @param zone the zone of the exchange, in which its days begin
     * @return prices that are adjusted for splits and dividends
     */
    public static CsvFormat stooq(ZoneId zone) {
        return CsvFormat.builder()
                .zone(zone)
                .adjustment(Adjustment.SPLITS_AND_DIVIDENDS)
                .column("time", "date", "data")
                .column("clock", "time", "czas")
                .column("open", "open", "otwarcie")
                .column("high", "high", "najwyzszy", "najwyższy")
                .column("low", "low", "najnizszy", "najniższy")
                .column("close", "close", "zamkniecie", "zamknięcie")
                .column("volume", "volume", "wolumen")
                .column("symbol", "symbol")
                .build();
    }

    /**
     * Returns the format of Stooq's history for exchanges in New York.
     *
     * @return as {@link #stooq(ZoneId)}
     */
    public static CsvFormat stooq() {
        return stooq(ZoneId.of("America/New_York"));
    }

    /**
     * Returns the format of Binance's dumps of klines: open time, prices, volume, close time, quote volume, trades, with or without
     * a header, in milliseconds or, since 2025, microseconds.
     *
     * @return raw prices of a market that never closes
     */
    public static CsvFormat binanceKlines() {
        return crypto(FIRST_BINANCE)
                .column("time", "open_time", "open time")
                .column("trades", "count", "number_of_trades", "trades")
                .position("time", 0)
                .position("open", 1)
                .position("high", 2)
                .position("low", 3)
                .position("close", 4)
                .position("volume", 5)
                .position("trades", 8)
                .build();
    }

    /**
     * Returns the format of Binance's dumps of aggregated trades: id, price, quantity, first and last id, time, whether the buyer
     * was the maker; with or without a header, in milliseconds or, since 2025, microseconds.
     *
     * @return the format
     */
    public static CsvFormat binanceAggTrades() {
        return crypto(FIRST_BINANCE)
                .column("time", "transact_time", "time", "timestamp")
                .column("id", "agg_trade_id", "id")
                .column("size", "quantity", "qty")
                .position("id", 0)
                .position("price", 1)
                .position("size", 2)
                .position("time", 5)
                .position("buyer_maker", 6)
                .build();
    }

    /**
     * Returns the format of Binance's dumps of trades: id, price, quantity, quote quantity, time, whether the buyer was the maker;
     * with or without a header, in milliseconds or, since 2025, microseconds.
     *
     * @return the format
     */
    public static CsvFormat binanceTrades() {
        return crypto(FIRST_BINANCE)
                .column("time", "time", "timestamp")
                .column("id", "id", "trade_id")
                .column("size", "qty", "quantity")
                .position("id", 0)
                .position("price", 1)
                .position("size", 2)
                .position("time", 4)
                .position("buyer_maker", 5)
                .build();
    }

    /**
     * Returns the format of Kraken's "time and sales" downloads: seconds, price and volume, without a header.
     *
     * @return the format
     */
    public static CsvFormat krakenTrades() {
        return crypto(FIRST_KRAKEN)
                .column("size", "volume", "size")
                .position("time", 0)
                .position("price", 1)
                .position("size", 2)
                .build();
    }

    /**
     * Returns the format of Kraken's OHLCVT downloads: seconds, prices, volume and number of trades, without a header.
     *
     * @return raw prices of a market that never closes
     */
    public static CsvFormat krakenBars() {
        return crypto(FIRST_KRAKEN)
                .position("time", 0)
                .position("open", 1)
                .position("high", 2)
                .position("low", 3)
                .position("close", 4)
                .position("volume", 5)
                .position("trades", 6)
                .build();
    }

    private static CsvFormat.Builder crypto(Instant first) {
        return CsvFormat.builder()
                .epochTimes()
                .session(SeriesIdentity.Session.CONTINUOUS)
                .notBefore(first);
    }
}
