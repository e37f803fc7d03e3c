package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.TimeSource;
import io.quotron.stream.StreamRequest;
import io.quotron.stream.StreamSettings;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A hub on a clock that the test moves. */
public final class Rig implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-03-02T14:30:00Z");
    private static final Duration STEP = Duration.ofMillis(250);

    public final VirtualTime time = VirtualTime.startingAt(START);
    public final FakeFeed feed = new FakeFeed("fake");
    private final AtomicInteger ids = new AtomicInteger();
    private final StreamSettings settings;
    private volatile Function<Set<Symbol>, Map<Symbol, Result<Quote>>> poll = symbols -> Map.of();
    MetricsListener metrics = MetricsListener.none();
    private StreamHub hub;

    public Rig() {
        this(StreamSettings.defaults());
    }

    Rig(StreamSettings settings) {
        this.settings = settings;
        this.hub = newHub(feed);
    }

    void use(FakeFeed... feeds) {
        hub.close();
        hub = newHub(feeds);
    }

    private StreamHub newHub(FakeFeed... feeds) {
        List<StreamHub.Feed> all = Arrays.stream(feeds)
                .map(one -> new StreamHub.Feed(
                        one,
                        (weight, context) -> {},
                        symbol -> Optional.empty(),
                        symbols -> poll.apply(symbols),
                        metrics))
                .toList();
        return new StreamHub(all, time, Rig::threads, settings, new SplittableRandom(7));
    }

    public static ThreadFactory threads(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "quotron-test-" + role + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    void poll(Function<Set<Symbol>, Map<Symbol, Result<Quote>>> answers) {
        poll = answers;
    }

    public StreamHub hub() {
        return hub;
    }

    StreamRequest stream(String... symbols) {
        return hub.request(Arrays.stream(symbols).map(Symbol::of).toList());
    }

    static StreamKey trades(String symbol) {
        return new StreamKey(Symbol.of(symbol), StreamKind.TRADES);
    }

    static StreamKey quotes(String symbol) {
        return new StreamKey(Symbol.of(symbol), StreamKind.QUOTES);
    }

    /** A new trade of this moment with the next id. */
    public Trade trade(String symbol) {
        int id = ids.incrementAndGet();
        return Trade.builder(Symbol.of(symbol), feed.id())
                .price(100 + id)
                .size(1)
                .id(String.valueOf(id))
                .eventTime(time.now())
                .build();
    }

    Quote quote(String symbol, double price) {
        return Quote.builder(Symbol.of(symbol), feed.id())
                .price(price)
                .eventTime(time.now())
                .build();
    }

    /** Waits in real time until no thread of the hub has anything to do. */
    public void settle() {
        await(() -> hub.isIdle(), "an idle hub");
    }

    public static void await(BooleanSupplier condition, String what) {
        long giveUp = TimeSource.system().nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(TimeSource.system().nanoTime())
                    .as("waited 10 s for " + what)
                    .isLessThan(giveUp);
            Thread.onSpinWait();
        }
    }

    /** Moves the clock in small steps and lets the hub do what is due after each. */
    public void advance(Duration span) {
        for (Duration left = span; !left.isNegative() && !left.isZero(); left = left.minus(STEP)) {
            time.advance(left.compareTo(STEP) < 0 ? left : STEP);
            settle();
        }
    }

    /** Closes the hub before the test ends. */
    void end() {
        hub.close();
    }

    @Override
    public void close() {
        hub.close();
    }
}
