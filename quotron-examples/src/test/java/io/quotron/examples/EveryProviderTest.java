package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.providers.alphavantage.AlphaVantageProvider;
import io.quotron.providers.binance.BinanceProvider;
import io.quotron.providers.eodhd.EodhdProvider;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.registry.ProviderValidator;
import io.quotron.registry.ValidationPlan;
import io.quotron.registry.ValidationReport;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.RecordingStreamListener;
import io.quotron.testkit.RecordingStreamListener.Kind;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each provider tells of the simulated market is what happened there. */
class EveryProviderTest {
    /** A Friday, one hour before the close of New York. */
    private static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");

    private static final Instant OPEN = Instant.parse("2026-11-20T14:30:00Z");
    private static final double ROUNDING = 1e-6;

    private VirtualTime time = VirtualTime.startingAt(NOW);
    private MarketSimulator simulator =
            MarketSimulator.builder().seed(7).time(time).start();

    @AfterEach
    void close() {
        simulator.close();
    }

    /** The providers, and what is known about how they tell it. */
    enum Who {
        YAHOO("AAPL", 0),
        ALPHA_VANTAGE("AAPL", 0),
        EODHD("AAPL", 15),
        KRAKEN("BTC/USD", 0),
        BINANCE("BTC/USD", 0);

        private final String code;
        private final int minutesLate;

        Who(String code, int minutesLate) {
            this.code = code;
            this.minutesLate = minutesLate;
        }

        private Symbol symbol() {
            return Symbol.of(code);
        }

        private MarketDataProvider at(MarketSimulator simulator) {
            return switch (this) {
                case YAHOO ->
                    YahooProvider.builder()
                            .baseUri(simulator.yahooUri())
                            .cookieUri(simulator.yahooCookieUri())
                            .build();
                case ALPHA_VANTAGE ->
                    AlphaVantageProvider.builder()
                            .apiKey("a-key")
                            .premium(RateLimit.of(75, Duration.ofMinutes(1)))
                            .baseUri(simulator.alphaVantageUri())
                            .build();
                case EODHD ->
                    EodhdProvider.builder()
                            .apiToken("a-token")
                            .baseUri(simulator.eodhdUri())
                            .socketUri(simulator.eodhdSocketUri())
                            .build();
                case KRAKEN ->
                    KrakenProvider.builder()
                            .restUri(simulator.krakenRestUri())
                            .socketUri(simulator.krakenSocketUri())
                            .build();
                case BINANCE ->
                    BinanceProvider.builder()
                            .restUri(simulator.binanceRestUri())
                            .socketUri(simulator.binanceSocketUri())
                            .build();
            };
        }
    }

    private RequestContext context() {
        return RequestContext.builder(time).build();
    }

