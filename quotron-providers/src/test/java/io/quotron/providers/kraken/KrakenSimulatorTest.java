package io.quotron.providers.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.TradingStatus;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamListener;
import io.quotron.testkit.RecordingStreamListener;
import io.quotron.testkit.RecordingStreamListener.Kind;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Live books, bars and states against a server that keeps the rules of the real one. */
class KrakenSimulatorTest {
    private static final Symbol BTC = Symbol.of("BTC/USD");
    private static final StreamKey BOOK_10 = StreamKey.book(BTC, 10);
    private static final StreamKey BOOK_3 = StreamKey.book(BTC, 3);
    private static final StreamKey MINUTES = StreamKey.bars(BTC, Interval.MINUTE_1);
    private static final StreamKey STATUS = new StreamKey(BTC, StreamKind.STATUS);

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-04T15:20:30.500Z"));
    private final MarketSimulator simulator =
            MarketSimulator.builder().seed(11).time(time).start();
    private final KrakenProvider provider = KrakenProvider.builder()
            .restUri(simulator.krakenRestUri())
            .socketUri(simulator.krakenSocketUri())
            .build();
    private final Recorder heard = new Recorder();

    @SuppressWarnings("NullAway.Init")
    private StreamConnection connection;

    private int markers;

    @BeforeEach
    void open() {
        connection = provider.stream().orElseThrow().connect(heard, context());
        heard.told.await(Kind.OPEN, 1);
    }

    @AfterEach
    void close() {
        connection.close();
        provider.close();
        simulator.close();
    }

    @Test
    void books_live_areThoseOfRest() {
        connection.subscribe(new LinkedHashSet<>(List.of(BOOK_10, BOOK_3)));
        assertThat(simulator.subscriptions()).isSubsetOf("book-10 BTC/USD");
        for (int i = 0; i < 20; i++) {
            time.advance(Duration.ofSeconds(3));
            settle();
            OrderBook rest = provider.books().orElseThrow().fetchBook(BTC, 10, context());
            assertThat(newest(BOOK_10).bids()).isEqualTo(rest.bids());
            assertThat(newest(BOOK_10).asks()).isEqualTo(rest.asks());
            assertThat(newest(BOOK_3).asks()).isEqualTo(rest.asks().subList(0, 3));
        }
        assertThat(heard.told.calls(Kind.EVENT).size()).isGreaterThan(10);
        assertThat(heard.resyncs).isEmpty();
        assertThat(heard.told.calls(Kind.REJECTED))
                .allMatch(call -> call.toString().contains("ETH/USD"));
    }

    @Test
    void books_wrongChecksum_areMendedByOneNewSnapshot() {
        connection.subscribe(Set.of(BOOK_10));
        settle();
        simulator.faults().corruptBookChecksums(1);

        assertMended();
    }

    @Test
    void books_lostUpdate_areMendedByOneNewSnapshot() {
        connection.subscribe(Set.of(BOOK_10));
        settle();
        simulator.faults().dropBookUpdates(1);

        assertMended();
    }

    private void assertMended() {
        for (int i = 0; i < 10; i++) {
            time.advance(Duration.ofSeconds(3));
            settle();
        }
        settle();
        OrderBook rest = provider.books().orElseThrow().fetchBook(BTC, 10, context());
        assertThat(heard.resyncs).containsExactly(BOOK_10);
        assertThat(newest(BOOK_10).asks()).isEqualTo(rest.asks());
        assertThat(newest(BOOK_10).bids()).isEqualTo(rest.bids());
        assertThat(heard.told.calls(Kind.REFUSED)).isEmpty();
    }

