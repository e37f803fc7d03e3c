package io.quotron.testkit;

import io.quotron.error.FailureReason;
import io.quotron.model.MarketEvent;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Notes what a stream tells, in order, and lets a test wait for it. Also notices calls that overlap, which the contract of
 * {@link StreamListener} forbids.
 *
 * <p>Thread-safe.
 */
public final class RecordingStreamListener implements StreamListener {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What a listener can be told. */
    public enum Kind {
        /** {@link StreamListener#onOpen()}. */
        OPEN,
        /** {@link StreamListener#onEvent}. */
        EVENT,
        /** {@link StreamListener#onSubscribed}. */
        SUBSCRIBED,
        /** {@link StreamListener#onRefused}. */
        REFUSED,
        /** {@link StreamListener#onHeartbeat()}. */
        HEARTBEAT,
        /** {@link StreamListener#onRejected}. */
        REJECTED,
        /** {@link StreamListener#onEnding}. */
        ENDING,
        /** {@link StreamListener#onResync}. */
        RESYNC,
        /** {@link StreamListener#onClosed}. */
        CLOSED
    }

    /**
     * One call.
     *
     * @param kind which method
     * @param arguments what it was given, in order
     */
    public record Call(Kind kind, List<Object> arguments) {
        /** Copies the list. */
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    private final Object lock = new Object();
    private final List<Call> calls = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private boolean overlapped;

    /** Makes a listener that was told nothing yet. */
    public RecordingStreamListener() {}

    @Override
    public void onOpen() {
        note(Kind.OPEN);
    }

    @Override
    public void onEvent(StreamKey key, MarketEvent event) {
        note(Kind.EVENT, key, event);
    }

    @Override
    public void onSubscribed(StreamKey key) {
        note(Kind.SUBSCRIBED, key);
    }

    @Override
    public void onRefused(StreamKey key, FailureReason reason, String message) {
        note(Kind.REFUSED, key, reason, message);
    }

    @Override
    public void onHeartbeat() {
        note(Kind.HEARTBEAT);
    }

    @Override
    public void onRejected(String detail) {
        note(Kind.REJECTED, detail);
    }

    @Override
    public void onEnding(String detail) {
        note(Kind.ENDING, detail);
    }

    @Override
    public void onResync(StreamKey key, String detail) {
        note(Kind.RESYNC, key, detail);
    }

    @Override
    public void onClosed(FailureReason reason, String detail) {
        note(Kind.CLOSED, reason, detail);
    }

    private void note(Kind kind, Object... arguments) {
        boolean alone = inside.incrementAndGet() == 1;
        synchronized (lock) {
            overlapped |= !alone;
            calls.add(new Call(kind, List.of(arguments)));
            lock.notifyAll();
        }
        inside.decrementAndGet();
    }

    /**
     * Returns all calls.
     *
     * @return the calls, oldest first
     */
    public List<Call> calls() {
        synchronized (lock) {
            return List.copyOf(calls);
        }
    }

    /**
     * Returns the calls of one kind.
     *
     * @param kind the kind
     * @return the calls, oldest first
     */
    public List<Call> calls(Kind kind) {
        return calls().stream().filter(call -> call.kind() == kind).toList();
    }

    /**
     * Returns the events.
     *
     * @return the events, oldest first
     */
    public List<MarketEvent> events() {
        return calls(Kind.EVENT).stream()
                .map(call -> (MarketEvent) call.arguments().get(1))
                .toList();
    }

    /**
     * Tells whether two calls were ever made at the same time.
     *
     * @return true if the stream broke the rule
     */
    public boolean overlapped() {
        synchronized (lock) {
            return overlapped;
        }
    }

    /**
     * Waits in real time, at most 10 seconds, until there have been that many calls of a kind.
     *
     * @param kind the kind
     * @param count how many
     * @return the calls of that kind
     * @throws AssertionError if they do not come
     */
    public List<Call> await(Kind kind, int count) {
        await(all -> all.stream().filter(call -> call.kind() == kind).count() >= count, count + " x " + kind);
        return calls(kind);
    }

    /**
     * Waits in real time, at most 10 seconds, until there has been a call of one of these kinds.
     *
     * @param kinds the kinds
     * @return the first such call
     * @throws AssertionError if none comes
     */
    public Call awaitAny(Set<Kind> kinds) {
        await(all -> all.stream().anyMatch(call -> kinds.contains(call.kind())), "any of " + kinds);
        return calls().stream()
                .filter(call -> kinds.contains(call.kind()))
                .findFirst()
                .orElseThrow();
    }

    private void await(Predicate<List<Call>> condition, String what) {
        long giveUp = TimeSource.system().nanoTime() + PATIENCE.toNanos();
        synchronized (lock) {
            while (!condition.test(calls)) {
                long left = giveUp - TimeSource.system().nanoTime();
                if (left <= 0) {
                    throw new AssertionError("waited " + PATIENCE + " for " + what + "; there were " + calls);
                }
                try {
                    lock.wait(1 + left / 1_000_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting for " + what, e);
                }
            }
        }
    }
}
