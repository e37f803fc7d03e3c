package io.quotron.examples;

import io.quotron.MarketDataClient;
import io.quotron.error.FailureReason;
import io.quotron.error.Result;
import io.quotron.error.StorageException;
import io.quotron.events.InMemoryEventBus;
import io.quotron.health.HealthReport;
import io.quotron.indicators.IndicatorSet;
import io.quotron.indicators.Indicators;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.IndexValue;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.pipeline.Pipeline;
import io.quotron.pipeline.PipelineAccounting;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.quality.QualityRules;
import io.quotron.request.Traced;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarStore;
import io.quotron.spi.TimeSource;
import io.quotron.storage.JdbcStorage;
import io.quotron.stream.StreamAccounting;
import io.quotron.testkit.simulator.MarketSimulator;
import io.quotron.testkit.simulator.SimulatedInstrument;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One walk through what the library does, on simulated or real providers. */
final class MarketTour {
    /** A Monday morning in New York, 35 seconds into a minute: shares trade, and a one-minute bar ends soon. */
    private static final Instant MARKET_OPEN = Instant.parse("2026-11-16T15:29:35Z");

    private static final Symbol BITCOIN = Symbol.of("BTC/USD");
    private static final Symbol ETHER = Symbol.of("ETH/USD");
    private static final Duration LIVE_BEFORE_CUT = Duration.ofSeconds(8);
    private static final Duration LIVE_AFTER_CUT = Duration.ofSeconds(22);

    private final PrintStream out;
    private final TimeSource time;
    private final @Nullable MarketSimulator simulator;
    private final MarketDataClient client;
    private final JdbcStorage storage;
    private final Path folder;