    @Test
    void bars_live_endAsThoseOfRest() {
        connection.subscribe(Set.of(MINUTES));
        for (int i = 0; i < 60; i++) {
            time.advance(Duration.ofSeconds(5));
            settle();
        }
        Map<Instant, Bar> done = new TreeMap<>();
        heard.told.events().stream()
                .map(event -> event instanceof Bar bar ? bar : null)
                .filter(bar -> bar != null && bar.state() == Bar.State.FINAL)
                .forEach(bar -> done.put(bar.openTime(), bar));
        TimeRange range = TimeRange.of(Instant.parse("2026-03-04T14:55:00Z"), Instant.parse("2026-03-04T15:25:00Z"));
        BarSeries rest = provider.bars()
                .orElseThrow()
                .fetchBars(new BarQuery(BTC, Interval.MINUTE_1, range, Adjustment.RAW, false), context());

        List<Bar> traded =
                rest.bars().filter(bar -> bar.state() == Bar.State.FINAL).toList();
        assertThat(traded).hasSizeGreaterThan(10);
        for (Bar bar : traded) {
            Bar live = java.util.Objects.requireNonNull(done.get(bar.openTime()), bar.toString());
            assertThat(List.of(live.open(), live.high(), live.low(), live.close()))
                    .isEqualTo(List.of(bar.open(), bar.high(), bar.low(), bar.close()));
            assertThat(live.volume()).isEqualTo(bar.volume());
            assertThat(live.tradeCount()).isEqualTo(bar.tradeCount());
            assertThat(live.vwap()).isEqualTo(bar.vwap());
        }
    }

    @Test
    void states_ofListedAndOthers_areToldAndRefused() {
        StreamKey nope = new StreamKey(Symbol.of("NOPE/USD"), StreamKind.STATUS);
        connection.subscribe(new LinkedHashSet<>(List.of(STATUS, nope)));
        heard.told.await(Kind.EVENT, 1);
        heard.told.await(Kind.REFUSED, 1);

        assertThat(((TradingStatus) heard.told.events().get(0)).status()).isEqualTo(TradingStatus.Status.TRADING);
        assertThat(heard.told.calls(Kind.REFUSED).get(0).arguments().subList(0, 2))
                .containsExactly(nope, FailureReason.SYMBOL_UNKNOWN);
    }

    private OrderBook newest(StreamKey key) {
        List<RecordingStreamListener.Call> calls = heard.told.calls(Kind.EVENT).stream()
                .filter(call -> call.arguments().get(0).equals(key))
                .toList();
        return (OrderBook) calls.get(calls.size() - 1).arguments().get(1);
    }

    /** A subscription is confirmed behind everything that was sent before. */
    private void settle() {
        markers++;
        Symbol other = Symbol.of("ETH/USD");
        StreamKey marker = new StreamKey(other, StreamKind.TRADES);
        int before = heard.told.calls(Kind.SUBSCRIBED).size();
        connection.unsubscribe(Set.of(marker));
        connection.subscribe(Set.of(marker));
        heard.told.await(Kind.SUBSCRIBED, Math.max(before + 1, markers));
    }

    private RequestContext context() {
        return RequestContext.builder(time).build();
    }

    private static final class Recorder implements StreamListener {
        final RecordingStreamListener told = new RecordingStreamListener();
        final List<StreamKey> resyncs = new CopyOnWriteArrayList<>();

        @Override
        public void onOpen() {
            told.onOpen();
        }

        @Override
        public void onEvent(StreamKey key, MarketEvent event) {
            told.onEvent(key, event);
        }

        @Override
        public void onSubscribed(StreamKey key) {
            told.onSubscribed(key);
        }

        @Override
        public void onRefused(StreamKey key, FailureReason reason, String message) {
            told.onRefused(key, reason, message);
        }

        @Override
        public void onHeartbeat() {
            told.onHeartbeat();
        }

        @Override
        public void onRejected(String detail) {
            told.onRejected(detail);
        }

        @Override
        public void onResync(StreamKey key, String detail) {
            resyncs.add(key);
        }

        @Override
        public void onClosed(FailureReason reason, String detail) {
            told.onClosed(reason, detail);
        }
    }
}
