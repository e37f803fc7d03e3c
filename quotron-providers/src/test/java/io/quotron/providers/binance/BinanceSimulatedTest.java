package io.quotron.providers.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.Seed;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import io.quotron.testkit.simulator.SimulatedInstrument;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The provider against the simulator: what it tells is what the synthetic market did. */
class BinanceSimulatedTest {
    private static final Symbol BTC = Symbol.of("BTC/USDT");
    private static final Instant START = Instant.parse("2026-03-04T15:20:30.500Z");

    private final Seed seed = Seed.of("BinanceSimulatedTest");
    private final VirtualTime time = VirtualTime.startingAt(START);
    private final MarketSimulator simulator = MarketSimulator.builder()
            .seed(seed.value())
            .time(time)
            .instruments(SimulatedInstrument.crypto("BTC/USDT")
                    .price(84_000)
                    .tradesPerMinute(120)
                    .build())
            .start();
    private final BinanceListener heard = new BinanceListener();
    private final AtomicInteger charges = new AtomicInteger();
    private final BinanceProvider provider = BinanceProvider.builder()
            .restUri(simulator.binanceRestUri())
            .socketUri(simulator.binanceSocketUri())
            .build();

    @AfterEach
    void close() {
        provider.close();
        simulator.close();
    }

    private RequestContext context() {
        return RequestContext.builder(time)
                .gate((weight, context) -> charges.addAndGet(weight))
                .build();
    }