    private MarketTour(
            PrintStream out,
            TimeSource time,
            @Nullable MarketSimulator simulator,
            YahooProvider yahoo,
            KrakenProvider kraken,
            @Nullable RateLimit limit) {
        this.out = out;
        this.time = time;
        this.simulator = simulator;
        this.folder = newFolder();
        this.storage = JdbcStorage.embedded(folder);
        this.client = MarketDataClient.builder()
                .name("quickstart")
                .timeSource(time)
                .addProvider(yahoo, settings -> {
                    if (limit != null) {
                        settings.rateLimit(limit);
                    }
                })
                .addProvider(kraken, settings -> {
                    if (limit != null) {
                        settings.rateLimit(limit);
                    }
                })
                .addStorage(storage)
                .addEvents(InMemoryEventBus.create())
                .build();
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("quotron-quickstart-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void live(PrintStream out) throws InterruptedException {
        out.println("LIVE: real prices from Yahoo Finance and Kraken.");
        MarketTour tour =
                new MarketTour(out, TimeSource.system(), null, YahooProvider.create(), KrakenProvider.create(), null);
        tour.run();
    }

    static void simulated(PrintStream out) throws InterruptedException {
        TimeSource clock = new SimulatedClock(MARKET_OPEN);
        try (MarketSimulator simulator = MarketSimulator.builder()
                .seed(20261116)
                .time(clock)
                .instruments(busyMarket())
                .start()) {
            out.println(
                    "SIMULATED MARKET: all prices below are invented by a simulator in this process, which speaks the");
            out.println("formats of Yahoo Finance and Kraken on the loopback interface. Its clock says " + clock.now()
                    + ".");
            YahooProvider yahoo = YahooProvider.builder()
                    .baseUri(simulator.yahooUri())
                    .cookieUri(simulator.yahooCookieUri())
                    .build();
            KrakenProvider kraken = KrakenProvider.builder()
                    .restUri(simulator.krakenRestUri())
                    .socketUri(simulator.krakenSocketUri())
                    .build();
            RateLimit generous = RateLimit.of(20, Duration.ofSeconds(1));
            new MarketTour(out, clock, simulator, yahoo, kraken, generous).run();
        }
    }

    /** The simulator's instruments, with coins that trade several times a second. */
    private static SimulatedInstrument[] busyMarket() {
        Stream<SimulatedInstrument> quiet = SimulatedInstrument.defaults().stream()
                .filter(instrument -> !instrument.symbol().equals(BITCOIN)
                        && !instrument.symbol().equals(ETHER));
        Stream<SimulatedInstrument> busy = Stream.of(
                SimulatedInstrument.crypto("BTC/USD")
                        .name("Bitcoin USD")
                        .price(84_000)
                        .decimals(1)
                        .tradesPerMinute(300)
                        .dailyVolume(3_000)
                        .build(),
                SimulatedInstrument.crypto("ETH/USD")
                        .name("Ethereum USD")
                        .price(3_200)
                        .tradesPerMinute(200)
                        .dailyVolume(40_000)
                        .build());
        return Stream.concat(quiet, busy).toArray(SimulatedInstrument[]::new);
    }

    private void run() throws InterruptedException {
        try (client) {
            quotes();
            index();
            history();
            failover();
            PipelineAccounting accounting = stream();
            readBack();
            health();
            account(accounting);
        }
    }

    private void quotes() {
        title("Quotes, one of them unknown");
        Map<Symbol, Result<Quote>> answers =
                client.quotes("AAPL", "MSFT", "VOD.L", "BTC/USD", "NOPE").fetch();
        line("%-9s %14s %-4s %9s %16s  %s", "symbol", "price", "unit", "change", "volume", "source");
        answers.forEach((symbol, answer) -> {
            if (answer instanceof Result.Failure<Quote> failure) {
                line("%-9s %s (%s)", symbol, failure.reason(), failure.message());
            } else {
                quoteLine(answer.get());
            }
        });
    }

    private void quoteLine(Quote quote) {
        line(
                "%-9s %14s %-4s %8s%% %16s  %s",
                quote.symbol(),
                number(OptionalDouble.of(quote.price()), 2),
                quote.currency() == null ? "" : quote.currency(),
                number(quote.changePercent(), 2),
                number(quote.volume(), 0),
                quote.source());
    }

    private void index() {
        title("An index, by its common name");
        IndexValue value = client.index("SPX").fetch();
        line(
                "%s %s (%s%%)",
                value.symbol(), number(OptionalDouble.of(value.value()), 2), number(value.changePercent(), 2));
    }

    private void history() {
        title("A year of daily bars with RSI and SMA");
        BarSeries year = client.bars("AAPL")
                .interval(Interval.DAY_1)
                .last(Period.ofYears(1))
                .adjusted(Adjustment.SPLITS_AND_DIVIDENDS)
                .fetch();
        double[] rsi = Indicators.rsi(year.closes(), 14);
        double[] sma = Indicators.sma(year.closes(), 50);
        line("%s, corporate actions in the span: %d", year, year.actions().size());
        line("%-12s %10s %10s %10s %10s %8s %10s", "day", "open", "high", "low", "close", "rsi 14", "sma 50");
        for (int i = Math.max(0, year.size() - 5); i < year.size(); i++) {
            Bar bar = year.bar(i);
            line(
                    "%-12s %10.2f %10.2f %10.2f %10.2f %8.2f %10.2f",
                    bar.tradingDay(), bar.open(), bar.high(), bar.low(), bar.close(), rsi[i], sma[i]);
        }
    }

    private void failover() {
        title("The first provider is rate-limited, the second answers");
        if (simulator != null) {
            simulator.faults().rateLimit(SimulatedProvider.YAHOO, Duration.ofSeconds(30));
        }
        Traced<Quote> answer = client.quote("BTC/USD").fresh().fetchTraced();
        quoteLine(answer.value());
        line("How it came about:");
        answer.trail().steps().forEach(step -> line("  %s", step));
    }

    private PipelineAccounting stream() throws InterruptedException {
        title("Live: BTC/USD and ETH/USD to 1-second and 1-minute bars with indicators");
        Pipeline pipeline = client.pipeline("BTC/USD", "ETH/USD")
                .quality(QualityRules.standard())
                .bars(Interval.SECOND_1, Interval.MINUTE_1)
                .indicators(IndicatorSet.standard())
                .listener(new TerminalListener(out))
                .start();
        try (pipeline) {
            time.sleep(LIVE_BEFORE_CUT);
            if (simulator != null) {
                line("--- the connection is cut now ---");
                simulator.faults().cutConnections(SimulatedProvider.KRAKEN);
            }
            time.sleep(LIVE_AFTER_CUT);
            line(
                    "latest 1-minute bar of BTC/USD: %s",
                    pipeline.latest(BITCOIN, Interval.MINUTE_1)
                            .map(TerminalListener::describe)
                            .orElse("none yet"));
        }
        return pipeline.accounting();
    }

    private void readBack() {
        title("Stored bars, read back from " + folder);
        BarStore store = storage.reader();
        for (BarStore.SeriesKey key : store.series()) {
            int stored = store.latestBars(key, Integer.MAX_VALUE).size();
            line("%s %s from %s, %s: %d bars", key.symbol(), key.interval(), key.source(), key.adjustment(), stored);
            store.latestBars(key, 2).forEach(bar -> line("  %s", TerminalListener.describe(bar)));
        }
        if (store.series().isEmpty()) {
            throw new StorageException(FailureReason.NO_DATA, "no bar was stored; was the stream silent?", null);
        }
    }

    private void health() {
        title("Health");
        HealthReport report = client.health();
        line("client %s, up for %d s", report.status(), report.uptime().toSeconds());
        report.sources()
                .forEach(source -> line(
                        "%-8s %-9s breaker %-9s attempts %d, answered %d, requests charged %d, last error: %s",
                        source.source(),
                        source.status(),
                        source.breaker(),
                        source.attempts(),
                        source.successes(),
                        source.requests(),
                        source.lastError().orElse("none")));
        report.streams()
                .forEach(stream -> line(
                        "%-8s stream connected %s, reconnects %d",
                        stream.source(), stream.connected(), stream.reconnects()));
        report.components().forEach((name, check) -> line("%-8s %s", name, check.detail()));
    }

    private void account(PipelineAccounting accounting) {
        title("Accounting");
        StreamAccounting trades = accounting.trades();
        line(
                "received %d = delivered %d + rejected %d + dropped %d + pending %d",
                trades.received(), trades.delivered(), trades.rejected(), trades.dropped(), trades.pending());
        line(
                "bars %d, quarantined %d; storage offered %d = stored %d + failed %d + dropped %d + pending %d",
                accounting.bars(),
                accounting.quarantined(),
                accounting.storage().offered(),
                accounting.storage().acked(),
                accounting.storage().failed(),
                accounting.storage().dropped(),
                accounting.storage().pending());
    }

    private void title(String text) {
        out.println();
        out.println("== " + text);
    }

    private void line(String format, @Nullable Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private static String number(OptionalDouble value, int digits) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,." + digits + "f", value.getAsDouble()) : "-";
    }
}
