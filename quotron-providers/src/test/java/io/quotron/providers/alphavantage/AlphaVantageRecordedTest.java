package io.quotron.providers.alphavantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Dividend;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Profile;
import io.quotron.model.Quote;
import io.quotron.model.Statistic;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Serves recorded answers and compares every number that the provider makes of them with the text of the recording. */
class AlphaVantageRecordedTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final String MSFT_SPLITS = "{\"symbol\":\"MSFT\",\"data\":["
            + "{\"effective_date\":\"2003-02-18\",\"split_factor\":\"2.0000\"},"
            + "{\"effective_date\":\"1999-03-29\",\"split_factor\":\"2.0000\"},"
            + "{\"effective_date\":\"1998-02-23\",\"split_factor\":\"2.0000\"}]}";

    private final AlphaVantageStub stub = new AlphaVantageStub();

    @AfterEach
    void close() {
        stub.close();
    }

    private static Path recording(String file) {
        return SharedData.require("wire/visible/alphavantage/" + file);
    }

    private static String text(String file) throws IOException {
        return Files.readString(recording(file));
    }

    /** The fields of a row by the last word of their names, found without the parser. */
    private static Map<String, Map<String, String>> rows(String file) throws IOException {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        if (file.endsWith(".csv")) {
            List<String> lines = Files.readAllLines(recording(file));
            String[] names = lines.get(0).split(",", -1);
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 1; i < names.length; i++) {
                    row.put(names[i].replace('_', ' ').strip(), cells[i].strip());
                }
                rows.put(cells[0], row);
            }
            return rows;
        }
        JsonNode document = MAPPER.readTree(recording(file).toFile());
        for (Map.Entry<String, JsonNode> entry : document.properties()) {
            if (!entry.getKey().equals("Meta Data")) {
                for (Map.Entry<String, JsonNode> line : entry.getValue().properties()) {
                    Map<String, String> row = new HashMap<>();
                    line.getValue()
                            .properties()
                            .forEach(f -> row.put(
                                    f.getKey().substring(f.getKey().indexOf(' ') + 1),
                                    f.getValue().asText()));
                    rows.put(line.getKey(), row);
                }
            }
        }
        return rows;
    }

    private static Instant openTime(String stamp, Interval interval, boolean pair) {
        ZoneId zone = pair ? ZoneOffset.UTC : NEW_YORK;
        if (interval.isIntraday()) {
            return LocalDateTime.parse(stamp.replace(' ', 'T')).atZone(zone).toInstant();
        }
        LocalDate day = LocalDate.parse(stamp);
        return switch (interval.unit()) {
            case WEEK ->
                day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        .atStartOfDay(zone)
                        .toInstant();
            case MONTH -> day.withDayOfMonth(1).atStartOfDay(zone).toInstant();
            default ->
                pair
                        ? day.atStartOfDay(zone).toInstant()
                        : day.atTime(9, 30).atZone(zone).toInstant();
        };
    }

    private BarSeries fetch(String file, String function, String symbol, Interval interval, Adjustment adjustment)
            throws IOException {
        stub.on(function, text(file)).on("SPLITS", "{\"symbol\":\"" + symbol + "\",\"data\":[]}");
        if (symbol.equals("MSFT")) {
            stub.on("SPLITS", MSFT_SPLITS);
        }
        boolean pair = Symbol.of(symbol).isPair();
        List<Instant> times = rows(file).keySet().stream()
                .map(stamp -> openTime(stamp, interval, pair))
                .sorted()
                .toList();
        String from =
                times.get(0).truncatedTo(java.time.temporal.ChronoUnit.DAYS).toString();
        String to = times.get(times.size() - 1).plusSeconds(1).toString();
        return stub.bars(stub.premium(), symbol, interval, adjustment, from, to);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "time_series/TIME_SERIES_DAILY.csv,TIME_SERIES_DAILY,IBM,1d",
        "json/kev-Stocks-TimeSeriesDaily.json,TIME_SERIES_DAILY,MSFT,1d",
        "time_series/TIME_SERIES_INTRADAY.csv,TIME_SERIES_INTRADAY,IBM,5m",
        "json/codespore-time_series-intraday.csv,TIME_SERIES_INTRADAY,TSLA,5m",
        "json/kev-Stocks-TimeSeriesIntraDay.json,TIME_SERIES_INTRADAY,MSFT,15m",
        "json/romel-mock_time_series.json,TIME_SERIES_INTRADAY,MSFT,1m",
        "time_series/TIME_SERIES_WEEKLY.csv,TIME_SERIES_WEEKLY,IBM,1w",
        "json/asmarques-time_series_weekly.json,TIME_SERIES_WEEKLY,MSFT,1w",
        "json/kev-Stocks-TimeSeriesMonthly.json,TIME_SERIES_MONTHLY,MSFT,1mo",
        "forex/FX_DAILY.csv,FX_DAILY,EUR/USD,1d",
        "json/kev-Fx-IntraDay.json,FX_INTRADAY,EUR/USD,5m",
        "json/kev-Fx-Monthly.json,FX_MONTHLY,EUR/USD,1mo",
        "crypto/CRYPTO_INTRADAY.csv,CRYPTO_INTRADAY,ETH/USD,5m",
        "json/codespore-crypto-intraday.json,CRYPTO_INTRADAY,ETH/USD,5m",
        "json/crazzyghost-crypto-daily.json,DIGITAL_CURRENCY_DAILY,BTC/EUR,1d",
        "crypto/DIGITAL_CURRENCY_WEEKLY.csv,DIGITAL_CURRENCY_WEEKLY,BTC/EUR,1w"
    })
    void bars_recordedSeries_areItsNumbers(String file, String function, String symbol, String interval)
            throws IOException {
        Interval length = Interval.parse(interval);
        Map<String, Map<String, String>> expected = rows(file);

        BarSeries series = fetch(file, function, symbol, length, Adjustment.RAW);

        Map<Instant, Bar> bars = new HashMap<>();
        series.bars().forEach(bar -> bars.put(bar.openTime(), bar));
        assertThat(bars).hasSameSizeAs(expected);
        expected.forEach((stamp, row) -> {
            Bar bar = Objects.requireNonNull(
                    bars.get(openTime(stamp, length, Symbol.of(symbol).isPair())), stamp);
            assertThat(List.of(bar.open(), bar.high(), bar.low(), bar.close()))
                    .as(stamp)
                    .isEqualTo(List.of(
                            number(row, "open"), number(row, "high"), number(row, "low"), number(row, "close")));
            assertThat(bar.volume())
                    .as(stamp)
                    .isEqualTo(
                            row.containsKey("volume")
                                    ? OptionalDouble.of(number(row, "volume"))
                                    : OptionalDouble.empty());
        });
        assertThat(stub.asked()).allMatch(asked -> asked.startsWith(function));
    }

    private static double number(Map<String, String> row, String name) {
        return Double.parseDouble(Objects.requireNonNull(row.get(name), name));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "time_series/TIME_SERIES_WEEKLY_ADJUSTED.csv,TIME_SERIES_WEEKLY_ADJUSTED,IBM,1w,0",
        "time_series/TIME_SERIES_MONTHLY_ADJUSTED.csv,TIME_SERIES_MONTHLY_ADJUSTED,IBM,1mo,0",
        "json/crazzyghost-timeseries-monthlyadjusted.json,TIME_SERIES_MONTHLY_ADJUSTED,IBM,1mo,0",
        "json/kev-Stocks-TimeSeriesWeeklyAdjusted.json,TIME_SERIES_WEEKLY_ADJUSTED,MSFT,1w,0",
        "json/crazzyghost-timeseries-dailyadjusted.json,TIME_SERIES_DAILY_ADJUSTED,IBM,1d,0",
        "json/codespore-time_series-daily_adjusted.json,TIME_SERIES_DAILY_ADJUSTED,TSLA,1d,0"
    })
    void bars_recordedAdjustedSeries_endInTheAdjustedCloses(
            String file, String function, String symbol, String interval, int rejected) throws IOException {
        Interval length = Interval.parse(interval);
        Map<String, Map<String, String>> expected = rows(file);

        BarSeries series = fetch(file, function, symbol, length, Adjustment.SPLITS_AND_DIVIDENDS);

        Map<Instant, Bar> bars = new HashMap<>();
        series.bars().forEach(bar -> bars.put(bar.openTime(), bar));
        assertThat(series.rejectedRows()).isEqualTo(rejected);
        assertThat(bars).hasSize(expected.size() - rejected);
        expected.forEach((stamp, row) -> {
            Bar bar = Objects.requireNonNull(bars.get(openTime(stamp, length, false)), stamp);
            double adjusted = number(row, "adjusted close");
            assertThat(bar.close()).as(stamp).isEqualTo(adjusted);
            assertThat(bar.high())
                    .as(stamp)
                    .isCloseTo(number(row, "high") * adjusted / number(row, "close"), within(1e-9));
            assertThat(bar.volume().orElseThrow() % number(row, "volume"))
                    .as(stamp)
                    .isZero();
        });
    }

    @Test
    void bars_weeklyRecordingWithDailyRows_isMalformed() throws IOException {
        stub.on("FX_WEEKLY", text("json/crazzyghost-forex-weekly.json"));

        assertThatThrownBy(() -> stub.bars(
                        stub.free(),
                        "EUR/USD",
                        Interval.WEEK_1,
                        Adjustment.RAW,
                        "2020-04-01T00:00:00Z",
                        "2020-06-01T00:00:00Z"))
                .isInstanceOfSatisfying(
                        QuotronException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
    }

    private Quote quote(String symbol) {
        return Objects.requireNonNull(stub.free()
                        .quotes()
                        .orElseThrow()
                        .fetchQuotes(Set.of(Symbol.of(symbol)), stub.context())
                        .get(Symbol.of(symbol)))
                .get();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "json/romel-global_quote.json,MSFT,112.63,113.17,110.64,112.13,29062853,112.79,-0.66,-0.5852,2018-10-05T20:00:00Z",
        "time_series/GLOBAL_QUOTE.csv,IBM,218.2,220.91,217.615,219.3,6154450,218.37,0.93,0.4259,2026-05-15T20:00:00Z"
    })
    void quote_recorded_isItsNumbers(
            String file,
            String symbol,
            double open,
            double high,
            double low,
            double price,
            double volume,
            double previous,
            double change,
            double percent,
            String time)
            throws IOException {
        stub.on("GLOBAL_QUOTE", text(file));

        Quote quote = quote(symbol);

        assertThat(quote)
                .isEqualTo(Quote.builder(Symbol.of(symbol), AlphaVantageErrors.SOURCE)
                        .currency(io.quotron.model.CurrencyUnit.of("USD"))
                        .open(open)
                        .high(high)
                        .low(low)
                        .price(price)
                        .volume(volume)
                        .previousClose(previous)
                        .change(change)
                        .changePercent(percent)
                        .eventTime(Instant.parse(time))
                        .receivedTime(stub.now())
                        .build());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "forex/CURRENCY_EXCHANGE_RATE.json",
        "json/asmarques-currency_exchange_rate.json",
        "json/codespore-forex-exchange_rates.json",
        "json/crazzyghost-exchangerate-data-with-no-bid-or-ask-price.json"
    })
    void quote_recordedRate_isItsNumbers(String file) throws IOException {
        JsonNode rate = MAPPER.readTree(text(file)).path("Realtime Currency Exchange Rate");
        String symbol = rate.path("1. From_Currency Code").asText() + "/"
                + rate.path("3. To_Currency Code").asText();
        stub.on("CURRENCY_EXCHANGE_RATE", text(file));

        Quote quote = quote(symbol);

        assertThat(quote.price()).isEqualTo(rate.path("5. Exchange Rate").asDouble());
        assertThat(quote.bid()).isEqualTo(optional(rate.path("8. Bid Price").asText()));
        assertThat(quote.ask()).isEqualTo(optional(rate.path("9. Ask Price").asText()));
        assertThat(quote.eventTime())
                .isEqualTo(LocalDateTime.parse(
                                rate.path("6. Last Refreshed").asText().replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC));
    }

    private static OptionalDouble optional(String text) {
        return text.isEmpty() || text.equals("-")
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(text));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "json/romel-symbol_search.json",
        "json/crazzyghost-search-data.json",
        "json/asmarques-ticker_search_tencent.json"
    })
    void search_recorded_isWhatItHolds(String file) throws IOException {
        stub.on("SYMBOL_SEARCH", text(file));

        List<Instrument> found = stub.free().instruments().orElseThrow().search("x", stub.context());

        List<String> expected = new ArrayList<>();
        MAPPER.readTree(text(file))
                .path("bestMatches")
                .forEach(m -> expected.add(m.path("1. symbol").asText() + "|"
                        + m.path("2. name").asText() + "|" + m.path("4. region").asText() + "|"
                        + m.path("8. currency").asText().replace("GBX", "GBp")));
        assertThat(found.stream()
                        .map(i -> i.nativeSymbol() + "|" + i.name().orElse("") + "|"
                                + i.venue().orElse("") + "|" + i.currency())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(found).allMatch(i -> i.kind() == Instrument.Kind.EQUITY);
        assertThat(found)
                .allMatch(i -> AlphaVantageSymbols.toNative(i.symbol().code()).equals(i.nativeSymbol()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"fundamental/OVERVIEW.json", "json/romel-mock_company_overview.json"})
    void profile_recorded_isWhatItHolds(String file) throws IOException {
        stub.on("OVERVIEW", text(file));
        JsonNode overview = MAPPER.readTree(text(file));

        Profile profile = stub.free().profiles().orElseThrow().fetchProfile(Symbol.of("IBM"), stub.context());

        Map<Statistic, String> fields = Map.of(
                Statistic.MARKET_CAP, "MarketCapitalization",
                Statistic.TRAILING_PE, "TrailingPE",
                Statistic.DIVIDEND_YIELD, "DividendYield",
                Statistic.EARNINGS_PER_SHARE, "EPS",
                Statistic.BETA, "Beta",
                Statistic.FIFTY_TWO_WEEK_HIGH, "52WeekHigh",
                Statistic.TWO_HUNDRED_DAY_AVERAGE, "200DayMovingAverage",
                Statistic.SHARES_OUTSTANDING, "SharesOutstanding",
                Statistic.RETURN_ON_EQUITY, "ReturnOnEquityTTM",
                Statistic.TARGET_PRICE, "AnalystTargetPrice");
        fields.forEach((statistic, field) -> assertThat(profile.statistic(statistic))
                .as(field)
                .hasValue(overview.path(field).asDouble()));
        assertThat(profile.sector()).contains(overview.path("Sector").asText());
        assertThat(profile.instrument().name()).contains(overview.path("Name").asText());
        assertThat(profile.employees().isPresent()).isEqualTo(overview.has("FullTimeEmployees"));
        assertThat(profile.statistic(Statistic.SHORT_RATIO).isPresent()).isEqualTo(overview.has("ShortRatio"));
    }

    @Test
    void actions_recordedDividends_areItsRows() throws IOException {
        stub.on("DIVIDENDS", text("fundamental/DIVIDENDS.csv")).on("SPLITS", "{\"symbol\":\"IBM\",\"data\":[]}");

        List<?> actions = stub.free()
                .actions()
                .orElseThrow()
                .fetchActions(Symbol.of("IBM"), TimeRange.of(Instant.EPOCH, stub.now()), stub.context());

        List<Dividend> expected = new ArrayList<>();
        rows("fundamental/DIVIDENDS.csv")
                .forEach((day, row) -> expected.add(
                        0,
                        new Dividend(
                                Symbol.of("IBM"),
                                LocalDate.parse(day),
                                number(row, "amount"),
                                io.quotron.model.CurrencyUnit.of("USD"))));
        assertThat(actions).hasSizeGreaterThan(100).isEqualTo(expected);
    }

    @Test
    void check_recordedMarketStatus_isHealthy() throws IOException {
        stub.on("MARKET_STATUS", text("time_series/MARKET_STATUS.json"));

        assertThat(stub.free().check(stub.context()).healthy()).isTrue();
        assertThat(stub.free().check(stub.context()).detail()).endsWith("closed");
    }

    @Test
    void bulk_recordedSample_isRefused() throws IOException {
        stub.on("REALTIME_BULK_QUOTES", text("time_series/REALTIME_BULK_QUOTES.json"));

        assertThatThrownBy(() -> stub.premium()
                        .quotes()
                        .orElseThrow()
                        .fetchQuotes(Set.of(Symbol.of("MSFT"), Symbol.of("AAPL")), stub.context()))
                .isInstanceOfSatisfying(
                        QuotronException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.AUTHENTICATION))
                .hasMessageContaining("not entitled");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "errors/error-apikey-invalid.json,AUTHENTICATION,0",
        "errors/error-invalid-api-call.json,SYMBOL_UNKNOWN,0",
        "errors/global-quote-empty.json,SYMBOL_UNKNOWN,0",
        "errors/information-1-per-second.json,RATE_LIMITED,2",
        "errors/information-25-per-day.json,RATE_LIMITED,50400",
        "errors/information-premium-endpoint.json,AUTHENTICATION,0",
        "errors/note-5-per-minute.json,RATE_LIMITED,60",
        "json/kev-ApiLimit.json,RATE_LIMITED,60",
        "json/kev-Error.json,SYMBOL_UNKNOWN,0",
        "json/athompson-query-cefbe5.json,SYMBOL_UNKNOWN,0"
    })
    void errors_recorded_haveTheirReasons(String file, FailureReason reason, long pause) throws IOException {
        stub.on("GLOBAL_QUOTE", text(file)).on("TIME_SERIES_DAILY", text(file));

        AlphaVantageErrorsTest.assertReason(stub, reason, Duration.ofSeconds(pause));
    }
}
