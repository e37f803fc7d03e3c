package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.providers.yahoo.YahooStub.Answer;
import io.quotron.spi.BarQuery;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class YahooProviderTest {
    private static final Symbol AAPL = Symbol.of("AAPL");
    private static final String INVALID_CRUMB =
            "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Unauthorized\",\"description\":\"Invalid Crumb\"}}}";

    private final YahooStub yahoo = new YahooStub();

    @AfterEach
    void close() {
        yahoo.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("quotron-yahoo"));
    }

    private static String quoteBody(String... fields) {
        return "{\"quoteResponse\":{\"result\":[{\"symbol\":\"AAPL\",\"quoteType\":\"EQUITY\",\"market\":\"us_market\""
                + Stream.of(fields).map(field -> "," + field).collect(Collectors.joining()) + "}],\"error\":null}}";
    }

    private static String goodQuote() {
        return quoteBody("\"regularMarketPrice\":10.5", "\"regularMarketTime\":1795000000");
    }

    private Map<Symbol, Result<Quote>> ask(Symbol... symbols) {
        return yahoo.provider
                .quotes()
                .orElseThrow()
                .fetchQuotes(new LinkedHashSet<>(List.of(symbols)), yahoo.context());
    }

    private Result<Quote> one() {
        return Objects.requireNonNull(ask(AAPL).get(AAPL));
    }

    private BarSeries days(Symbol symbol) {
        TimeRange range = TimeRange.of(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
        BarQuery query = new BarQuery(symbol, Interval.DAY_1, range, Adjustment.SPLITS, false);
        return yahoo.provider.bars().orElseThrow().fetchBars(query, yahoo.context());
    }

    // --- session

    @Test
    void fetchQuotes_first_opensASessionAndKeepsIt() {
        yahoo.answer(YahooStub.QUOTE, Answer.ok(goodQuote()));

        one();
        one();

        assertThat(yahoo.targets(YahooStub.COOKIE)).hasSize(1);
        assertThat(yahoo.targets(YahooStub.CRUMB)).hasSize(1);
        assertThat(yahoo.targets(YahooStub.QUOTE)).hasSize(2).allMatch(target -> target.contains("crumb=ab%2Fcd.EF12"));
        assertThat(yahoo.requests().get(2)).anyMatch(line -> line.equalsIgnoreCase("Cookie: A3=d=abc&S=x"));
        assertThat(yahoo.charged()).isEqualTo(4);
    }

    @Test
    void fetchQuotes_archiveThatKnowsOfNoCrumb_isAskedWithoutOne() {
        yahoo.answer(YahooStub.COOKIE, Answer.of("404 Not Found", "no such path"));
        yahoo.answer(YahooStub.CRUMB, Answer.of("404 Not Found", "no such path"));
        yahoo.answer(YahooStub.QUOTE, Answer.ok(goodQuote()));

        assertThat(one().get().price()).isEqualTo(10.5);
        assertThat(yahoo.targets(YahooStub.QUOTE)).hasSize(1).noneMatch(target -> target.contains("crumb"));
    }

    @Test
    void fetchQuotes_crumbRefusedFor32Threads_renewsOnce() throws Exception {
        yahoo.answer(YahooStub.QUOTE, Answer.ok(goodQuote()));
        one();
        yahoo.answer(YahooStub.CRUMB, Answer.ok("second"));
        CyclicBarrier together = new CyclicBarrier(32);
        yahoo.answer(YahooStub.QUOTE, request -> {
            if (request.get(0).contains("crumb=second")) {
                return Answer.ok(goodQuote());
            }
            awaitAll(together);
            return Answer.of("401 Unauthorized", INVALID_CRUMB);
        });

        List<Result<Quote>> answers = inThreads(32, this::one);

        assertThat(answers).hasSize(32).allMatch(Result::isSuccess);
        assertThat(yahoo.targets(YahooStub.COOKIE)).hasSize(2);
        assertThat(yahoo.targets(YahooStub.CRUMB)).hasSize(2);
        assertThat(yahoo.targets(YahooStub.QUOTE)).hasSize(1 + 32 + 32);
        assertThat(yahoo.charged()).isEqualTo(yahoo.requests().size());
    }

    @Test
    void fetchQuotes_noSessionFor32Threads_opensOne() throws Exception {
        yahoo.answer(YahooStub.QUOTE, Answer.ok(goodQuote()));

        assertThat(inThreads(32, this::one)).allMatch(Result::isSuccess);

        assertThat(yahoo.targets(YahooStub.CRUMB)).hasSize(1);
    }

    private static void awaitAll(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> List<T> inThreads(int count, java.util.concurrent.Callable<T> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(count);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                futures.add(executor.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(30, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void fetchQuotes_everyCrumbRefused_isAuthenticationAfterOneRenewal() {
        yahoo.answer(YahooStub.QUOTE, Answer.of("401 Unauthorized", INVALID_CRUMB));

        assertThat(quoteFailure().reason()).isEqualTo(FailureReason.AUTHENTICATION);
        assertThat(yahoo.requests()).hasSize(6);
        assertThat(yahoo.targets(YahooStub.CRUMB)).hasSize(2);
        assertThat(yahoo.targets(YahooStub.QUOTE)).hasSize(2);
    }

    static Stream<Arguments> badCrumbs() {
        return Stream.of(
                Arguments.of("200 OK", "", FailureReason.AUTHENTICATION),
                Arguments.of("200 OK", "  \n", FailureReason.AUTHENTICATION),
                Arguments.of("200 OK", "Too Many Requests", FailureReason.RATE_LIMITED),
                Arguments.of("429 Too Many Requests", "Edge: Too Many Requests", FailureReason.RATE_LIMITED),
                Arguments.of("200 OK", "<html>consent</html>", FailureReason.BLOCKED),
                Arguments.of("200 OK", "two words", FailureReason.MALFORMED_RESPONSE),
                Arguments.of("200 OK", "{\"x\":1}", FailureReason.MALFORMED_RESPONSE),
                Arguments.of("200 OK", "x".repeat(65), FailureReason.MALFORMED_RESPONSE),
                Arguments.of(
                        "401 Unauthorized",
                        "{\"finance\":{\"error\":{\"code\":\"Unauthorized\",\"description\":\"Invalid Cookie\"}}}",
                        FailureReason.AUTHENTICATION),
                Arguments.of("302 Found", "", FailureReason.BLOCKED),
                Arguments.of("503 Busy", "", FailureReason.UNAVAILABLE));
    }

    @ParameterizedTest
    @MethodSource("badCrumbs")
    void fetchQuotes_badCrumb_isNeverStored(String status, String body, FailureReason expected) {
        yahoo.answer(YahooStub.CRUMB, Answer.of(status, body));
        yahoo.answer(YahooStub.QUOTE, Answer.ok(goodQuote()));

        assertThat(quoteFailure().reason()).isEqualTo(expected);
        assertThat(yahoo.targets(YahooStub.QUOTE)).isEmpty();

        yahoo.answer(YahooStub.CRUMB, Answer.ok("good"));
        assertThat(one().isSuccess()).isTrue();
    }

    @Test
    void fetchQuotes_rateLimitedAtTheCookie_asksNothingMore() {
        yahoo.answer(
                YahooStub.COOKIE, new Answer("429 Too Many Requests", "Retry-After: 7\r\n", "Edge: Too Many Requests"));

        RateLimitedException e = catchThrowableOfType(RateLimitedException.class, this::one);

        assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(yahoo.requests()).hasSize(1);
    }

    @Test
    void fetchQuotes_waitingForAnothersSession_endsWhenInterrupted() throws Exception {
        CyclicBarrier asked = new CyclicBarrier(2);
        CyclicBarrier go = new CyclicBarrier(2);
        yahoo.answer(YahooStub.CRUMB, request -> {
            awaitAll(asked);
            awaitAll(go);
            return Answer.ok("late");
        });
        yahoo.answer(YahooStub.QUOTE, Answer.ok(goodQuote()));
        ExecutorService leader = Executors.newSingleThreadExecutor();
        Future<Result<Quote>> led = leader.submit(this::one);
        awaitAll(asked);
        Thread.currentThread().interrupt();

        QuotronException e = catchThrowableOfType(QuotronException.class, this::one);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(e.reason()).isEqualTo(FailureReason.CANCELLED);
        awaitAll(go);
        assertThat(led.get(10, TimeUnit.SECONDS).isSuccess()).isTrue();
        leader.shutdownNow();
    }

    private ProviderException quoteFailure() {
        return catchThrowableOfType(ProviderException.class, this::one);
    }

    // --- quotes

    private static final List<String> POISONS = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"-Infinity\"",
            "1e400",
            "-1e400",
            "1e1000000000",
            "\"N/A\"",
            "\"None\"",
            "\"-\"",
            "\".\"",
            "true",
            "false",
            "[5]",
            "{\"raw\":\"5\"}",
            "{\"raw\":null}",
            "\"1,234.5\"",
            "\"0x10\"",
            "\"5\"",
            "{}",
            "[]");

    private static final List<String> NUMBERS = List.of(
            "regularMarketOpen",
            "regularMarketDayHigh",
            "regularMarketDayLow",
            "regularMarketPreviousClose",
            "regularMarketChange",
            "regularMarketChangePercent",
            "regularMarketVolume",
            "bid",
            "ask",
            "bidSize",
            "askSize");

    static Stream<Arguments> poisonedFields() {
        return NUMBERS.stream().flatMap(field -> POISONS.stream().map(poison -> Arguments.of(field, poison)));
    }

    @ParameterizedTest
    @MethodSource("poisonedFields")
    void fetchQuotes_poisonInAField_isAbsent(String field, String poison) {
        List<String> fields =
                new ArrayList<>(List.of("\"regularMarketPrice\":10.5", "\"regularMarketTime\":1795000000"));
        NUMBERS.forEach(name -> fields.add("\"" + name + "\":" + (name.equals(field) ? poison : "3")));
        yahoo.answer(YahooStub.QUOTE, Answer.ok(quoteBody(fields.toArray(new String[0]))));

        Quote quote = one().get();

        Map<String, Boolean> present = Map.ofEntries(
                Map.entry("regularMarketOpen", quote.open().isPresent()),
                Map.entry("regularMarketDayHigh", quote.high().isPresent()),
                Map.entry("regularMarketDayLow", quote.low().isPresent()),
                Map.entry("regularMarketPreviousClose", quote.previousClose().isPresent()),
                Map.entry("regularMarketChange", quote.change().isPresent()),
                Map.entry("regularMarketChangePercent", quote.changePercent().isPresent()),
                Map.entry("regularMarketVolume", quote.volume().isPresent()),
                Map.entry("bid", quote.bid().isPresent()),
                Map.entry("ask", quote.ask().isPresent()),
                Map.entry("bidSize", quote.bidSize().isPresent()),
                Map.entry("askSize", quote.askSize().isPresent()));
        assertThat(present.get(field)).isFalse();
        assertThat(present.values().stream().filter(p -> !p).count())
                .isEqualTo(field.equals("bid") || field.equals("ask") ? 2 : 1);
    }

    @ParameterizedTest
    @MethodSource("poisonsOfPrice")
    void fetchQuotes_poisonedPriceOrTime_isNoQuote(String field, String poison, FailureReason expected) {
        String price = field.equals("price") ? poison : "10.5";
        String time = field.equals("time") ? poison : "1795000000";
        yahoo.answer(
                YahooStub.QUOTE,
                Answer.ok(quoteBody("\"regularMarketPrice\":" + price, "\"regularMarketTime\":" + time)));

        FailureReason reason;
        try {
            reason = ((Result.Failure<Quote>) one()).reason();
        } catch (ProviderException e) {
            reason = e.reason();
            assertThat(e).hasMessageContaining("quoteResponse.result[0].regularMarket");
        }
        assertThat(reason).isEqualTo(expected);
    }

    static Stream<Arguments> poisonsOfPrice() {
        Set<String> nothing = Set.of("null", "{\"raw\":null}", "{}");
        Stream<Arguments> poisons = POISONS.stream()
                .flatMap(poison -> Stream.of("price", "time").map(field -> {
                    boolean isNone = nothing.contains(poison) && field.equals("price");
                    return Arguments.of(
                            field, poison, isNone ? FailureReason.NO_DATA : FailureReason.MALFORMED_RESPONSE);
                }));
        Stream<Arguments> impossible = Stream.concat(
                Stream.of("0", "-1").map(poison -> Arguments.of("price", poison, FailureReason.NO_DATA)),
                Stream.of("0", "1795000000000", "1795200000", "-5", "1.5", "9223372036854775808")
                        .map(poison -> Arguments.of("time", poison, FailureReason.NO_DATA)));
        return Stream.concat(poisons, impossible);
    }

    @Test
    void fetchQuotes_priceRenamed_isMalformedByItsPath() {
        yahoo.answer(
                YahooStub.QUOTE,
                Answer.ok(quoteBody(
                        "\"lastPrice\":10.5", "\"regularMarketTime\":1795000000", "\"regularMarketDayHigh\":11")));

        assertThat(quoteFailure())
                .hasMessageContaining("quoteResponse.result[0].regularMarketPrice is missing")
                .hasMessageContaining("lastPrice")
                .extracting(ProviderException::reason)
                .isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    @Test
    void fetchQuotes_oneOfTwoUnreadable_failsAlone() {
        yahoo.answer(
                YahooStub.QUOTE,
                Answer.ok(goodQuote()
                        .replace(
                                "}],",
                                "},{\"symbol\":\"MSFT\",\"quoteType\":\"EQUITY\",\"regularMarketPrice\":\"5\"}],")));
        Symbol other = Symbol.of("MSFT");

        Map<Symbol, Result<Quote>> quotes = ask(AAPL, other);

        assertThat(Objects.requireNonNull(quotes.get(AAPL)).isSuccess()).isTrue();
        assertThat(((Result.Failure<Quote>) Objects.requireNonNull(quotes.get(other))).reason())
                .isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    @Test
    void fetchQuotes_formattedNumbers_areReadFromRaw() {
        yahoo.answer(
                YahooStub.QUOTE,
                Answer.ok(quoteBody(
                        "\"regularMarketPrice\":{\"raw\":10.5,\"fmt\":\"10.50\"}",
                        "\"regularMarketTime\":{\"raw\":1795000000,\"fmt\":\"4:00PM EST\"}",
                        "\"bid\":{\"raw\":10.25,\"fmt\":\"10.25\"}",
                        "\"bidSize\":{\"raw\":3,\"fmt\":\"3\"}")));

        Quote quote = one().get();

        assertThat(quote.price()).isEqualTo(10.5);
        assertThat(quote.eventTime()).isEqualTo(Instant.ofEpochSecond(1_795_000_000));
        assertThat(quote.bid()).hasValue(10.25);
        assertThat(quote.bidSize()).hasValue(300);
    }

    @Test
    void fetchQuotes_sameSymbolTwice_isMalformed() {
        String good = goodQuote();
        String entry = good.substring(good.indexOf("[") + 1, good.indexOf("]"));
        yahoo.answer(YahooStub.QUOTE, Answer.ok(good.replace(entry, entry + "," + entry)));

        assertThat(quoteFailure().reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    @Test
    void fetchQuotes_manySymbols_areAskedInBatchesOfFifty() {
        yahoo.answer(YahooStub.QUOTE, Answer.ok("{\"quoteResponse\":{\"result\":[],\"error\":null}}"));
        Set<Symbol> symbols = new LinkedHashSet<>();
        for (int i = 0; i < 120; i++) {
            symbols.add(Symbol.of("S" + i));
        }

        Map<Symbol, Result<Quote>> quotes =
                yahoo.provider.quotes().orElseThrow().fetchQuotes(symbols, yahoo.context());

        assertThat(quotes).containsOnlyKeys(symbols);
        assertThat(yahoo.targets(YahooStub.QUOTE)).hasSize(3);
    }

    @Test
    void fetchQuotes_nothing_asksNothing() {
        assertThat(ask()).isEmpty();
        assertThat(yahoo.requests()).isEmpty();
    }

    // --- errors

    static Stream<Arguments> errors() {
        String chart = "{\"chart\":{\"result\":null,\"error\":{\"code\":\"%s\",\"description\":\"%s\"}}}";
        return Stream.of(
                Arguments.of(
                        "404 Not Found",
                        chart.formatted("Not Found", "No data found, symbol may be delisted"),
                        FailureReason.SYMBOL_UNKNOWN),
                Arguments.of(
                        "200 OK",
                        chart.formatted("Not Found", "No data found, symbol may be delisted"),
                        FailureReason.SYMBOL_UNKNOWN),
                Arguments.of("404 Not Found", "nothing here", FailureReason.SYMBOL_UNKNOWN),
                Arguments.of(
                        "400 Bad Request",
                        chart.formatted("Bad Request", "Data doesn't exist for startDate = 1, endDate = 2"),
                        FailureReason.NO_DATA),
                Arguments.of(
                        "422 Unprocessable Entity",
                        chart.formatted(
                                "Unprocessable Entity",
                                "1m data not available for startTime=1 and endTime=2. The requested range must be within the last 30 days."),
                        FailureReason.NO_DATA),
                Arguments.of(
                        "422 Unprocessable Entity",
                        chart.formatted("Unprocessable Entity", "odd"),
                        FailureReason.INVALID_REQUEST),
                Arguments.of("422 Unprocessable Entity", "", FailureReason.INVALID_REQUEST),
                Arguments.of(
                        "400 Bad Request",
                        chart.formatted("Bad Request", "Invalid input - interval=7m is not supported"),
                        FailureReason.UNSUPPORTED),
                Arguments.of("400 Bad Request", "", FailureReason.INVALID_REQUEST),
                Arguments.of("401 Unauthorized", INVALID_CRUMB, FailureReason.AUTHENTICATION),
                Arguments.of("401 Unauthorized", "", FailureReason.AUTHENTICATION),
                Arguments.of("403 Forbidden", "", FailureReason.BLOCKED),
                Arguments.of("451 No", "", FailureReason.BLOCKED),
                Arguments.of("999 Denied", "", FailureReason.BLOCKED),
                Arguments.of("302 Found", "", FailureReason.BLOCKED),
                Arguments.of("408 Slow", "", FailureReason.TIMEOUT),
                Arguments.of("429 Too Many Requests", "Edge: Too Many Requests", FailureReason.RATE_LIMITED),
                Arguments.of("200 OK", "Too Many Requests\r\n", FailureReason.RATE_LIMITED),
                Arguments.of("200 OK", "<!DOCTYPE html><html>Will be right back</html>", FailureReason.BLOCKED),
                Arguments.of("200 OK", "\n  <html>", FailureReason.BLOCKED),
                Arguments.of("200 OK", "", FailureReason.MALFORMED_RESPONSE),
                Arguments.of("200 OK", "surprise", FailureReason.MALFORMED_RESPONSE),
                Arguments.of(
                        "200 OK",
                        "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Made Up Error\",\"description\":\"I'm made up\"}}}",
                        FailureReason.MALFORMED_RESPONSE),
                Arguments.of("500 Oops", "<html>", FailureReason.UNAVAILABLE),
                Arguments.of("502 Oops", "", FailureReason.UNAVAILABLE),
                Arguments.of("503 Oops", "", FailureReason.UNAVAILABLE),
                Arguments.of("504 Oops", "", FailureReason.UNAVAILABLE),
                Arguments.of("520 Oops", "", FailureReason.UNAVAILABLE),
                Arguments.of("529 Oops", "", FailureReason.UNAVAILABLE),
                Arguments.of("200 OK", chart.formatted("internal-error", "x"), FailureReason.UNAVAILABLE),
                Arguments.of("418 Teapot", "{\"some\":\"body\"}", FailureReason.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void fetchBars_error_hasItsReasonAfterOneRequest(String status, String body, FailureReason expected) {
        yahoo.answer(YahooStub.CHART, Answer.of(status, body));

        ProviderException e = catchThrowableOfType(ProviderException.class, () -> days(AAPL));

        assertThat(e.reason()).isEqualTo(expected);
        assertThat(yahoo.requests()).hasSize(1);
        assertThat(yahoo.charged()).isEqualTo(1);
    }

    @Test
    void fetchBars_errors_areOfTheTypeThatPeopleCatch() {
        yahoo.answer(YahooStub.CHART, Answer.of("404 Not Found", ""));
        assertThatThrownBy(() -> days(AAPL))
                .isInstanceOfSatisfying(
                        SymbolNotFoundException.class,
                        e -> assertThat(e.symbol()).isEqualTo(AAPL));

        yahoo.answer(
                YahooStub.CHART,
                Answer.of(
                        "400 Bad Request",
                        "{\"chart\":{\"error\":{\"code\":\"Bad Request\",\"description\":\"Data doesn't exist for startDate = 1\"}}}"));
        assertThatThrownBy(() -> days(AAPL))
                .isInstanceOfSatisfying(
                        NoDataException.class, e -> assertThat(e.why()).isEqualTo(NoDataException.Why.OUT_OF_RANGE));

        yahoo.answer(YahooStub.CHART, Answer.of("429 Many", ""));
        assertThatThrownBy(() -> days(AAPL))
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(60)));
    }

    // --- symbols

    @ParameterizedTest
    @CsvSource({
        "^GSPC,^GSPC",
        "AAPL,AAPL",
        "BRK.B,BRK-B",
        "BF.A,BF-A",
        "BRK/B,BRK/B",
        "VOD.L,VOD.L",
        "RCI.B.TO,RCI-B.TO",
        "005930.KS,005930.KS",
        "M&M.NS,M&M.NS",
        "7203.T,7203.T",
        "BMW.F,BMW.F",
        "ABC.V,ABC.V",
        "NOVO-B.CO,NOVO-B.CO",
        "EUR/USD,EURUSD=X",
        "USD/JPY,USDJPY=X",
        "BTC/USD,BTC-USD",
        "ETH/EUR,ETH-EUR",
        "BTC/USDT,BTC-USDT",
        "GC=F,GC=F",
        "EURUSD=X,EURUSD=X",
        "0P000071W8.TO,0P000071W8.TO",
        "AAPL220121C00025000,AAPL220121C00025000"
    })
    void fetchBars_symbol_isSentInYahoosSpellingAsOneValue(String canonical, String expected) {
        yahoo.answer(YahooStub.CHART, Answer.ok(new ChartBody().symbol(expected).json()));

        days(Symbol.of(canonical));

        String path = URI.create(yahoo.targets(YahooStub.CHART).get(0)).getRawPath();
        assertThat(path.split("/", -1)).hasSize(5);
        assertThat(URLDecoder.decode(path.split("/", -1)[4], StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "BRK-B,EQUITY,BRK.B",
        "RCI-B.TO,EQUITY,RCI.B.TO",
        "BTC-USD,CRYPTOCURRENCY,BTC/USD",
        "EURUSD=X,CURRENCY,EUR/USD",
        "JPY=X,CURRENCY,USD/JPY",
        "^GSPC,INDEX,^GSPC",
        "GC=F,FUTURE,GC=F",
        "VOD.L,EQUITY,VOD.L",
        "X-T,EQUITY,X-T",
        "AAPL,NONE,AAPL"
    })
    void toCanonical_name_leadsBackToItself(String name, String type, String expected) {
        Symbol symbol = YahooSymbols.toCanonical(name, type).orElseThrow();

        assertThat(symbol).isEqualTo(Symbol.of(expected));
        assertThat(YahooSymbols.toNative(symbol)).isEqualTo(YahooSymbols.comparable(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A&apikey=x", "A?b", "A#b", "%2e%2e", "a b", "日本"})
    void fetchBars_oddOverride_isOneEncodedValue(String name) {
        yahoo.override(AAPL, name);

        ProviderException unknown = catchThrowableOfType(ProviderException.class, () -> days(AAPL));

        assertThat(unknown.reason()).isEqualTo(FailureReason.SYMBOL_UNKNOWN);
        URI target = URI.create(yahoo.targets(YahooStub.CHART).get(0));
        assertThat(URLDecoder.decode(target.getRawPath().split("/", -1)[4], StandardCharsets.UTF_8))
                .isEqualTo(name);
        assertThat(target.getRawQuery().split("&", -1)).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a\r\nX-Evil: 1", ""})
    void fetchBars_dangerousOverride_isRefusedUnsent(String name) {
        yahoo.override(AAPL, name);

        ProviderException e = catchThrowableOfType(ProviderException.class, () -> days(AAPL));

        assertThat(e.reason()).isEqualTo(FailureReason.INVALID_REQUEST);
        assertThat(yahoo.requests()).isEmpty();
    }

    @Test
    void search_entries_becomeInstruments() {
        yahoo.answer(
                YahooStub.SEARCH,
                Answer.ok(
                        "{\"quotes\":[{\"symbol\":\"BRK-B\",\"quoteType\":\"EQUITY\",\"longname\":\"Berk\","
                                + "\"exchDisp\":\"NYSE\",\"isYahooFinance\":true},{\"name\":\"Private\",\"isYahooFinance\":false},{\"x\":1}]}"));

        List<Instrument> found = yahoo.provider.instruments().orElseThrow().search("berk & co", yahoo.context());

        assertThat(found)
                .containsExactly(Instrument.builder(Symbol.of("BRK.B"), YahooErrors.SOURCE)
                        .nativeSymbol("BRK-B")
                        .name("Berk")
                        .venue("NYSE")
                        .kind(Instrument.Kind.EQUITY)
                        .build());
        assertThat(yahoo.targets(YahooStub.SEARCH).get(0)).contains("q=berk%20%26%20co&");
    }

    // --- life

    @Test
    void check_goodAndBadServer_saysSo() {
        yahoo.answer(YahooStub.CHART, Answer.ok(new ChartBody().symbol("AAPL").json()));
        assertThat(yahoo.provider.check(yahoo.context()).healthy()).isTrue();

        yahoo.answer(YahooStub.CHART, Answer.of("503 Busy", ""));
        assertThat(yahoo.provider.check(yahoo.context()).healthy()).isFalse();
    }

    @Test
    void close_thenCall_isClosed() {
        yahoo.provider.close();

        assertThat(catchThrowableOfType(QuotronException.class, () -> days(AAPL))
                        .reason())
                .isEqualTo(FailureReason.CLOSED);
    }

    @Test
    void build_badAddresses_namesThemAll() {
        assertThatThrownBy(() -> YahooProvider.builder()
                        .baseUri(URI.create("ftp://x"))
                        .cookieUri(URI.create("https://user:pw@x"))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("baseUri")
                .hasMessageContaining("cookieUri")
                .hasMessageNotContaining("pw");
    }

    // --- mutations

    @Test
    void fetch_mutatedBodies_failOnlyAsTheyShould() {
        long seed = seed();
        Random random = new Random(seed);
        List<String> charts = new ArrayList<>(List.of(new ChartBody()
                .symbol("AAPL")
                .session("2026-11-20T14:30:00Z", "2026-11-20T21:00:00Z")
                .row("2026-11-16T14:30:00Z", 10, 12, 9, 11, 100)
                .row("2026-11-17T14:30:00Z", 11, 13, 10, 12, 200)
                .split("2026-11-17T14:30:00Z", 2, 1)
                .dividend("2026-11-16T14:30:00Z", 0.5)
                .json()));
        String quote = quoteBody(
                "\"regularMarketPrice\":10.5", "\"regularMarketTime\":1795000000", "\"bid\":10", "\"bidSize\":2");
        Set<FailureReason> seen = new LinkedHashSet<>();
        for (int i = 0; i < 1_500; i++) {
            byte[] body = mutate(charts.get(random.nextInt(charts.size())).getBytes(StandardCharsets.UTF_8), random);
            String text = new String(body, StandardCharsets.ISO_8859_1);
            yahoo.answer(YahooStub.CHART, Answer.ok(text));
            yahoo.answer(
                    YahooStub.QUOTE,
                    Answer.ok(new String(
                            mutate(quote.getBytes(StandardCharsets.UTF_8), random), StandardCharsets.ISO_8859_1)));
            collect(() -> assertSane(days(AAPL)), seen, seed);
            collect(() -> ask(AAPL), seen, seed);
        }
        assertThat(seen).contains(FailureReason.MALFORMED_RESPONSE);
    }

    private static void assertSane(BarSeries series) {
        series.bars()
                .forEach(bar -> assertThat(Double.isFinite(bar.open() + bar.high() + bar.low() + bar.close()))
                        .isTrue());
    }

    private static void collect(Runnable call, Set<FailureReason> seen, long seed) {
        try {
            call.run();
        } catch (ProviderException e) {
            seen.add(e.reason());
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static long seed() {
        String given = System.getProperty("quotron.seed", "");
        long seed = given.isBlank() ? new Random().nextLong() : Long.parseLong(given);
        return seed;
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] body = original.clone();
        if (random.nextInt(4) == 0) {
            return java.util.Arrays.copyOf(body, random.nextInt(body.length));
        }
        String alphabet = "0123456789-.eE\"{}[],:ntf ";
        for (int i = 0; i <= random.nextInt(3); i++) {
            boolean any = random.nextInt(4) == 0;
            body[random.nextInt(body.length)] =
                    any ? (byte) random.nextInt(256) : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return body;
    }
}
