package io.quotron.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.EventPublishException;
import io.quotron.error.FailureReason;
import io.quotron.events.Subscription.Stats;
import io.quotron.model.Interval;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class InMemoryEventBusTest {
    private final List<Gate> gates = new ArrayList<>();
    private InMemoryEventBus bus = InMemoryEventBus.builder().name("bustest").build();

    @AfterEach
    void closeBus_leavesNoThread() throws InterruptedException {
        gates.forEach(Gate::open);
        bus.close();
        for (Thread thread : threads()) {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        assertThat(threads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "trades.kraken, trades.kraken, true",
        "trades.kraken, trades.kraken2, false",
        "trades.*, trades.kraken, true",
        "trades.*, trades.a.b, true",
        "trades.*, trades, false",
        "trades.*, tradesx.y, false",
        "*, anything.at.all, true",
    })
    void subscribe_patternAndTopic_matchAsDocumented(String pattern, String topic, boolean expected) {
        Subscription subscription = bus.subscribeDirect(pattern, event -> {});

        bus.publish(Events.trade(topic, "BTC/USD", 1));

        assertThat(subscription.stats().delivered()).isEqualTo(expected ? 1 : 0);
        assertThat(subscription.topicPattern()).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a*", "*.a", "a.*.b", "**", "a.**"})
    void subscribe_malformedPattern_isRefused(String pattern) {
        assertThatThrownBy(() -> bus.subscribe(pattern, event -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + pattern + "'");
    }

    @Test
    void publish_queuedSubscriber_getsAllInOrderOnItsOwnThread() {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Subscription subscription = bus.subscribe("*", event -> {
            seen.add(event.sequence());
            thread.complete(Thread.currentThread());
        });
        assertThat(threads()).isEmpty();

        publish(1, 10_000);
        bus.close();

        assertThat(seen).isEqualTo(LongStream.rangeClosed(1, 10_000).boxed().toList());
        assertThat(subscription.stats()).isEqualTo(new Stats(10_000, 10_000, 0, 0, 0));
        assertThat(thread.join().getName()).startsWith("quotron-bustest-subscriber-");
        assertThat(thread.join().isDaemon()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"DROP_OLDEST, 1;8;9;10", "DROP_NEWEST, 1;2;3;4"})
    void publish_queueFull_dropsByThePolicy(Overflow policy, String expected) throws InterruptedException {
        Gate gate = gate();
        Subscription subscription = bus.subscribe("*", 3, policy, gate);
        bus.publish(Events.trade(1));
        gate.awaitEntered();

        publish(2, 10);

        assertThat(subscription.stats()).isEqualTo(new Stats(10, 0, 0, 6, 4));
        gate.open();
        bus.close();
        assertThat(gate.seen)
                .containsExactlyElementsOf(
                        Arrays.stream(expected.split(";")).map(Long::valueOf).toList());
        assertThat(subscription.stats()).isEqualTo(new Stats(10, 4, 0, 6, 0));
    }

    @Test
    void publish_conflate_keepsTheNewestOfEachKeyInTheFirstOnesPlace() throws InterruptedException {
        Gate gate = gate();
        Subscription subscription = bus.subscribe("*", 3, Overflow.CONFLATE, gate);
        bus.publish(Events.trade(1));
        gate.awaitEntered();

        bus.publish(Events.trade("t", "A", 2));
        bus.publish(Events.trade("t", "B", 3));
        bus.publish(Events.trade("t", "A", 4));
        bus.publish(Events.trade("u", "A", 5));
        bus.publish(Events.trade("t", "C", 6)); // no place: the oldest key, A on t, goes
        bus.publish(Events.trade("t", "B", 7));

        gate.open();
        bus.close();
        assertThat(gate.seen).containsExactly(1L, 7L, 5L, 6L);
        assertThat(subscription.stats()).isEqualTo(new Stats(7, 4, 0, 3, 0));
    }

    @Test
    void publish_conflateBarsOfTwoIntervals_keepsBoth() throws InterruptedException {
        Gate gate = gate();
        bus.subscribe("*", 9, Overflow.CONFLATE, gate);
        bus.publish(Events.trade(1));
        gate.awaitEntered();

        bus.publish(Events.bar(Interval.MINUTE_1, 2));
        bus.publish(Events.bar(Interval.HOUR_1, 3));
        bus.publish(Events.bar(Interval.MINUTE_1, 4));

        gate.open();
        bus.close();
        assertThat(gate.seen).containsExactly(1L, 4L, 3L);
    }

    @Test
    void publish_oneOfTenHangs_othersGetEverything() throws InterruptedException {
        Gate gate = gate();
        Subscription hanging = bus.subscribe("*", 100, Overflow.DROP_OLDEST, gate);
        List<Subscription> good = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(9 * 5_000);
        for (int i = 0; i < 9; i++) {
            good.add(bus.subscribe("*", event -> all.countDown()));
        }

        publish(1, 5_000);

        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(good).allSatisfy(each -> assertThat(each.stats().dropped()).isZero());
        Stats stats = hanging.stats();
        assertThat(stats.offered()).isEqualTo(5_000);
        assertThat(stats.delivered()).isZero();
        assertThat(stats.dropped() + stats.pending()).isEqualTo(5_000);
        assertThat(bus.check().healthy()).isTrue();
        assertThat(bus.check().detail()).contains("10 subscribers", stats.dropped() + " dropped");
    }

    @Test
    void publish_callbackThrowsErrors_areCountedAndTheRestDelivered() {
        Subscription queued = bus.subscribe("*", event -> failSometimes(event));
        Subscription direct = bus.subscribeDirect("*", event -> failSometimes(event));
        Subscription after = bus.subscribeDirect("*", event -> {});

        publish(1, 100);
        bus.close();

        assertThat(queued.stats()).isEqualTo(new Stats(100, 75, 25, 0, 0));
        assertThat(direct.stats()).isEqualTo(new Stats(100, 75, 25, 0, 0));
        assertThat(after.stats()).isEqualTo(new Stats(100, 100, 0, 0, 0));
    }

    private static void failSometimes(EventEnvelope event) {
        if (event.sequence() % 8 == 0) {
            throw new StackOverflowError();
        }
        if (event.sequence() % 8 == 3) {
            throw new IllegalStateException("on purpose");
        }
        if (event.sequence() % 8 == 5) {
            Thread.currentThread().interrupt();
        }
        if (Thread.currentThread().isInterrupted() && event.sequence() % 8 != 5) {
            Thread.interrupted();
        }
    }

    @Test
    void publish_callbackLeavesInterruptFlag_nextCallbackDoesNotSeeIt() {
        List<Boolean> flags = Collections.synchronizedList(new ArrayList<>());
        bus.subscribe("*", event -> {
            flags.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });

        publish(1, 200);
        bus.close();

        assertThat(flags).hasSize(200).containsOnly(false);
    }

    @Test
    void publish_insideCallbacks_isDeliveredBehindItsCause() {
        List<Long> queuedSaw = Collections.synchronizedList(new ArrayList<>());
        bus.subscribeDirect("*", event -> {
            if (event.sequence() < 5) {
                bus.publish(Events.trade(event.sequence() + 1));
            }
        });
        bus.subscribe("*", event -> queuedSaw.add(event.sequence()));

        bus.publish(Events.trade(1));
        bus.close();

        assertThat(queuedSaw).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void publish_insideQueuedCallback_reachesEverybody() throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        bus.subscribe("*", event -> {
            if (event.sequence() < 1_000) {
                bus.publish(Events.trade(event.sequence() + 1));
            } else {
                last.countDown();
            }
        });

        bus.publish(Events.trade(1));

        assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void close_ofSubscriptionInsideCallback_endsDeliveryThere() throws InterruptedException {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Subscription> self = new CompletableFuture<>();
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        self.complete(bus.subscribe("*", event -> {
            awaitQuietly(ready);
            seen.add(event.sequence());
            if (event.sequence() == 3) {
                self.join().close();
                done.countDown();
            }
        }));
        publish(1, 10);

        ready.countDown();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        joinThreads();

        assertThat(seen).containsExactly(1L, 2L, 3L);
        bus.publish(Events.trade(11));
        assertThat(self.join().stats()).isEqualTo(new Stats(10, 3, 0, 7, 0));
        assertThat(bus.subscriptions()).isEmpty();
    }

    @Test
    void close_ofSubscriptionInsideDirectCallback_endsDeliveryThere() {
        CompletableFuture<Subscription> self = new CompletableFuture<>();
        self.complete(bus.subscribeDirect("*", event -> self.join().close()));

        publish(1, 5);

        assertThat(self.join().stats()).isEqualTo(new Stats(1, 1, 0, 0, 0));
    }

    @Test
    void close_subscriptionBeforeFirstEvent_startsNoThread() {
        Subscription subscription = bus.subscribe("*", event -> {});

        subscription.close();
        subscription.close();
        publish(1, 5);

        assertThat(subscription.stats()).isEqualTo(new Stats(0, 0, 0, 0, 0));
        assertThat(threads()).isEmpty();
    }

    @Test
    void close_whatIsQueued_isDelivered() throws InterruptedException {
        Gate gate = gate();
        Subscription subscription = bus.subscribe("*", gate);
        publish(1, 1_000);
        gate.awaitEntered();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(bus::close);
        gate.open();
        closing.join();

        assertThat(subscription.stats()).isEqualTo(new Stats(1_000, 1_000, 0, 0, 0));
    }

    @Test
    void close_subscriberHangs_returnsInTimeAndCountsTheRest() throws InterruptedException {
        bus = InMemoryEventBus.builder()
                .name("bustest")
                .closeTimeout(Duration.ofMillis(200))
                .build();
        Gate gate = gate();
        Subscription hanging = bus.subscribe("*", 8, Overflow.DROP_OLDEST, gate);
        Subscription good = bus.subscribe("*", event -> {});
        publish(1, 5);
        gate.awaitEntered();

        long start = TimeSource.system().nanoTime();
        bus.close();

        assertThat(Duration.ofNanos(TimeSource.system().nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(hanging.stats()).isEqualTo(new Stats(5, 0, 0, 4, 1));
        assertThat(good.stats()).isEqualTo(new Stats(5, 5, 0, 0, 0));
        gate.open();
        joinThreads();
        assertThat(hanging.stats()).isEqualTo(new Stats(5, 1, 0, 4, 0));
    }

    @Test
    void close_callbackWaitsInterruptibly_endsItsThread() throws InterruptedException {
        bus = InMemoryEventBus.builder()
                .name("bustest")
                .closeTimeout(Duration.ofMillis(50))
                .build();
        CountDownLatch never = new CountDownLatch(1);
        Subscription subscription = bus.subscribe("*", event -> {
            try {
                never.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        publish(1, 3);

        bus.close();
        joinThreads();

        assertThat(subscription.stats()).isEqualTo(new Stats(3, 0, 1, 2, 0));
    }

    @Test
    void close_insideQueuedCallback_deliversTheRestAndEnds() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        Subscription closer = bus.subscribe("*", event -> {
            awaitQuietly(ready);
            if (event.sequence() == 2) {
                bus.close();
            }
        });
        Subscription other = bus.subscribe("*", event -> {});
        publish(1, 100);

        ready.countDown();
        joinThreads();

        assertThat(closer.stats()).isEqualTo(new Stats(100, 100, 0, 0, 0));
        assertThat(other.stats()).isEqualTo(new Stats(100, 100, 0, 0, 0));
        assertThatThrownBy(() -> bus.publish(Events.trade(1))).isInstanceOf(EventPublishException.class);
    }

    @Test
    void close_insideDirectCallback_returns() {
        Subscription queued = bus.subscribe("*", event -> {});
        bus.subscribeDirect("*", event -> bus.close());

        bus.publish(Events.trade(1));

        assertThat(queued.stats().delivered()).isEqualTo(1);
    }

    @Test
    void close_thenAnything_saysClosed() {
        Subscription subscription = bus.subscribe("*", event -> {});
        bus.close();
        bus.close();

        assertThatThrownBy(() -> bus.publish(Events.trade(1)))
                .isInstanceOfSatisfying(
                        EventPublishException.class,
                        closed -> assertThat(closed.reason()).isEqualTo(FailureReason.CLOSED));
        assertThatThrownBy(() -> bus.subscribe("*", event -> {})).isInstanceOf(EventPublishException.class);
        assertThatThrownBy(() -> bus.subscribeDirect("*", event -> {})).isInstanceOf(EventPublishException.class);
        assertThat(bus.check().healthy()).isFalse();
        assertThat(subscription.stats()).isEqualTo(new Stats(0, 0, 0, 0, 0));
        subscription.close();
    }

    @Test
    void build_severalMistakes_namesAll() {
        assertThatThrownBy(() -> InMemoryEventBus.builder()
                        .name("a b")
                        .queueCapacity(0)
                        .closeTimeout(Duration.ofSeconds(-1))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("name")
                .hasMessageContaining("queueCapacity")
                .hasMessageContaining("closeTimeout");
        assertThatThrownBy(() -> bus.subscribe("*", 0, Overflow.CONFLATE, event -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Gate gate() {
        Gate gate = new Gate();
        gates.add(gate);
        return gate;
    }

    private void publish(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            bus.publish(Events.trade(sequence));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void joinThreads() throws InterruptedException {
        for (Thread thread : threads()) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quotron-bustest"))
                .collect(Collectors.toSet());
    }
}
