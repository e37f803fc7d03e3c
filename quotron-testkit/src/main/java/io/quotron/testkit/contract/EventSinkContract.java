package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.EventPublishException;
import io.quotron.error.FailureReason;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.EventSink;
import io.quotron.spi.Registration;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules for an {@link EventSink} with subscribers in the same process: E101 to E110. */
public abstract class EventSinkContract {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Instant NOW = Instant.parse("2026-03-02T14:30:00Z");
    private static final SourceId SOURCE = SourceId.of("contract");
    private static final int MANY = 2000;
    private static final int KEYS = 4;

    private final AtomicLong sequence = new AtomicLong();
    private @Nullable EventSink sink;

    /** Makes the test; the sink comes with each rule. */
    protected EventSinkContract() {}

    /**
     * Makes a sink that can hold at least 10,000 events for each subscriber.
     *
     * @return a new sink
     */
    protected abstract EventSink createSink();

    /**
     * Subscribes to all topics.
     *
     * @param to the sink
     * @param subscriber is given each event, in order for each key
     * @return takes the subscription back
     */
    protected abstract Registration subscribe(EventSink to, Consumer<EventEnvelope> subscriber);

    /** Makes the sink. */
    @BeforeEach
    protected final void makeSink() {
        sink = createSink();
    }

    /** Closes the sink. */
    @AfterEach
    protected final void closeSink() {
        if (sink != null) {
            sink.close();
        }
    }

    /** E101: every subscriber gets every event, as it was published. */
    @Test
    protected void e101_events_reachEverySubscriber() {
        Collector first = subscribed();
        Collector second = subscribed();
        EventEnvelope event = envelope(0);

        sink().publish(event);

        assertThat(first.await(1)).containsExactly(event);
        assertThat(second.await(1)).containsExactly(event);
    }

    /** E102: the events of one key come in the order in which they were published, all of them. */
    @Test
    protected void e102_eventsOfOneKey_keepTheirOrder() {
        Collector collector = subscribed();

        List<CompletableFuture<Void>> publishers = IntStream.range(0, KEYS)
                .mapToObj(key -> CompletableFuture.runAsync(() -> publish(key, MANY)))
                .toList();
        publishers.forEach(CompletableFuture::join);

        List<EventEnvelope> all = collector.await(KEYS * MANY);
        assertThat(all).hasSize(KEYS * MANY);
        for (int key = 0; key < KEYS; key++) {
            assertThat(idsOfKey(all, key))
                    .isEqualTo(LongStream.range(0, MANY).boxed().toList());
        }
    }

    private void publish(int key, int count) {
        for (int i = 0; i < count; i++) {
            sink().publish(envelope(key, i));
        }
    }

    private static List<Long> idsOfKey(List<EventEnvelope> all, int key) {
        return all.stream()
                .filter(event -> event.event().symbol().equals(symbol(key)))
                .map(event -> (long) ((Trade) event.event()).size())
                .toList();
    }

