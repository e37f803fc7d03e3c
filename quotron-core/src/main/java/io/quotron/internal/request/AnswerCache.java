package io.quotron.internal.request;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quotron.cache.CachePolicy;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Trail;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.MetricsListener.CacheResult;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers from memory: fresh answers as they are, recent failures as they were, and older answers, marked as stale, when
 * everybody else fails. Failures live in a cache of their own, so that a thousand unknown symbols evict no good answer.
 */
final class AnswerCache<K, V> {
    /** How the values of one kind are kept. */
    interface Rules<K, V> {
        Duration freshFor(K key, V value);

        /** Returns the value marked as stale; null where it has no such mark and must not be used. */
        @Nullable
        V markStale(V value);
    }

    /** One remembered answer; times are those of the monotonic clock. */
    private static final class Entry<V> {
        private final V value;
        private final long freshUntil;
        private final long keepUntil;
        private volatile long askAgainAt;

        private Entry(V value, long now, long freshNanos, long keepNanos) {
            this.value = value;
            this.freshUntil = now + freshNanos;
            this.keepUntil = now + keepNanos;
            this.askAgainAt = freshUntil;
        }
    }

    private record Failed(QuotronException failure, long keepNanos) {}

    private final Rules<K, V> rules;
    private final CachePolicy policy;
    private final TimeSource time;
    private final MetricsListener metrics;
    private final Cache<Asked<K>, Entry<V>> values;
    private final Cache<Asked<K>, Failed> failures;

    AnswerCache(EngineParts parts, Rules<K, V> rules) {
        this.rules = rules;
        this.policy = parts.cache();
        this.time = parts.time();
        this.metrics = parts.metrics();
        this.values = Caffeine.newBuilder()
                .maximumSize(policy.maxEntries())
                .executor(Runnable::run)
                .build();
        this.failures = Caffeine.newBuilder()
                .maximumSize(policy.maxEntries())
                .ticker(time::nanoTime)
                .executor(Runnable::run)
                .expireAfter(Expiry.writing((Asked<K> key, Failed failed) -> Duration.ofNanos(failed.keepNanos)))
                .build();
    }

    /** Entries know their times themselves: reading the clock once and not twice halves the cost of a hit. */
    private @Nullable Entry<V> kept(Asked<K> key, long now) {
        Entry<V> entry = values.getIfPresent(key);
        if (entry != null && now - entry.keepUntil >= 0) {
            values.asMap().remove(key, entry);
            return null;
        }
        return entry;
    }

    /** Returns a fresh answer without a trail or a stage behind; the path of a cache hit. */
    @Nullable
    V peek(Asked<K> key) {
        Entry<V> entry = values.getIfPresent(key);
        if (entry == null || time.nanoTime() - entry.freshUntil >= 0) {
            return null;
        }
        metrics.onCacheResult(CacheResult.HIT);
        return entry.value;
    }

    /** The outermost stage: answers what is known and asks the next one for the rest. */
    Stage<K, V> lookUp(Stage<K, V> next) {
        Stage<K, V> orStale = (keys, call) -> orStale(next.ask(keys, call), call);
        return (keys, call) -> call.fresh() ? next.ask(keys, call) : answer(keys, call, metrics, orStale);
    }

    /**
     * The stage inside a shared flight: remembers what comes back before the flight ends, and looks once more, because the flight
     * before this one may have ended between the look-up of a caller and its own flight.
     */
    Stage<K, V> fill(Stage<K, V> next) {
        Stage<K, V> remembering = (keys, call) -> remember(next.ask(keys, call), call);
        MetricsListener told = MetricsListener.none(); // the look-up counts the question
        return (keys, call) -> call.fresh() ? remembering.ask(keys, call) : answer(keys, call, told, remembering);
    }

    private Map<Asked<K>, Outcome<V>> answer(Set<Asked<K>> keys, Call call, MetricsListener told, Stage<K, V> next) {
        Map<Asked<K>, Outcome<V>> outcomes = new HashMap<>();
        Set<Asked<K>> missing = new HashSet<>();
        for (Asked<K> key : keys) {
            Outcome<V> known = recall(key, call, told);
            if (known != null) {
                outcomes.put(key, known);
            } else {
                missing.add(key);
            }
        }
        if (!missing.isEmpty()) {
            outcomes.putAll(next.ask(missing, call));
        }
        return outcomes;
    }

