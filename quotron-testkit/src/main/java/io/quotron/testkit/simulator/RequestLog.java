package io.quotron.testkit.simulator;

import io.quotron.resilience.RateLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was received, and whether it came faster than allowed. Thread-safe. */
final class RequestLog {
    private static final int MAX_RECORDED = 10_000;

    private final Map<SimulatedProvider, RateLimit> limits;
    private final Map<SimulatedProvider, Deque<Long>> arrivals = new EnumMap<>(SimulatedProvider.class);
    private final Map<SimulatedProvider, Long> counts = new EnumMap<>(SimulatedProvider.class);
    private final Deque<SimulatedRequest> requests = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();

    RequestLog(Map<SimulatedProvider, RateLimit> limits) {
        this.limits = new EnumMap<>(SimulatedProvider.class);
        this.limits.putAll(limits);
    }

    synchronized void add(SimulatedRequest request) {
        counts.merge(request.provider(), 1L, Long::sum);
        requests.addLast(request);
        if (requests.size() > MAX_RECORDED) {
            requests.removeFirst();
        }
    }

    /**
     * Notes an arrival.
     *
     * @return true if it breaks the limit of its provider; the violation is then recorded
     */
    synchronized boolean arrives(SimulatedProvider provider, String path, long nanoTime) {
        RateLimit limit = limits.get(provider);
        if (limit == null) {
            return false;
        }
        Deque<Long> times = arrivals.computeIfAbsent(provider, p -> new ArrayDeque<>());
        times.addLast(nanoTime);
        boolean broken = false;
        long longest = 0;
        for (RateLimit.Window window : limit.windows()) {
            long length = window.length().toNanos();
            longest = Math.max(longest, length);
            long inside = times.stream().filter(t -> t > nanoTime - length).count();
            if (inside > window.permits()) {
                broken = true;
                violations.add(provider + " " + path + ": request " + inside + " within " + window.length() + ", where "
                        + window.permits() + " are allowed");
            }
        }
        long oldest = nanoTime - longest;
        times.removeIf(t -> t <= oldest);
        return broken;
    }

    synchronized List<SimulatedRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized long count(SimulatedProvider provider) {
        return counts.getOrDefault(provider, 0L);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized void forget() {
        requests.clear();
        counts.clear();
        violations.clear();
    }
}