    /** Lets a tenth of a second pass at a time until something has come true. */
    private void until(BooleanSupplier condition) {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            time.advance(Duration.ofMillis(100));
            BinanceListener.breathe();
        }
        assertThat(condition.getAsBoolean()).as(heard.toString()).isTrue();
    }

    private StreamConnection subscribed(StreamKey... keys) {
        StreamConnection connection = provider.stream().orElseThrow().connect(heard, context());
        until(() -> heard.opened() == 1);
        connection.subscribe(new LinkedHashSet<>(List.of(keys)));
        until(() -> heard.subscribed().containsAll(List.of(keys)));
        return connection;
    }

    @Test
    void trades_streamed_areThoseOfTheMarket() {
        try (StreamConnection connection = subscribed(new StreamKey(BTC, StreamKind.TRADES))) {
            assertThat(connection).isNotNull();
            until(() -> heard.events(Trade.class).size() >= 200);
        }
        List<Trade> told = heard.events(Trade.class);
        Instant first = told.get(0).eventTime();
        List<Trade> truth = simulator.tradesBetween(BTC, first, first.plusSeconds(600));
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).id()).isEqualTo(truth.get(i).id());
            assertThat(told.get(i).price()).isEqualTo(truth.get(i).price());
            assertThat(told.get(i).size()).isEqualTo(truth.get(i).size());
            assertThat(told.get(i).side()).isEqualTo(truth.get(i).side());
        }
    }

    @Test
    void tradesOfASpan_severalPages_areCompleteAndCharged() {
        TimeRange range = TimeRange.of(START.minusSeconds(1_800), START);
        List<Trade> trades = provider.trades().orElseThrow().fetchTrades(BTC, range, context());

        List<Trade> truth = simulator.tradesBetween(BTC, range.startInclusive(), range.endExclusive());
        assertThat(truth).hasSizeGreaterThan(2_500);
        assertThat(trades)
                .extracting(Trade::id)
                .isEqualTo(truth.stream().map(Trade::id).toList());
        int pages = (int) simulator.requestCount(SimulatedProvider.BINANCE) - 1;
        assertThat(charges.get()).isEqualTo(20 + 4 * pages);
    }

    @Test
    void bars_longSpan_areFetchedPageByPage() {
        Instant end = Instant.parse("2026-03-04T15:00:00Z");
        TimeRange range = TimeRange.of(end.minus(Duration.ofMinutes(2_500)), end);
        BarQuery query = new BarQuery(BTC, Interval.MINUTE_1, range, Adjustment.RAW, false);
        BarSeries bars = provider.bars().orElseThrow().fetchBars(query, context());

        assertThat(bars.size()).isEqualTo(2_500);
        assertThat(bars.bars()).allMatch(bar -> bar.state() == Bar.State.FINAL);
        assertThat(charges.get()).isEqualTo(20 + 3 * 2);
    }

    @Test
    void bars_streamed_endAsRestTellsThem() {
        try (StreamConnection connection = subscribed(StreamKey.bars(BTC, Interval.MINUTE_1))) {
            assertThat(connection).isNotNull();
            until(() -> heard.events(Bar.class).stream()
                            .filter(bar -> bar.state() == Bar.State.FINAL)
                            .count()
                    >= 2);
        }
        for (Bar bar : heard.events(Bar.class)) {
            if (bar.state() == Bar.State.FINAL) {
                BarQuery query = new BarQuery(
                        BTC, Interval.MINUTE_1, TimeRange.of(bar.openTime(), bar.closeTime()), Adjustment.RAW, false);
                Bar told = provider.bars()
                        .orElseThrow()
                        .fetchBars(query, context())
                        .bar(0);
                assertThat(told.toString().replaceAll("receivedTime=.*", ""))
                        .isEqualTo(bar.toString().replaceAll("receivedTime=.*", ""));
            }
        }
    }

    @Test
    void quotes_streamed_haveAPriceAndBothSides() {
        try (StreamConnection connection = subscribed(new StreamKey(BTC, StreamKind.QUOTES))) {
            assertThat(connection).isNotNull();
            until(() -> heard.events(Quote.class).size() >= 20);
        }
        assertThat(heard.events(Quote.class)).allSatisfy(quote -> {
            assertThat(quote.bid().orElseThrow()).isLessThan(quote.ask().orElseThrow());
            assertThat(quote.currency()).hasToString("USDT");
        });
    }

    @Test
    void book_streamed_isThatOfRestAndPutsItselfInOrderAfterAStall() {
        StreamKey key = StreamKey.book(BTC, 20);
        try (StreamConnection connection = subscribed(key, StreamKey.book(BTC, 5))) {
            assertThat(connection).isNotNull();
            until(() -> heard.events(OrderBook.class).size() >= 50);
            assertSameAsRest();

            simulator.faults().stall(BTC);
            until(() -> time.now().isAfter(START.plusSeconds(60)));
            simulator.faults().resume(BTC);
            until(() -> !heard.resyncs().isEmpty());
            int before = heard.events(OrderBook.class).size();
            until(() -> heard.events(OrderBook.class).size() > before + 20);
            assertSameAsRest();
        }
        assertThat(heard.events(OrderBook.class)).noneMatch(OrderBook::isCrossed);
        assertThat(heard.refusals()).isEmpty();
    }

    /** Between two changes of the book both ways must tell the same; so it is compared until they do. */
    private void assertSameAsRest() {
        until(() -> {
            OrderBook rest = provider.books().orElseThrow().fetchBook(BTC, 20, context());
            return heard.events(OrderBook.class).stream()
                    .anyMatch(book ->
                            book.bids().equals(rest.bids()) && book.asks().equals(rest.asks()));
        });
    }

    @Test
    void manyKeys_subscribed_keepTheMessageRate() {
        Set<StreamKey> keys = new LinkedHashSet<>();
        BinanceBars.INTERVALS.keySet().forEach(interval -> keys.add(StreamKey.bars(BTC, interval)));
        try (StreamConnection connection = provider.stream().orElseThrow().connect(heard, context())) {
            until(() -> heard.opened() == 1);
            keys.forEach(key -> connection.subscribe(Set.of(key)));
            until(() -> heard.subscribed().containsAll(keys));
            assertThat(heard.closings()).isEmpty();
            assertThat(simulator.subscriptions()).hasSize(keys.size());

            simulator.faults().announceShutdown();
            until(() -> heard.endings().size() == 1);
        }
    }

    @Test
    void connection_almostADayOld_tellsThatItEnds() {
        try (StreamConnection connection = subscribed(StreamKey.bars(BTC, Interval.MONTH_1))) {
            connection.unsubscribe(Set.of(StreamKey.bars(BTC, Interval.MONTH_1)));
            until(() -> simulator.subscriptions().isEmpty());
            time.advance(Duration.ofHours(23));
            assertThat(heard.endings()).isEmpty();
            time.advance(Duration.ofMinutes(50));
            assertThat(Objects.requireNonNull(heard.endings().get(0))).contains("PT23H50M");
            time.advance(Duration.ofMinutes(15));
            until(() -> heard.closings().size() == 1);
        }
    }
}
