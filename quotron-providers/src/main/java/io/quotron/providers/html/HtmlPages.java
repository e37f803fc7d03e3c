package io.quotron.providers.html;

import io.quotron.model.Adjustment;
import io.quotron.model.Interval;
import io.quotron.providers.csv.CsvFormat;
import io.quotron.providers.csv.CsvFormats;
import java.net.URI;
import java.time.ZoneId;
import java.util.Map;

/**
 * Pages that are described already. Each can be had from another address, for a mirror or a test: what counts is scheme, host and port.
 *
 * <p>The layouts are those of recordings of 2023 to 2026; sites change them without notice, and then the answer is MALFORMED_RESPONSE.
 */
public final class HtmlPages {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneId WARSAW = ZoneId.of("Europe/Warsaw");
    private static final URI YAHOO = URI.create("https://finance.yahoo.com");
    private static final URI STOOQ = URI.create("https://stooq.com");
    private static final int STOOQ_ROWS = 40;
    private static final URI WIKIPEDIA = URI.create("https://en.wikipedia.org");

    private HtmlPages() {}

    /**
     * Returns Yahoo's page of a quote. It has no currency and, while the market is open, no time; the API of
     * {@code io.quotron.providers.yahoo} knows both and is the better choice where it answers.
     *
     * @return the page at finance.yahoo.com
     */
    public static QuotePage yahooQuote() {
        return yahooQuote(YAHOO);
    }

    /**
     * Returns Yahoo's page of a quote.
     *
     * @param base scheme, host and port
     * @return the page
     */
    public static QuotePage yahooQuote(URI base) {
        return QuotePage.builder(at(base, "/quote/{symbol}"))
                .symbols(SiteSymbols::yahoo)
                .dates(DateStyle.epoch())
                .field("price", streamer("regularMarketPrice"))
                .optional("change", streamer("regularMarketChange"))
                .optional(
                        "change_percent", streamer("regularMarketChangePercent").fraction())
                .optional("volume", streamer("regularMarketVolume").or(Locator.text("td[data-test=TD_VOLUME-value]")))
                .optional("time", streamer("regularMarketTime").or(streamer("postMarketTime")))
                .optional("previous_close", Locator.text("td[data-test=PREV_CLOSE-value]"))
                .optional("open", Locator.text("td[data-test=OPEN-value]"))
                .optional("bid", Locator.text("td[data-test=BID-value]").part(" x ", 0))
                .optional("bid_size", Locator.text("td[data-test=BID-value]").part(" x ", 1))
                .optional("ask", Locator.text("td[data-test=ASK-value]").part(" x ", 0))
                .optional("ask_size", Locator.text("td[data-test=ASK-value]").part(" x ", 1))
                .optional("low", Locator.text("td[data-test=DAYS_RANGE-value]").part(" - ", 0))
                .optional("high", Locator.text("td[data-test=DAYS_RANGE-value]").part(" - ", 1))
                .unknownWhenPath("/lookup")
                .unknownWhenText("Symbols similar to")
                .build();
    }

    /** The page shows other symbols with the same fields, so the symbol is part of the selector. */
    private static Locator streamer(String field) {
        return Locator.attribute(
                "fin-streamer[data-symbol=\"{symbol}\"][data-field=" + field + "][value]:not([value=\"\"])", "value");
    }

    /**
     * Returns Stooq's table of daily prices: the newest forty days. A range that starts earlier is refused as NO_DATA; the CSV of
     * {@link #stooqCsv()} reaches back further.
     *
     * @return the page at stooq.com, adjusted for splits and dividends
     */
    public static TablePage stooqHistory() {
        return stooqHistory(STOOQ);
    }

    /**
     * Returns Stooq's table of daily prices. Only of Stooq itself is it known that forty rows may be the end of a longer table.
     *
     * @param base scheme, host and port
     * @return the page
     */
    public static TablePage stooqHistory(URI base) {
        return TablePage.builder(at(base, "/q/d/?s={symbol}"))
                .symbols(SiteSymbols::stooq)
                .table("table#fth1")
                .column("date", "Date", "Data")
                .column("open", "Open", "Otwarcie")
                .column("high", "High", "Najwyższy", "Najwyzszy")
                .column("low", "Low", "Najniższy", "Najnizszy")
                .column("close", "Close", "Zamknięcie", "Zamkniecie")
                .optional("volume", "Volume", "Wolumen")
                .dates(DateStyle.of("d MMM yyyy"))
                .zone(NEW_YORK)
                .adjustment(Adjustment.SPLITS_AND_DIVIDENDS)
                .mostRows(base.equals(STOOQ) ? STOOQ_ROWS : Integer.MAX_VALUE)
                .limitWhenText("Exceeded the daily hits limit")
                .unknownWhenText("The page you requested does not exist")
                .noDataWhenText("No data")
                .build();
    }