    private @Nullable Outcome<V> recall(Asked<K> key, Call call, MetricsListener told) {
        long now = time.nanoTime();
        Entry<V> entry = kept(key, now);
        if (entry != null && now - entry.freshUntil < 0) {
            told.onCacheResult(CacheResult.HIT);
            call.note(Trail.Kind.CACHE_HIT, null, null, key.toString());
            return Outcome.of(entry.value);
        }
        V stale = entry != null && now - entry.askAgainAt < 0 ? rules.markStale(entry.value) : null;
        if (stale != null) {
            told.onCacheResult(CacheResult.STALE);
            call.note(Trail.Kind.STALE_ANSWER, null, null, key + ", asked again less than a second ago");
            return Outcome.of(stale);
        }
        Failed failed = failures.getIfPresent(key);
        if (failed != null) {
            told.onCacheResult(CacheResult.CACHED_FAILURE);
            call.note(Trail.Kind.CACHED_FAILURE, null, failed.failure.reason(), key.toString());
            return Outcome.failed(failed.failure);
        }
        return null;
    }

    private Map<Asked<K>, Outcome<V>> remember(Map<Asked<K>, Outcome<V>> outcomes, Call call) {
        outcomes.forEach((key, outcome) -> {
            V value = outcome.value();
            QuotronException failure = outcome.failure();
            if (value != null) {
                failures.invalidate(key);
                keep(key, value);
            } else if (failure != null) {
                keepFailure(key, failure, call);
            }
        });
        return outcomes;
    }

    private void keep(Asked<K> key, V value) {
        Duration fresh = rules.freshFor(key.what(), value);
        if (!fresh.isZero()) {
            values.put(key, new Entry<>(value, time.nanoTime(), Nanos.of(fresh), keepNanos(fresh)));
        }
    }

    /** Beyond half of what a clock can count, times would seem to lie in the past. */
    private long keepNanos(Duration fresh) {
        long factor = Math.max(1, policy.staleFactor());
        long limit = Long.MAX_VALUE / 2;
        return Nanos.of(fresh) > limit / factor ? limit : Nanos.of(fresh) * factor;
    }

    private void keepFailure(Asked<K> key, QuotronException failure, Call call) {
        Duration keep = switch (failure.reason()) {
            case CANCELLED, CLOSED, INVALID_REQUEST -> Duration.ZERO;
            case SYMBOL_UNKNOWN, NO_DATA, UNSUPPORTED -> policy.notFound();
            // Refusals are remembered by the limiter, and how long a caller can wait is the caller's own matter.
            case RATE_LIMITED -> failure instanceof RateLimitedException ? Duration.ZERO : policy.failures();
            default -> call.outOfTime() ? Duration.ZERO : policy.failures();
        };
        if (!keep.isZero()) {
            failures.put(key, new Failed(failure, Nanos.of(keep)));
        }
    }

    private Map<Asked<K>, Outcome<V>> orStale(Map<Asked<K>, Outcome<V>> outcomes, Call call) {
        Map<Asked<K>, Outcome<V>> better = new HashMap<>(outcomes);
        outcomes.forEach((key, outcome) -> {
            QuotronException failure = outcome.failure();
            Entry<V> old = kept(key, time.nanoTime());
            V stale =
                    failure != null && old != null && mayBeStale(failure.reason()) ? rules.markStale(old.value) : null;
            metrics.onCacheResult(stale != null ? CacheResult.STALE : CacheResult.MISS);
            if (failure != null && old != null && stale != null) {
                old.askAgainAt = time.nanoTime() + Nanos.of(policy.failures());
                call.note(Trail.Kind.STALE_ANSWER, null, failure.reason(), key.toString());
                better.put(key, Outcome.of(stale));
            }
        });
        return better;
    }

    private static boolean mayBeStale(FailureReason reason) {
        return switch (reason) {
            case UNAVAILABLE, TIMEOUT, RATE_LIMITED, AUTHENTICATION, BLOCKED, MALFORMED_RESPONSE -> true;
            default -> false;
        };
    }

    /** Rules that keep every value for the same time and never use it later, because nobody could see that it is old. */
    static <K, V> Rules<K, V> neverStale(Duration freshFor) {
        return new Rules<>() {
            @Override
            public Duration freshFor(K key, V value) {
                return freshFor;
            }

            @Override
            public @Nullable V markStale(V value) {
                return null;
            }
        };
    }

    /** Rules that keep every value for the same time. */
    static <K, V> Rules<K, V> sameFor(Duration freshFor, UnaryOperator<V> markStale) {
        return new Rules<>() {
            @Override
            public Duration freshFor(K key, V value) {
                return freshFor;
            }

            @Override
            public V markStale(V value) {
                return markStale.apply(value);
            }
        };
    }
}