    /** E103: a subscriber that blocks for ever holds up neither the publisher nor other subscribers. */
    @Test
    protected void e103_blockedSubscriber_holdsUpNobody() {
        CountDownLatch release = new CountDownLatch(1);
        Registration blocked = subscribe(sink(), event -> awaitQuietly(release));
        Collector other = subscribed();
        try {
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(0, MANY));

            get(publishing, "publish() waited for a subscriber");
            assertThat(other.await(MANY)).hasSize(MANY);
        } finally {
            release.countDown();
            blocked.close();
        }
    }

    /** E104: what a subscriber throws, even an Error, harms neither the publisher nor others nor its own next events. */
    @Test
    protected void e104_throwingSubscriber_isIsolated() {
        AtomicInteger called = new AtomicInteger();
        subscribe(sink(), event -> {
            if (called.incrementAndGet() % 2 == 0) {
                throw new StackOverflowError("thrown on purpose");
            }
            throw new IllegalStateException("thrown on purpose");
        });
        Collector other = subscribed();

        publish(0, 100);

        assertThat(other.await(100)).hasSize(100);
        awaitUntil(() -> called.get() == 100, "the throwing subscriber to be called for each event");
    }

    /** E105: a subscription that was taken back is given nothing more. */
    @Test
    protected void e105_unsubscribed_getsNothingMore() {
        List<EventEnvelope> got = new ArrayList<>();
        Registration registration = subscribe(sink(), got::add);
        registration.close();
        registration.close();
        Collector other = subscribed();

        publish(0, 10);

        other.await(10);
        assertThat(got).isEmpty();
    }

    /** E106: a subscriber may publish and unsubscribe while it is called. */
    @Test
    protected void e106_subscriberCallsBack_doesNotDeadlock() {
        CompletableFuture<Registration> own = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Collector other = subscribed();
        own.complete(subscribe(sink(), event -> {
            own.join().close();
            if (!done.isDone()) {
                sink().publish(envelope(1));
                done.complete(null);
            }
        }));

        sink().publish(envelope(0));

        get(done, "the subscriber could not call back");
        assertThat(other.await(2)).hasSize(2);
    }

    /** E107: close delivers what was taken. */
    @Test
    protected void e107_close_deliversWhatWasTaken() {
        Collector collector = subscribed();
        publish(0, MANY);

        sink().close();

        assertThat(collector.events()).hasSize(MANY);
    }

    /** E108: after close, publish throws CLOSED, check says so, and nothing is delivered. */
    @Test
    protected void e108_afterClose_publishIsClosed() {
        Collector collector = subscribed();
        assertThat(sink().check().healthy()).isTrue();

        sink().close();
        sink().close();

        assertThatThrownBy(() -> sink().publish(envelope(0)))
                .isInstanceOfSatisfying(
                        EventPublishException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(FailureReason.CLOSED));
        assertThat(sink().check().healthy()).isFalse();
        assertThat(collector.events()).isEmpty();
    }

    /** E109: close during publish: each event is either taken and delivered, or refused as CLOSED. */
    @Test
    protected void e109_closeDuringPublish_losesNothingSilently() {
        Collector collector = subscribed();
        AtomicInteger taken = new AtomicInteger();
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publishUntilClosed(taken, collector));
        collector.await(10);

        sink().close();

        get(publishing, "publish() did not end after close()");
        assertThat(collector.events()).hasSize(taken.get());
    }

    private void publishUntilClosed(AtomicInteger taken, Collector collector) {
        for (int i = 0; i < 1_000_000; i++) {
            try {
                sink().publish(envelope(0, i));
                taken.incrementAndGet();
            } catch (EventPublishException e) {
                assertThat(e.reason()).isEqualTo(FailureReason.CLOSED);
                return;
            }
            awaitUntil(() -> taken.get() - collector.size() < MANY, "events to be delivered");
        }
    }

    /** E110: close is bounded, even where a subscriber blocks for ever. */
    @Test
    protected void e110_closeWithBlockedSubscriber_isBounded() {
        CountDownLatch release = new CountDownLatch(1);
        subscribe(sink(), event -> awaitQuietly(release));
        publish(0, 10);
        try {
            get(CompletableFuture.runAsync(sink()::close), "close() waited for a blocked subscriber");
        } finally {
            release.countDown();
        }
    }

    // ------------------------------------------------------------------------------------------------------------------

    private EventSink sink() {
        return Objects.requireNonNull(sink, "sink");
    }

    private Collector subscribed() {
        Collector collector = new Collector();
        subscribe(sink(), collector::add);
        return collector;
    }

    private EventEnvelope envelope(int key) {
        return envelope(key, 0);
    }

    private EventEnvelope envelope(int key, int size) {
        Trade trade = Trade.builder(symbol(key), SOURCE)
                .price(100)
                .size(size)
                .eventTime(NOW)
                .receivedTime(NOW)
                .build();
        long number = sequence.incrementAndGet();
        return new EventEnvelope(
                "contract-" + number, "trades", EventEnvelope.SCHEMA_VERSION, "contract", number, NOW, trade);
    }

    private static Symbol symbol(int key) {
        return Symbol.of("KEY" + key);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true; // a subscriber that blocks for ever does not care
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void get(CompletableFuture<Void> future, String otherwise) {
        try {
            future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(otherwise, e);
        }
    }

    private static void awaitUntil(BooleanSupplier condition, String what) {
        long giveUp = TimeSource.system().nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(TimeSource.system().nanoTime()).as("waiting for " + what).isLessThan(giveUp);
            Thread.onSpinWait();
        }
    }

    /** Keeps what a subscriber was given. */
    private static final class Collector {
        private final List<EventEnvelope> events = new ArrayList<>();

        synchronized void add(EventEnvelope event) {
            events.add(event);
        }

        synchronized List<EventEnvelope> events() {
            return List.copyOf(events);
        }

        private synchronized int size() {
            return events.size();
        }

        List<EventEnvelope> await(int count) {
            awaitUntil(() -> size() >= count, count + " events");
            return events();
        }
    }
}