    private List<Trade> truth(Who who, Instant from, Instant to) {
        return simulator.tradesBetween(who.symbol(), from, to);
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void quote_now_isThePriceOfTheLastTrade(Who who) {
        try (MarketDataProvider provider = who.at(simulator)) {
            Quote quote = Objects.requireNonNull(provider.quotes()
                            .orElseThrow()
                            .fetchQuotes(Set.of(who.symbol()), context())
                            .get(who.symbol()))
                    .get();

            Instant told = NOW.minus(Duration.ofMinutes(who.minutesLate));
            List<Trade> trades = truth(who, told.minusSeconds(600), told.plusNanos(1));
            assertThat(quote.price()).isEqualTo(trades.get(trades.size() - 1).price());
            assertThat(quote.symbol()).isEqualTo(who.symbol());
        }
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void bars_ofTwoHours_areTheTradesRolledUp(Who who) {
        TimeRange range = TimeRange.of(OPEN.minus(Duration.ofDays(1)), OPEN.minus(Duration.ofHours(22)));
        try (MarketDataProvider provider = who.at(simulator)) {
            BarSeries bars = provider.bars()
                    .orElseThrow()
                    .fetchBars(new BarQuery(who.symbol(), Interval.MINUTE_5, range, Adjustment.RAW, false), context());

            assertThat(bars.size()).isEqualTo(24);
            assertThat(bars.rejectedRows()).isZero();
            bars.bars().forEach(bar -> assertRolledUp(who, bar));
        }
    }

    private void assertRolledUp(Who who, Bar bar) {
        List<Trade> trades = truth(who, bar.openTime(), bar.closeTime());
        assertSame(bar.open(), trades.get(0).price());
        assertSame(bar.high(), trades.stream().mapToDouble(Trade::price).max().orElseThrow());
        assertSame(bar.low(), trades.stream().mapToDouble(Trade::price).min().orElseThrow());
        assertSame(bar.close(), trades.get(trades.size() - 1).price());
        assertSame(
                bar.volume().orElseThrow(),
                trades.stream().mapToDouble(Trade::size).sum());
    }

    /** Yahoo tells prices as floats do, and sums differ in their last digit. */
    private static void assertSame(double told, double truth) {
        assertThat(told).isBetween(truth * (1 - ROUNDING), truth * (1 + ROUNDING));
    }

    @ParameterizedTest
    @EnumSource(
            value = Who.class,
            names = {"KRAKEN", "BINANCE"})
    void trades_ofTenMinutes_areThoseThatHappened(Who who) {
        TimeRange range = TimeRange.of(NOW.minusSeconds(900), NOW.minusSeconds(300));
        try (MarketDataProvider provider = who.at(simulator)) {
            List<Trade> trades = provider.trades().orElseThrow().fetchTrades(who.symbol(), range, context());

            assertThat(trades)
                    .extracting(Trade::id, Trade::price, Trade::size, Trade::side)
                    .isEqualTo(truth(who, range.startInclusive(), range.endExclusive()).stream()
                            .map(t -> tuple(t.id(), t.price(), t.size(), t.side()))
                            .toList());
            assertThat(trades).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Who.class,
            names = {"KRAKEN", "BINANCE"})
    void book_now_isLiveAroundTheLastPrice(Who who) {
        try (MarketDataProvider provider = who.at(simulator)) {
            OrderBook book = provider.books().orElseThrow().fetchBook(who.symbol(), 10, context());

            assertThat(book.state()).isEqualTo(OrderBook.State.LIVE);
            assertThat(book.bids()).hasSize(10);
            assertThat(book.asks()).hasSize(10);
            assertThat(book.isCrossed()).isFalse();
            double last = truth(who, NOW.minusSeconds(600), NOW.plusNanos(1)).stream()
                    .reduce((first, second) -> second)
                    .orElseThrow()
                    .price();
            assertThat(book.bids().get(0).price()).isBetween(last * 0.99, last * 1.01);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Who.class,
            names = {"EODHD", "KRAKEN", "BINANCE"})
    void stream_ofAMinute_isTheTape(Who who) {
        RecordingStreamListener told = new RecordingStreamListener();
        StreamKey key = new StreamKey(who.symbol(), StreamKind.TRADES);
        try (MarketDataProvider provider = who.at(simulator);
                StreamConnection connection = provider.stream().orElseThrow().connect(told, context())) {
            if (who != Who.EODHD) {
                told.await(Kind.OPEN, 1);
            }
            connection.subscribe(Set.of(key));
            List<Trade> heard = heard(told);
            Instant first = heard.get(0).eventTime();
            List<Trade> truth = truth(who, NOW.plusNanos(1), time.now().plusNanos(1)).stream()
                    .filter(trade -> !trade.eventTime().isBefore(first))
                    .limit(heard.size())
                    .toList();
            assertThat(heard)
                    .extracting(Trade::price)
                    .isEqualTo(truth.stream().map(Trade::price).toList());
        }
    }

    /** Lets the market go on until enough was told. */
    private List<Trade> heard(RecordingStreamListener told) {
        for (int i = 0; i < 3_000 && told.events().size() < 30; i++) {
            time.advance(Duration.ofMillis(200));
            LiveMarket.pass(Duration.ofMillis(1));
        }
        List<Trade> heard = new ArrayList<>();
        told.events().forEach(event -> heard.add((Trade) event));
        assertThat(heard).as(told.events().toString()).hasSizeGreaterThanOrEqualTo(30);
        return heard;
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void validate_goodDay_failsNothing(Who who) {
        simulator.close();
        time = VirtualTime.autoAdvancing(NOW);
        simulator = MarketSimulator.builder().seed(7).time(time).start();
        try (MarketDataProvider provider = who.at(simulator)) {
            ValidationPlan plan = ValidationPlan.of(who.code, who.code.contains("/") ? "NOPE/USD" : "NOPE");
            ValidationReport report = ProviderValidator.validate(provider, plan, time);

            assertThat(report.failures()).as(report.toString()).isEmpty();
        }
    }
}
