package io.quotron.providers.checks;

import static io.quotron.model.Adjustment.RAW;
import static io.quotron.model.Adjustment.SPLITS_AND_DIVIDENDS;

import io.quotron.model.Interval;
import io.quotron.providers.alphavantage.AlphaVantageProvider;
import io.quotron.providers.binance.BinanceProvider;
import io.quotron.providers.eodhd.EodhdProvider;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.simulator.MarketSimulator;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The providers at the simulator, with a question for each shape of answer that they read. */
enum Simulated {
    YAHOO {
        @Override
        Map<String, List<String>> recorded() {
            return Map.of(
                    "quote", List.of("yahoo/quote", "yahoo/spark"),
                    "bars", List.of("yahoo/chart", "yahoo/errors"),
                    "actions", List.of("yahoo/chart"),
                    "profile", List.of("yahoo/quoteSummary"),
                    "options", List.of("yahoo/options"),
                    "search", List.of("yahoo/search"),
                    "list", List.of("yahoo/screener", "yahoo/trending"));
        }

        @Override
        List<Question> wordy() {
            return List.of(Question.search("apple"), Question.list("day_gainers"), Question.list(""));
        }

        @Override
        URI origin(MarketSimulator simulator) {
            return simulator.yahooUri();
        }

        @Override
        MarketDataProvider provider(URI server) {
            return YahooProvider.builder().baseUri(server).build();
        }

        @Override
        List<Question> questions() {
            return List.of(
                    Question.quote("AAPL"),
                    Question.quote("BTC/USD"),
                    Question.bars("AAPL", Interval.DAY_1, RAW, DAYS_FROM, DAYS_TO),
                    Question.bars("AAPL", Interval.DAY_1, SPLITS_AND_DIVIDENDS, DAYS_FROM, DAYS_TO),
                    Question.bars("AAPL", Interval.MINUTE_5, RAW, MINUTES_FROM, MINUTES_TO),
                    Question.profile("AAPL"),
                    Question.options("AAPL"),
                    Question.actions("AAPL", "2020-08-01T00:00:00Z", "2020-09-10T00:00:00Z"));
        }

        /** Where numbers are formatted each is an object; and a volume of null is none in a bar that has prices. */
        @Override
        boolean isNumber(String place, String token) {
            return place.contains("/indicators/quote/0/volume/")
                    ? token.equals("null")
                    : token.equals("{\"raw\":5}") && !place.startsWith("/chart/");
        }

        /** The hours of a session: where they are missing, a day ends at midnight. */
        @Override
        boolean isOnlyASign(String place) {
            return place.contains("/currentTradingPeriod/");
        }
    },

    ALPHA_VANTAGE {
        @Override
        Map<String, List<String>> recorded() {
            return Map.of(
                    "quote", List.of("alphavantage/json", "alphavantage/forex", "alphavantage/errors"),
                    "bars", List.of("alphavantage/json", "alphavantage/time_series", "alphavantage/crypto"),
                    "profile", List.of("alphavantage/fundamental"),
                    "actions", List.of("alphavantage/fundamental"),
                    "search", List.of("alphavantage/json"));
        }

        @Override
        List<Question> wordy() {
            return List.of(Question.search("apple"));
        }

        @Override
        URI origin(MarketSimulator simulator) {
            return simulator.alphaVantageUri();
        }

        @Override
        MarketDataProvider provider(URI server) {
            return AlphaVantageProvider.builder()
                    .apiKey("a-key")
                    .baseUri(server)
                    .build();
        }

        @Override
        List<Question> questions() {
            return List.of(
                    Question.quote("AAPL"),
                    Question.quote("BTC/USD"),
                    Question.bars("AAPL", Interval.DAY_1, RAW, DAYS_FROM, DAYS_TO),
                    Question.bars("AAPL", Interval.MINUTE_5, RAW, MINUTES_FROM, MINUTES_TO),
                    Question.profile("AAPL"),
                    Question.actions("AAPL", "2020-08-01T00:00:00Z", "2020-09-10T00:00:00Z"));
        }
    },

