package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Trail;
import io.quotron.spi.Registration;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one caller ask for a key at a time; the others wait for its answer, be it a value or a failure. A caller whose own
 * cancellation or deadline ended the flight harms nobody: those who waited ask again.
 */
final class SingleFlightStage<K, V> implements Stage<K, V> {
    private final Stage<K, V> next;
    private final ConcurrentHashMap<Asked<K>, CompletableFuture<Flight<V>>> flights = new ConcurrentHashMap<>();

    /** How a flight ended; without an outcome it was abandoned by its leader. */
    private record Flight<V>(@Nullable Outcome<V> outcome) {}

    SingleFlightStage(Stage<K, V> next) {
        this.next = next;
    }

    @Override
    public Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call) {
        Map<Asked<K>, Outcome<V>> outcomes = new HashMap<>();
        Set<Asked<K>> open = new HashSet<>(keys);
        while (!open.isEmpty()) {
            call.throwIfEnded();
            Map<Asked<K>, CompletableFuture<Flight<V>>> led = new HashMap<>();
            Map<Asked<K>, CompletableFuture<Flight<V>>> joined = new HashMap<>();
            for (Asked<K> key : open) {
                CompletableFuture<Flight<V>> mine = new CompletableFuture<>();
                CompletableFuture<Flight<V>> theirs = flights.putIfAbsent(key, mine);
                (theirs == null ? led : joined).put(key, theirs == null ? mine : theirs);
            }
            outcomes.putAll(lead(led, call));
            joined.forEach((key, flight) -> join(key, flight, call, outcomes));
            open.removeAll(outcomes.keySet());
        }
        return outcomes;
    }

    private Map<Asked<K>, Outcome<V>> lead(Map<Asked<K>, CompletableFuture<Flight<V>>> led, Call call) {
        if (led.isEmpty()) {
            return Map.of();
        }
        Map<Asked<K>, Outcome<V>> answers = Map.of();
        try {
            answers = next.ask(led.keySet(), call);
            return answers;
        } finally {
            for (Map.Entry<Asked<K>, CompletableFuture<Flight<V>>> flight : led.entrySet()) {
                flights.remove(flight.getKey(), flight.getValue());
                Outcome<V> outcome = answers.get(flight.getKey());
                attachTrail(outcome, call);
                flight.getValue().complete(new Flight<>(isOwnEnd(outcome, call) ? null : outcome));
            }
        }
    }

    /** Before anybody else sees the failure: its trail is that of the call which failed, not of one that joined. */
    private void attachTrail(@Nullable Outcome<V> outcome, Call call) {
        QuotronException failure = outcome == null ? null : outcome.failure();
        if (failure != null && failure.trail().equals(Trail.EMPTY)) {
            failure.attachTrail(call.trail());
        }
    }

    private boolean isOwnEnd(@Nullable Outcome<V> outcome, Call call) {
        if (outcome == null) {
            return true;
        }
        QuotronException failure = outcome.failure();
        return failure != null
                && (failure.reason() == FailureReason.CANCELLED
                        || failure.reason() == FailureReason.CLOSED
                        || call.outOfTime());
    }

    private void join(
            Asked<K> key, CompletableFuture<Flight<V>> flight, Call call, Map<Asked<K>, Outcome<V>> outcomes) {
        long started = call.time().nanoTime();
        Outcome<V> outcome = await(flight, call).outcome();
        if (outcome != null && !couldWait(outcome, call)) {
            call.note(
                    Trail.Kind.JOINED,
                    null,
                    null,
                    key.toString(),
                    Duration.ofNanos(call.time().nanoTime() - started));
            outcomes.put(key, outcome);
        }
    }

    /** Whether the one who asked was refused because of its deadline only, and this caller has more time. */
    private boolean couldWait(Outcome<V> outcome, Call call) {
        return outcome.failure() instanceof RateLimitedException refused
                && refused.retryAfter().compareTo(call.remaining()) < 0;
    }

    private Flight<V> await(CompletableFuture<Flight<V>> flight, Call call) {
        CompletableFuture<Flight<V>> awaited = flight.copy();
        Registration wakeUp = call.cancellation().onCancel(() -> awaited.complete(new Flight<>(null)));
        try {
            return awaited.get(call.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Call.cancelled();
        } catch (TimeoutException e) {
            throw new QuotronException(
                    FailureReason.TIMEOUT, "the deadline passed while another request asked for the same", e);
        } catch (ExecutionException e) {
            throw new AssertionError("flights are completed normally", e);
        } finally {
            wakeUp.close();
        }
    }
}
