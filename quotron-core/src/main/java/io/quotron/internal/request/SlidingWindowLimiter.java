package io.quotron.internal.request;

import io.quotron.error.RateLimitedException;
import io.quotron.error.Trail;
import io.quotron.model.SourceId;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.LimitReport;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Grants permits so that no window of the stated length, wherever it starts, holds more than the limit.
 *
 * <p>Every grant is remembered with its time for as long as the longest window. A request that must wait is given the first
 * time at which all windows have room, in the order of asking; if that time is too late it is refused at once and nothing is
 * taken. A wait that is interrupted gives its permit back. Threads wake up late, which brings one request closer to the next: so
 * each is judged again when it wakes up, by the times at which others were really let through. A small margin keeps two requests apart that our clock saw in order
 * but the network may bring closer together. Where the server tells its own count, {@link #follow} takes over what is stricter.
 *
 * <p>Thread-safe.
 */
final class SlidingWindowLimiter {
    private static final long MAX_MARGIN_NANOS = 10_000_000;
    private static final int MOST_REPORTS = 8;
    /** The longest ban that is known of a provider; a server that says more is mistaken. */
    static final Duration MAX_PAUSE = Duration.ofDays(3);

    private final SourceId source;
    private final TimeSource time;
    private final List<Window> own;
    private final List<Window> windows;
    private final Map<Duration, LimitReport> reports = new TreeMap<>();
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
        private final Duration length;
        private final long plainNanos;
        private final long nanos;
        private final ArrayDeque<Grant> grants = new ArrayDeque<>();
        private int permits;

        private Window(Duration length, int permits) {
            this.length = length;
            this.permits = permits;
            this.plainNanos = Math.min(Nanos.of(length), Long.MAX_VALUE / 4);
            this.nanos = plainNanos + Math.min(MAX_MARGIN_NANOS, plainNanos / 100) + 1;
        }

        /**
         * How many permits are left, as far as we know, by the plain length that a server counts: one that it has forgotten already must
         * not hide one of somebody else.
         */
        private long room(long now) {
            long used = 0;
            for (Grant grant : grants) {
                used += grant.released && now - grant.at < plainNanos ? grant.weight : 0;
            }
            return permits - used;
        }

        /** Permits that others have used are gone for as long as if we had used them now. */
        private void block(long now, long weight) {
            if (weight <= 0) {
                return;
            }
            Grant others = new Grant(now, (int) Math.min(weight, Integer.MAX_VALUE));
            others.released = true;
            ArrayDeque<Grant> later = new ArrayDeque<>();
            while (!grants.isEmpty() && grants.peekLast().at - now > 0) {
                later.addFirst(grants.removeLast());
            }
            grants.addLast(others);
            grants.addAll(later);
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
        this.own = limit.windows().stream()
                .map(window -> new Window(window.length(), window.permits()))
                .toList();
        this.windows = new ArrayList<>(own);
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
        for (Window window : own) {
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

    /**
     * Follows the server's own count where it is stricter than ours. What it says is left of a window, or less, is what we leave; we
     * never take more than by our own count. A window that we do not count, and whose limit is told, is counted from now on.
     */
    void follow(LimitReport report) {
        synchronized (lock) {
            if (reports.containsKey(report.window()) || reports.size() < MOST_REPORTS) {
                reports.put(report.window(), report);
            }
            Window window = windowOf(report);
            if (window == null) {
                followLonger(report);
                return;
            }
            long now = time.nanoTime();
            long left = left(report, window.permits);
            window.block(now, window.room(now) - left);
            if (left == 0) {
                pause(Duration.ofNanos(window.firstFit(now, 1, any -> true) - now));
            }
        }
    }

    /** We count no window of that length: what was used in it was used in the next longer one too. */
    private void followLonger(LimitReport report) {
        long now = time.nanoTime();
        windows.stream()
                .filter(window -> window.length.compareTo(report.window()) > 0)
                .min(Comparator.comparing(window -> window.length))
                .ifPresent(window -> window.block(now, report.used().orElse(0) - (window.permits - window.room(now))));
        if (left(report, Integer.MAX_VALUE) == 0) {
            pause(report.window());
        }
    }

    private static long left(LimitReport report, long permits) {
        long limit = Math.min(permits, report.limit().orElse(Integer.MAX_VALUE));
        long unused = report.used().isPresent() ? limit - report.used().getAsInt() : limit;
        return Math.max(0, Math.min(unused, report.remaining().orElse(Integer.MAX_VALUE)));
    }

    /** The window of that length, or a new one where the limit is told. */
    private @Nullable Window windowOf(LimitReport report) {
        for (Window window : windows) {
            if (window.length.equals(report.window())) {
                window.permits = own.contains(window)
                        ? window.permits
                        : Math.max(1, report.limit().orElse(window.permits));
                return window;
            }
        }
        if (report.limit().orElse(0) > 0 && windows.size() < own.size() + MOST_REPORTS) {
            Window told = new Window(report.window(), report.limit().getAsInt());
            windows.add(told);
            return told;
        }
        return null;
    }

    /** What the server last said of each window, the shortest first. */
    List<LimitReport> reports() {
        synchronized (lock) {
            return List.copyOf(reports.values());
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