    /**
     * Returns one of Stooq's lists of indices, bonds and the like, as quotes by their symbol there: {@code ^AOR}, {@code ZN.F}.
     *
     * @param number the number of the list in its address, for example 510 for indices of the world
     * @return the page at stooq.com
     */
    public static TablePage stooqList(int number) {
        return stooqList(STOOQ, number);
    }

    /**
     * Returns one of Stooq's lists.
     *
     * @param base scheme, host and port
     * @param number the number of the list in its address
     * @return the page
     */
    public static TablePage stooqList(URI base, int number) {
        return TablePage.builder(at(base, "/t/?i=" + number))
                .table("table#fth1")
                .column("symbol", "Symbol")
                .optional("name", "Name", "Nazwa")
                .column("price", "Last", "Kurs")
                .optional("change_percent", 1, "Change", "Zmiana")
                .optional("change", 2, "Change", "Zmiana")
                .optional("date", "Date", "Data")
                .dates(DateStyle.of("MMM d", "d MMM", "d MMM yyyy", "yyyy-MM-dd"))
                .zone(WARSAW)
                .limitWhenText("Exceeded the daily hits limit")
                .build();
    }

    /**
     * Returns Stooq's CSV of history for {@code 1d}, {@code 1w} and {@code 1mo} bars.
     *
     * @return the page at stooq.com, adjusted for splits and dividends
     */
    public static CsvPage stooqCsv() {
        return stooqCsv(STOOQ);
    }

    /**
     * Returns Stooq's CSV of history.
     *
     * @param base scheme, host and port
     * @return the page
     */
    public static CsvPage stooqCsv(URI base) {
        return CsvPage.builder(at(base, "/q/d/l/?s={symbol}&d1={from}&d2={to}&i={interval}"))
                .symbols(SiteSymbols::stooq)
                .format(CsvFormats.stooq())
                .intervals(Map.of(Interval.DAY_1, "d", Interval.WEEK_1, "w", Interval.MONTH_1, "m"))
                .limitWhenText("Exceeded the daily hits limit")
                .noDataWhenText("No data")
                .noDataWhenText("Brak danych")
                .build();
    }

    /**
     * Returns Stooq's CSV of one quote. Its times are those of Warsaw.
     *
     * @return the page at stooq.com
     */
    public static CsvPage stooqQuote() {
        return stooqQuote(STOOQ);
    }

    /**
     * Returns Stooq's CSV of one quote.
     *
     * @param base scheme, host and port
     * @return the page
     */
    public static CsvPage stooqQuote(URI base) {
        CsvFormat format = CsvFormats.stooq(WARSAW);
        return CsvPage.builder(at(base, "/q/l/?s={symbol}&f=sd2t2ohlcv&h&e=csv"))
                .symbols(SiteSymbols::stooq)
                .format(format)
                .limitWhenText("Exceeded the daily hits limit")
                .noDataWhenText("No data")
                .build();
    }

    /**
     * Returns Wikipedia's list of the companies in the S&amp;P 500, with their numbers at the SEC.
     *
     * @return the page at en.wikipedia.org
     */
    public static TablePage sp500() {
        return sp500(WIKIPEDIA);
    }

    /**
     * Returns Wikipedia's list of the companies in the S&amp;P 500.
     *
     * @param base scheme, host and port
     * @return the page
     */
    public static TablePage sp500(URI base) {
        return TablePage.builder(at(base, "/wiki/List_of_S%26P_500_companies"))
                .table("table#constituents, table.wikitable")
                .column("symbol", "Symbol", "Ticker symbol", "Ticker")
                .column("name", "Security", "Company")
                .optional("cik", "CIK")
                .build();
    }

    /**
     * Starts a table of daily prices with the usual English headers.
     *
     * @param address where it is, with {@code {symbol}}
     * @return a builder with the columns of bars, numbers as {@code 1,234.56} and ISO dates
     */
    public static TablePage.Builder prices(String address) {
        return TablePage.builder(address)
                .column("date", "Date", "Day")
                .column("open", "Open")
                .column("high", "High")
                .column("low", "Low")
                .column("close", "Close", "Last", "Close*")
                .optional("volume", "Volume");
    }

    private static String at(URI base, String rest) {
        String text = base.toString();
        return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + rest;
    }
}
