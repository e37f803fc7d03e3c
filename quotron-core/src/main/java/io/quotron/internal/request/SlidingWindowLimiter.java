package io.quotron.internal.request;

import io.quotron.error.RateLimitedException;
import io.quotron.error.Trail;
import io.quotron.model.SourceId;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Grants permits so that no window of the stated length, wherever it starts, holds more than the limit.
 *
 * <p>Every grant is remembered with its time for as long as the longest window. A request that must wait is given the first
 * time at which all windows have room, in the order of asking; if that time is too late it is refused at once and nothing is
 * taken. A wait that is interrupted gives its permit back. Threads wake up late, which brings one request closer to the next: so
 * each is judged again when it wakes up, by the times at which others were really let through. A small margin keeps two requests apart that our clock saw in order
 * but the network may bring closer together.
 *
 * <p>Thread-safe.
 */
final class SlidingWindowLimiter {
    private static final long MAX_MARGIN_NANOS = 10_000_000;
    /** The longest ban that is known of a provider; a server that says more is mistaken. */
    static final Duration MAX_PAUSE = Duration.ofDays(3);

    private final SourceId source;
    private final TimeSource time;
    private final List<Window> windows = new ArrayList<>();
    private final Object lock = new Object();
    private long pausedUntil;
    private boolean paused;
    private long charged;

    private static final class Grant {
        private final int weight;
        private long at;
        private boolean released;

        private Grant(long at, int weight) {
            this.at = at;
            this.weight = weight;
        }
    }

    /** The grants of one window, oldest first; some may lie in the future. */
    private static final class Window {
        private final int permits;
        private final long nanos;
        private final ArrayDeque<Grant> grants = new ArrayDeque<>();

        private Window(RateLimit.Window window) {
            this.permits = window.permits();
            long length = Math.min(Nanos.of(window.length()), Long.MAX_VALUE / 4);
            this.nanos = length + Math.min(MAX_MARGIN_NANOS, length / 100) + 1;
        }

        private void forgetBefore(long now) {
            while (!grants.isEmpty() && now - grants.peekFirst().at >= nanos) {
                grants.removeFirst();
            }
        }

        /** The first time, not before {@code from}, at which the weight fits beside the grants that count. */
        private long firstFit(long from, int weight, Predicate<Grant> counts) {
            long used = 0;
            for (Grant grant : grants) {
                used += counts.test(grant) && from - grant.at < nanos ? grant.weight : 0;
            }
            long at = from;
            Iterator<Grant> oldest = grants.iterator();
            while (used + weight > permits && oldest.hasNext()) {
                Grant grant = oldest.next();
                if (counts.test(grant) && from - grant.at < nanos) {
                    used -= grant.weight;
                    at = Math.max(at - from, grant.at + nanos - from) + from;
                }
            }
            return at;
        }
    }

    SlidingWindowLimiter(SourceId source, RateLimit limit, TimeSource time) {
        this.source = source;
        this.time = time;
        limit.windows().forEach(window -> windows.add(new Window(window)));
    }

    /** Takes permits, waiting no longer than {@code patience} and the deadline allow. */
    void acquire(int weight, Duration patience, Call call, RequestContext context) {
        checkWeight(weight);
        long asked = time.nanoTime();
        while (true) {
            Grant grant = reserve(weight, patience, context);
            if (grant.released) {
                return;
            }
            if (awaitGrant(grant, call)) {
                call.note(Trail.Kind.LIMIT_WAIT, source, null, "", Duration.ofNanos(time.nanoTime() - asked));
                return;
            }
        }
    }

    private void checkWeight(int weight) {
        for (Window window : windows) {
            if (weight < 1 || weight > window.permits) {
                throw new IllegalArgumentException("a request of weight " + weight + " never fits the limit of "
                        + window.permits + " of " + source);
            }
        }
    }

    private Grant reserve(int weight, Duration patience, RequestContext context) {
        synchronized (lock) {
            long now = time.nanoTime();
            long at = firstFit(now, weight);
            Duration wait = Duration.ofNanos(at - now);
            if (wait.compareTo(patience) > 0 || wait.compareTo(context.remaining()) >= 0) {
                throw new RateLimitedException(
                        source, "no request allowed for another " + wait.toMillis() + " ms", wait);
            }
            Grant grant = new Grant(at, weight);
            grant.released = at - now <= 0;
            windows.forEach(window -> window.grants.addLast(grant));
            charged++;
            return grant;
        }
    }

    private long firstFit(long now, int weight) {
        long at = paused && pausedUntil - now > 0 ? pausedUntil : now;
        for (Window window : windows) {
            window.forgetBefore(now);
            Grant last = window.grants.peekLast();
            at = last != null && last.at - at > 0 ? last.at : at; // in the order of asking
        }
        for (long before = at - 1; before != at; ) {
            before = at;
            for (Window window : windows) {
                at = window.firstFit(at, weight, any -> true);
            }
        }
        return at;
    }

    /** Returns whether the grant holds after the wait; a pause that began meanwhile takes it back. */
    private boolean awaitGrant(Grant grant, Call call) {
        boolean held = false;
        try {
            long wait = untilRelease(grant);
            while (wait > 0) {
                call.sleep(Duration.ofNanos(wait));
                wait = release(grant);
            }
            held = wait == 0;
            return held;
        } finally {
            if (!held) {
                giveBack(grant);
            }
        }
    }

    private long untilRelease(Grant grant) {
        synchronized (lock) {
            return Math.max(1, grant.at - time.nanoTime());
        }
    }

    /** Lets the request through: 0, or how long it must wait on, or -1 if the source is paused. */
    private long release(Grant grant) {
        synchronized (lock) {
            long now = time.nanoTime();
            if (paused && pausedUntil - now > 0) {
                return -1;
            }
            long at = now;
            for (Window window : windows) {
                long fits = window.firstFit(now, grant.weight, other -> other.released && other != grant);
                at = fits - at > 0 ? fits : at;
            }
            grant.at = at;
            grant.released = at == now;
            return at - now;
        }
    }

    private void giveBack(Grant grant) {
        synchronized (lock) {
            windows.forEach(window -> window.grants.remove(grant));
            charged--;
        }
    }

    /** Lets no request through for a while, whoever asks. */
    void pause(Duration pause) {
        synchronized (lock) {
            long until = time.nanoTime() + Math.min(Nanos.of(pause), MAX_PAUSE.toNanos());
            if (!paused || until - pausedUntil > 0) {
                paused = true;
                pausedUntil = until;
            }
        }
    }

    /** How long the source still wants to be left alone; zero if it does not. */
    Duration pausedFor() {
        synchronized (lock) {
            return paused ? Duration.ofNanos(Math.max(0, pausedUntil - time.nanoTime())) : Duration.ZERO;
        }
    }

    /** How many requests were let through. */
    long charged() {
        synchronized (lock) {
            return charged;
        }
    }
}
