package io.quotron.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.EventPublishException;
import io.quotron.events.Subscription.Stats;
import io.quotron.spi.EventEnvelope;
import io.quotron.testkit.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/** Random publishing, subscribing, unsubscribing and closing from several threads; whatever happens, the counts add up. */
@Timeout(60)
class InMemoryEventBusPropertyTest {
    private static final int THREADS = 4;
    private static final int STEPS = 2_000;
    private static final List<String> TOPICS = List.of("trades.kraken", "trades.binance", "quotes.yahoo", "bars");
    private static final List<String> PATTERNS = List.of("trades.*", "*", "bars", "quotes.yahoo", "nothing");

    private static final List<Overflow> POLICIES = List.of(Overflow.values());

    /** A subscriber that remembers what it saw. */
    private static final class Witness {
        private final List<EventEnvelope> seen = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger thrown = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private final boolean conflating;
        private volatile boolean overlapped;
        private final CompletableFuture<Subscription> handle = new CompletableFuture<>();

        private Subscription subscription() {
            return handle.join();
        }

        private Witness(boolean conflating) {
            this.conflating = conflating;
        }

        private void accept(EventEnvelope event, boolean throwing, boolean direct) {
            overlapped |= inside.incrementAndGet() > 1 && !direct;
            try {
                seen.add(event);
                if (throwing && event.sequence() % 7 == 0) {
                    thrown.incrementAndGet();
                    throw new IllegalStateException("on purpose");
                }
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    private final ConcurrentLinkedQueue<Witness> witnesses = new ConcurrentLinkedQueue<>();
    private final AtomicLong published = new AtomicLong();

    @RepeatedTest(20)
    void anything_fromSeveralThreads_accountsForEveryEvent(RepetitionInfo repetition) {
        long seed = Seed.of("event bus").value() + repetition.getCurrentRepetition();
        boolean closesEarly = repetition.getCurrentRepetition() % 4 == 0;
        InMemoryEventBus bus = InMemoryEventBus.builder()
                .name("busproperty")
                .closeTimeout(Duration.ofSeconds(20))
                .build();
        Witness always = subscribe(bus, new SplittableRandom(seed), "*", 1_000_000, Overflow.DROP_OLDEST);

        runAll(bus, seed, closesEarly);
        bus.close();

        assertThat(witnesses).allSatisfy(witness -> check(witness, "-Dquotron.seed=" + seed));
        if (!closesEarly) {
            assertThat(always.subscription().stats().delivered()
                            + always.subscription().stats().failed())
                    .as("-Dquotron.seed=%d", seed)
                    .isEqualTo(published.get());
        }
    }

    private void runAll(InMemoryEventBus bus, long seed, boolean closesEarly) {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                SplittableRandom random = new SplittableRandom(seed * 31 + thread);
                running.add(CompletableFuture.runAsync(() -> act(bus, random, number, closesEarly), executor));
            }
            running.forEach(CompletableFuture::join);
        } finally {
            executor.shutdown();
        }
    }

    private void act(InMemoryEventBus bus, SplittableRandom random, int thread, boolean closesEarly) {
        try {
            for (int step = 0; step < STEPS; step++) {
                int choice = random.nextInt(100);
                if (choice < 2) {
                    String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
                    Overflow policy = POLICIES.get(random.nextInt(POLICIES.size()));
                    subscribe(bus, random, pattern, 1 + random.nextInt(40), policy);
                } else if (choice < 4) {
                    unsubscribeOne(random);
                } else if (closesEarly && step == STEPS / 2 && thread == 0) {
                    bus.close();
                } else {
                    String topic = TOPICS.get(random.nextInt(TOPICS.size()));
                    bus.publish(Events.trade(topic, "S" + thread, step));
                    published.incrementAndGet();
                }
                witnesses.forEach(witness -> adds(witness.subscription()));
            }
        } catch (EventPublishException closed) {
            assertThat(closesEarly).isTrue();
        }
    }

    private static void adds(Subscription subscription) {
        Stats stats = subscription.stats();
        long sum = stats.delivered() + stats.failed() + stats.dropped() + stats.pending();
        if (sum != stats.offered() || stats.pending() < 0) {
            throw new AssertionError(stats.toString());
        }
    }

    private Witness subscribe(
            InMemoryEventBus bus, SplittableRandom random, String pattern, int capacity, Overflow policy) {
        boolean throwing = random.nextInt(3) == 0;
        boolean direct = random.nextInt(3) == 0 && !witnesses.isEmpty();
        Witness witness = new Witness(policy == Overflow.CONFLATE && !direct);
        if (direct) {
            witness.handle.complete(bus.subscribeDirect(pattern, event -> witness.accept(event, throwing, true)));
        } else {
            witness.handle.complete(
                    bus.subscribe(pattern, capacity, policy, event -> witness.accept(event, throwing, false)));
        }
        witnesses.add(witness);
        return witness;
    }

    private void unsubscribeOne(SplittableRandom random) {
        List<Witness> all = new ArrayList<>(witnesses);
        if (all.size() > 1) {
            all.get(1 + random.nextInt(all.size() - 1)).subscription().close();
        }
    }

    private static void check(Witness witness, String seed) {
        Stats stats = witness.subscription().stats();
        assertThat(stats.delivered() + stats.failed()).as(seed).isEqualTo(witness.seen.size());
        assertThat(stats.failed()).as(seed).isEqualTo(witness.thrown.get());
        assertThat(stats.pending()).as(seed).isZero();
        assertThat(stats.offered()).as(seed).isEqualTo(stats.delivered() + stats.failed() + stats.dropped());
        assertThat(witness.overlapped).as(seed).isFalse();
        Map<String, Long> lastOf = new HashMap<>();
        for (EventEnvelope event : List.copyOf(witness.seen)) {
            String ordered = witness.conflating ? event.topic() + event.key() : event.key();
            Long last = lastOf.put(ordered, event.sequence());
            assertThat(last == null || last < event.sequence()).as(seed).isTrue();
            assertThat(TopicPattern.of(witness.subscription().topicPattern()).matches(event.topic()))
                    .as(seed)
                    .isTrue();
        }
    }
}