    EODHD {
        @Override
        Map<String, List<String>> recorded() {
            return Map.of(
                    "quote", List.of("eodhd/real-time", "eodhd/us-quote-delayed", "eodhd/errors"),
                    "bars", List.of("eodhd/eod", "eodhd/intraday", "eodhd/errors"),
                    "actions", List.of("eodhd/splits"),
                    "search", List.of("eodhd/search"),
                    "list", List.of("eodhd/exchanges-list", "eodhd/exchange-symbol-list"));
        }

        @Override
        List<Question> wordy() {
            return List.of(Question.search("vodafone"), Question.list("us"));
        }

        @Override
        URI origin(MarketSimulator simulator) {
            return simulator.eodhdUri();
        }

        @Override
        MarketDataProvider provider(URI server) {
            return EodhdProvider.builder().apiToken("a-token").baseUri(server).build();
        }

        @Override
        List<Question> questions() {
            return List.of(
                    Question.quote("AAPL"),
                    Question.quote("EUR/USD"),
                    Question.bars("AAPL", Interval.DAY_1, RAW, DAYS_FROM, DAYS_TO),
                    Question.bars("AAPL", Interval.DAY_1, SPLITS_AND_DIVIDENDS, DAYS_FROM, DAYS_TO),
                    Question.bars("AAPL", Interval.MINUTE_5, RAW, MINUTES_FROM, MINUTES_TO),
                    Question.actions("AAPL", "2020-08-01T00:00:00Z", "2020-09-10T00:00:00Z"));
        }
    },

    KRAKEN {
        @Override
        Map<String, List<String>> recorded() {
            return Map.of(
                    "quote", List.of("kraken/rest/ticker", "kraken/rest/errors"),
                    "bars", List.of("kraken/rest/ohlc"),
                    "trades", List.of("kraken/rest/trades"),
                    "book", List.of("kraken/rest/depth"),
                    "list", List.of("kraken/rest/assetpairs"));
        }

        @Override
        URI origin(MarketSimulator simulator) {
            return simulator.krakenRestUri();
        }

        @Override
        MarketDataProvider provider(URI server) {
            return KrakenProvider.builder().restUri(server).build();
        }

        @Override
        List<Question> questions() {
            return pairs();
        }
    },

    BINANCE {
        @Override
        Map<String, List<String>> recorded() {
            return Map.of(
                    "quote", List.of("binance/rest/ticker-24hr", "binance/rest/errors"),
                    "bars", List.of("binance/rest/klines"),
                    "trades", List.of("binance/rest/aggTrades"),
                    "book", List.of("binance/rest/depth"),
                    "list", List.of("binance/rest/exchangeInfo"));
        }

        @Override
        URI origin(MarketSimulator simulator) {
            return simulator.binanceRestUri();
        }

        @Override
        MarketDataProvider provider(URI server) {
            return BinanceProvider.builder().restUri(server).build();
        }

        @Override
        List<Question> questions() {
            return pairs();
        }
    };

    /** A Friday, one hour before the close of New York. */
    static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");

    private static final String DAYS_FROM = "2026-11-09T00:00:00Z";
    private static final String DAYS_TO = "2026-11-19T00:00:00Z";
    private static final String MINUTES_FROM = "2026-11-19T15:00:00Z";
    private static final String MINUTES_TO = "2026-11-19T16:00:00Z";

    /** Where the simulator is that speaks the format of this provider. */
    abstract URI origin(MarketSimulator simulator);

    /** Makes the provider. */
    abstract MarketDataProvider provider(URI server);

    /** One question for each shape. */
    abstract List<Question> questions();

    /** The questions whose answers hold no numbers, too. */
    List<Question> allQuestions() {
        List<Question> all = new ArrayList<>(questions());
        all.addAll(wordy());
        return all;
    }

    /** Questions whose answers hold no numbers. */
    List<Question> wordy() {
        return List.of();
    }

    /** The folders of recorded answers to a question. */
    List<String> recordings(Question question) {
        return recorded().getOrDefault(question.name().split(" ", 2)[0], List.of());
    }

    /** The folders of recorded answers by the first word of the question. */
    abstract Map<String, List<String>> recorded();

    /** Tells whether a token is one of the ways in which this server writes a number. */
    boolean isNumber(String place, String token) {
        return false;
    }

    /** Tells whether what stands there is no number of the answer but tells how to read it, and has a substitute where it is missing. */
    boolean isOnlyASign(String place) {
        return false;
    }

    private static List<Question> pairs() {
        return List.of(
                Question.quote("BTC/USD"),
                Question.bars("BTC/USD", Interval.MINUTE_1, RAW, "2026-11-20T19:30:00Z", "2026-11-20T19:45:00Z"),
                Question.bars("BTC/USD", Interval.DAY_1, RAW, DAYS_FROM, DAYS_TO),
                Question.trades("BTC/USD", "2026-11-20T19:57:00Z", "2026-11-20T19:59:00Z"),
                Question.book("BTC/USD"),
                Question.list("all"));
    }
}
