package io.quotron.providers.kraken;

import static io.quotron.providers.kraken.KrakenSamples.BTC_USD;
import static io.quotron.providers.kraken.KrakenSamples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KrakenRestTest {
    private final VirtualTime time = VirtualTime.startingAt(NOW);
    private final FaultServer server = FaultServer.start().otherwise(KrakenServer::answer);
    private final KrakenProvider provider =
            KrakenProvider.builder().restUri(server.uri()).build();
    private final AtomicInteger charged = new AtomicInteger();
    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    @Test
    void quotes_manySymbols_loadNamesOnceADayAndAskOnce() {
        quotes(BTC_USD, KrakenSamples.DOGE_EUR);
        quotes(BTC_USD);
        assertThat(paths()).containsExactly("AssetPairs", "Ticker", "Ticker");

        time.advance(Duration.ofHours(25));
        quotes(BTC_USD);

        assertThat(paths()).endsWith("AssetPairs", "Ticker");
        assertThat(charged.get()).isEqualTo(server.requests().size());
        assertThat(server.requests().get(1).parameter("pair").orElse("").split(",", -1))
                .containsExactlyInAnyOrder("XXBTZUSD", "XDGEUR");
    }

    @Test
    void quotes_onlyUnknownSymbols_askNobodyForPrices() {
        var answers = provider.quotes().orElseThrow().fetchQuotes(Set.of(Symbol.of("BTC/USX")), context());

        assertThat(answers.toString()).contains("SYMBOL_UNKNOWN", "near matches: [BTC/USD]");
        assertThat(paths()).containsExactly("AssetPairs");
    }

    @Test
    void quotes_pairDelistedSince_loadsNamesAnew() {
        quotes(BTC_USD);
        server.enqueue((request, response) -> response.sendJson("{\"error\":[\"EQuery:Unknown asset pair\"]}"));

        assertThatThrownBy(() -> quotes(BTC_USD, KrakenSamples.DOGE_EUR))
                .isInstanceOfSatisfying(
                        QuotronException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.UNAVAILABLE));
        quotes(BTC_USD);

        assertThat(paths()).containsExactly("AssetPairs", "Ticker", "Ticker", "AssetPairs", "Ticker");
    }

    @Test
    void quotes_thirtyTwoThreads_loadNamesOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.route("/0/public/AssetPairs", (request, response) -> {
            asked.countDown();
            await(goOn);
            response.sendJson(KrakenSamples.SYMBOLS);
        });
        ExecutorService callers = Executors.newFixedThreadPool(32);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                calls.add(callers.submit(
                        () -> provider.instruments().orElseThrow().search("BTC", context())));
            }
            await(asked);
            goOn.countDown();
            for (Future<?> call : calls) {
                call.get(10, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(paths()).containsExactly("AssetPairs");
    }

    @Test
    void names_loaderCancelled_nextCallerTakesOver() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.enqueue((request, response) -> {
            asked.countDown();
            response.stall();
        });
        RequestContext.Cancellation cancellation = new RequestContext.Cancellation();
        AtomicReference<QuotronException> first = new AtomicReference<>();
        Thread loader = new Thread(() -> first.set(catchThrowableOfType(
                QuotronException.class,
                () -> search(
                        RequestContext.builder(time).cancellation(cancellation).build()))));
        loader.start();
        await(asked);
        AtomicReference<List<?>> second = new AtomicReference<>(List.of());
        Thread waiter = new Thread(() -> second.set(search(context())));
        waiter.start();
        cancellation.cancel();
        loader.join(10_000);
        waiter.join(10_000);

        assertThat(Objects.requireNonNull(first.get()).reason()).isEqualTo(FailureReason.CANCELLED);
        assertThat(second.get()).isNotEmpty();
    }

    private List<?> search(RequestContext context) {
        return provider.instruments().orElseThrow().search("BTC", context);
    }

    @Test
    void bars_identity_isOfTheQuestion() {
        BarQuery minutes = KrakenSamples.minuteQuery(Duration.ofMinutes(3));
        BarSeries series =
                bars(new BarQuery(BTC_USD, Interval.MINUTE_1, minutes.range(), Adjustment.SPLITS_AND_DIVIDENDS, true));

        assertThat(series.identity().adjustment()).isEqualTo(Adjustment.SPLITS_AND_DIVIDENDS);
        assertThat(series.identity().zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(series.identity().session()).isEqualTo(SeriesIdentity.Session.CONTINUOUS);
        Request asked = server.requests().get(1);
        assertThat(asked.parameter("pair")).contains("XXBTZUSD");
        assertThat(asked.parameter("interval")).contains("1");
    }

    @Test
    void bars_intervalThatKrakenLacks_isUnsupportedWithoutRequest() {
        BarQuery minutes = KrakenSamples.minuteQuery(Duration.ofMinutes(3));

        ProviderException refused = catchThrowableOfType(
                ProviderException.class,
                () -> bars(new BarQuery(BTC_USD, Interval.MONTH_1, minutes.range(), Adjustment.RAW, false)));

        assertThat(refused.reason()).isEqualTo(FailureReason.UNSUPPORTED);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void bars_override_isAskedFor() {
        RequestContext context = RequestContext.builder(time)
                .overrides(symbol -> Optional.of("XBTUSD"))
                .build();
        BarQuery minutes = KrakenSamples.minuteQuery(Duration.ofMinutes(3));
        Symbol own = Symbol.of("BITCOIN");

        BarSeries series = provider.bars()
                .orElseThrow()
                .fetchBars(new BarQuery(own, Interval.MINUTE_1, minutes.range(), Adjustment.RAW, false), context);

        assertThat(series.symbol()).isEqualTo(own);
        assertThat(server.requests().get(1).parameter("pair")).contains("XXBTZUSD");
    }

    @Test
    void trades_manyPages_comeOnceEachInOrder() {
        Market market = new Market(2_500, 7);
        server.route("/0/public/Trades", market::answer);

        List<Trade> trades = trades(TimeRange.of(Market.START, Market.START.plusSeconds(3_600)));

        assertThat(trades).extracting(Trade::id).isEqualTo(market.ids(0, 2_500));
        assertThat(trades).extracting(Trade::eventTime).isSorted();
        assertThat(charged.get()).isEqualTo(server.requests().size());
    }

    /**
     * All trades of a block share a nanosecond, and 1000 is no multiple of the size of the blocks: every page ends
     * inside of one.
     */
    @Test
    void trades_pageEndsInsideANanosecond_loseNothing() {
        Market market = new Market(3_000, 300);
        server.route("/0/public/Trades", market::answer);

        assertThat(trades(TimeRange.of(Market.START, Market.START.plusSeconds(3_600))))
                .extracting(Trade::id)
                .isEqualTo(market.ids(0, 3_000));
    }

    @Test
    void bars_fullAnswerOfAnotherHost_isAllThereIsAndNoted() {
        server.route("/0/public/OHLC", (request, response) -> response.sendJson(KrakenSamples.minutes(720)));

        BarSeries series = bars(KrakenSamples.minuteQuery(Duration.ofDays(10)));

        assertThat(series.size()).isGreaterThan(700);
        assertThat(notes).anyMatch(note -> note.contains("older"));
    }

    /** Rows of old times have no ids, and a replayed recording answers with the same page for ever. */
    @Test
    void trades_samePageForEverWithoutIds_comeOnce() {
        server.route(
                "/0/public/Trades",
                (request, response) -> response.sendJson(
                        "{\"error\":[],\"result\":{\"XXBTZUSD\":[[\"10.5\",\"1.0\",1385579841.7774,\"s\",\"l\",\"\"],"
                                + "[\"10.6\",\"2.0\",1385579841.8817,\"b\",\"l\",\"\"]],\"last\":\"1385579841881785998\"}}"));

        List<Trade> trades =
                trades(TimeRange.of(Instant.parse("2013-01-01T00:00:00Z"), Instant.parse("2014-01-01T00:00:00Z")));

        assertThat(trades).extracting(Trade::price).containsExactly(10.5, 10.6);
    }

    @Test
    void trades_range_isHalfOpen() {
        Market market = new Market(50, 1);
        server.route("/0/public/Trades", market::answer);

        assertThat(trades(TimeRange.of(Market.START.plusSeconds(10), Market.START.plusSeconds(20))))
                .extracting(Trade::id)
                .isEqualTo(market.ids(10, 20));
    }

    @Test
    void trades_unknownAtTheServer_isSymbolNotFound() {
        server.route(
                "/0/public/Trades",
                (request, response) -> response.sendJson("{\"error\":[\"EQuery:Unknown asset pair\"]}"));

        assertThatThrownBy(() -> trades(TimeRange.of(Market.START, NOW))).isInstanceOf(SymbolNotFoundException.class);
    }

    @Test
    void trades_cursorThatStandsStill_isMalformed() {
        server.route(
                "/0/public/Trades",
                (request, response) -> response.sendJson(KrakenSamples.TRADES.replace(
                        "1772452800200000001", request.parameter("since").orElse(""))));

        assertThatThrownBy(() -> trades(TimeRange.of(NOW.minusSeconds(3_600), NOW)))
                .isInstanceOfSatisfying(
                        QuotronException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
    }

    @Test
    void check_states_areTold() {
        assertThat(provider.check(context()).healthy()).isTrue();
        server.enqueue(
                (request, response) -> response.sendJson("{\"error\":[],\"result\":{\"status\":\"maintenance\"}}"));
        assertThat(provider.check(context()).healthy()).isFalse();
        server.enqueue(
                (request, response) -> response.sendJson("{\"error\":[],\"result\":{\"status\":\"post_only\"}}"));
        assertThat(provider.check(context()).detail()).contains("post_only");
        server.enqueue((request, response) -> response.status(503).send("down"));
        assertThat(provider.check(context()).healthy()).isFalse();
    }

    @Test
    void warning_besideTheAnswer_isNoted() {
        server.enqueue((request, response) ->
                response.sendJson("{\"error\":[\"WGeneral:Soon\"],\"result\":{\"status\":\"online\"}}"));

        assertThat(provider.check(context()).healthy()).isTrue();
        assertThat(notes).singleElement().asString().contains("WGeneral:Soon");
    }

    @Test
    void build_wrongAddresses_namesBoth() {
        assertThatThrownBy(() -> KrakenProvider.builder()
                        .restUri(java.net.URI.create("ftp://x"))
                        .socketUri(java.net.URI.create("http://y"))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("restUri")
                .hasMessageContaining("socketUri");
    }

    /**
     * Trades one second or, within a block, no time apart; pages of 1000 after a cursor, as the real server cuts them.
     */
    private static final class Market {
        static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
        private final int size;
        private final int block;

        Market(int size, int block) {
            this.size = size;
            this.block = block;
        }

        private long nanos(int index) {
            return (START.getEpochSecond() + index / block) * 1_000_000_000L;
        }

        List<String> ids(int from, int to) {
            List<String> ids = new ArrayList<>();
            for (int i = from; i < to; i++) {
                ids.add(Integer.toString(1_000 + i));
            }
            return ids;
        }

        void answer(Request request, Response response) throws IOException {
            long since = Long.parseLong(request.parameter("since").orElseThrow());
            List<String> rows = new ArrayList<>();
            long last = since;
            for (int i = 0; i < size && rows.size() < 1_000; i++) {
                if (nanos(i) > since) {
                    last = nanos(i);
                    rows.add("[\"10.5\",\"1.0\"," + last / 1_000_000_000L + ".0,\"b\",\"l\",\"\"," + (1_000 + i) + "]");
                }
            }
            response.sendJson("{\"error\":[],\"result\":{\"XXBTZUSD\":[" + String.join(",", rows) + "],\"last\":\""
                    + last + "\"}}");
        }
    }

    private List<Trade> trades(TimeRange range) {
        return provider.trades().orElseThrow().fetchTrades(BTC_USD, range, context());
    }

    private BarSeries bars(BarQuery query) {
        return provider.bars().orElseThrow().fetchBars(query, context());
    }

    private void quotes(Symbol... symbols) {
        var answers = provider.quotes().orElseThrow().fetchQuotes(Set.of(symbols), context());
        assertThat(answers.keySet()).containsExactlyInAnyOrder(symbols);
        assertThat(answers.values()).allMatch(answer -> answer.isSuccess());
    }

    private List<String> paths() {
        return server.requests().stream()
                .map(request -> request.path().substring("/0/public/".length()))
                .toList();
    }

    private RequestContext context() {
        return RequestContext.builder(time)
                .gate((weight, context) -> charged.addAndGet(weight))
                .notes(notes::add)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
