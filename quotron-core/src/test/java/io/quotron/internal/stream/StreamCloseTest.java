package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.QuotronException;
import io.quotron.model.Trade;
import io.quotron.spi.TimeSource;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.StreamAccounting;
import io.quotron.stream.Subscription;
import io.quotron.testkit.LeakGuard;
import io.quotron.testkit.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
final class StreamCloseTest {
    @Test
    void hub_beforeTheFirstSubscription_hasNoThread() {
        long before = ours();
        try (Rig rig = new Rig()) {
            rig.stream("A/USD").trades();
            assertThat(ours()).isEqualTo(before);
        }
    }

    private static long ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quotron-"))
                .count();
    }

    @Test
    void close_insideACallback_returnsAndDeliversNothingMore() {
        try (Rig rig = new Rig()) {
            AtomicReference<Subscription> own = new AtomicReference<>();
            AtomicInteger calls = new AtomicInteger();
            Subscription subscription = rig.stream("A/USD").trades().subscribe(new Recorder() {
                @Override
                public void onTrade(Trade trade) {
                    calls.incrementAndGet();
                    Objects.requireNonNull(own.get()).close();
                }
            });
            own.set(subscription);
            rig.settle();
            for (int i = 0; i < 10; i++) {
                rig.feed.happen(rig.trade("A/USD"));
            }
            rig.settle();

            assertThat(calls).hasValue(1);
            assertThat(subscription.accounting().isBalanced()).isTrue();
            assertThat(subscription.accounting().pending()).isZero();
        }
    }

    @Test
    void closeOfTheHub_insideACallback_endsEverything() throws Exception {
        try (Rig rig = new Rig()) {
            CountDownLatch closed = new CountDownLatch(1);
            rig.stream("A/USD").trades().subscribe(new Recorder() {
                @Override
                public void onTrade(Trade trade) {
                    rig.end();
                    closed.countDown();
                }
            });
            rig.settle();
            rig.feed.happen(rig.trade("A/USD"));

            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> rig.stream("A/USD").trades().subscribe(new Recorder()))
                    .isInstanceOf(QuotronException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void close_from8ThreadsWith64Subscribing_endsInTimeAndDeliversNothingAfter() throws Exception {
        try (Rig rig = new Rig()) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger afterClose = new AtomicInteger();
            MarketDataListener strict = new MarketDataListener() {
                @Override
                public void onTrade(Trade trade) {
                    if (over.get()) {
                        afterClose.incrementAndGet();
                    }
                }
            };
            ExecutorService hosts = Executors.newFixedThreadPool(73);
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int number = i;
                work.add(hosts.submit(() -> subscribeUntilClosed(rig, strict, number)));
            }
            AtomicBoolean stop = new AtomicBoolean();
            Future<?> market = hosts.submit(() -> {
                while (!stop.get()) {
                    Trade trade = rig.trade("S" + System.identityHashCode(new Object()) % 16);
                    rig.feed.send(Rig.trades(trade.symbol().code()), trade); // not remembered, or memory would fill
                    LockSupport.parkNanos(10_000); // the socket's side needs the lock too
                }
            });
            Rig.await(() -> rig.hub().accounting().delivered() > 500, "500 trades");
            long before = TimeSource.system().nanoTime();
            List<Future<?>> closers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                closers.add(hosts.submit(rig::close));
            }
            for (Future<?> closer : closers) {
                closer.get(10, TimeUnit.SECONDS);
            }
            over.set(true);
            assertThat(TimeSource.system().nanoTime() - before)
                    .isLessThan(Duration.ofSeconds(5).toNanos());
            for (Future<?> one : work) {
                one.get(10, TimeUnit.SECONDS);
            }
            stop.set(true);
            market.get(10, TimeUnit.SECONDS);
            hosts.shutdown();

            assertThat(afterClose).hasValue(0);
            assertThat(rig.hub().accounting().isBalanced()).isTrue();
            assertThat(rig.hub().accounting().pending()).isZero();
            assertThat(rig.feed.openConnections()).isZero();
        }
    }

    private static void subscribeUntilClosed(Rig rig, MarketDataListener listener, int number) {
        RandomGenerator random = new SplittableRandom(number);
        try {
            for (int i = 0; i < 3_000; i++) {
                Subscription subscription =
                        rig.stream("S" + random.nextInt(16)).trades().subscribe(listener);
                if (random.nextInt(16) != 0) {
                    subscription.close();
                }
            }
        } catch (QuotronException closed) {
            assertThat(closed).hasMessageContaining("closed");
        }
    }

    @Test
    void accounting_ofRandomHistories_isExactForEverySeed() {
        Seed base = Seed.of("accounting_ofRandomHistories");
        for (int i = 0; i < 200; i++) {
            long seed = base.value() + i;
            try (Rig rig = new Rig()) {
                List<Subscription> all = history(rig, new SplittableRandom(seed));
                rig.advance(Duration.ofSeconds(50)); // the longest pause before a connection, and the fetch
                check(rig, all, seed);
                assertThat(rig.hub().accounting().pending()).as("seed %d", seed).isZero();
                rig.end();
                check(rig, all, seed);
            }
        }
    }

    private static void check(Rig rig, List<Subscription> all, long seed) {
        assertThat(rig.hub().accounting().isBalanced())
                .as("seed %d: %s", seed, rig.hub().accounting())
                .isTrue();
        for (Subscription subscription : all) {
            StreamAccounting accounting = subscription.accounting();
            assertThat(accounting.isBalanced())
                    .as("seed %d: %s", seed, accounting)
                    .isTrue();
            assertThat(accounting.pending()).as("seed %d", seed).isZero();
        }
    }

    private static List<Subscription> history(Rig rig, RandomGenerator random) {
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(6)) {
                case 0 ->
                    all.add(rig.stream("S" + random.nextInt(5), "S" + random.nextInt(5))
                            .trades()
                            .queueCapacity(1 + random.nextInt(4))
                            .subscribe(new Recorder()));
                case 1 -> {
                    if (!all.isEmpty()) {
                        all.get(random.nextInt(all.size())).close();
                    }
                }
                case 2 -> rig.feed.cut();
                case 3 -> rig.time.advance(Duration.ofMillis(random.nextInt(1500)));
                default -> rig.feed.happen(rig.trade("S" + random.nextInt(5)));
            }
            rig.hub().accounting();
        }
        return all;
    }
}
