package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What one connection has asked for. Yahoo confirms nothing and refuses nothing, and counts every name that it was ever sent against its
 * limit; so what cannot be had is refused here, and a stream counts as confirmed with its first message. Thread-safe.
 */
final class YahooSubscriptions {
    private static final Pattern NAME = Pattern.compile("[A-Z0-9.^=&_-]{1,40}");

    private final Object lock = new Object();
    private final Map<String, Set<StreamKey>> wanted = new HashMap<>();
    private final Set<StreamKey> confirmed = new HashSet<>();
    private final Set<String> everSent = new HashSet<>();

    /**
     * What to do about a wish.
     *
     * @param names what to ask the server for
     * @param refused what it cannot give
     */
    record Plan(List<String> names, Map<StreamKey, Refusal> refused) {}

    /** Why a stream cannot be had. */
    record Refusal(FailureReason reason, String message) {}

    Plan subscribe(Set<StreamKey> keys, Function<StreamKey, String> nameOf) {
        synchronized (lock) {
            List<String> names = new ArrayList<>();
            Map<StreamKey, Refusal> refused = new LinkedHashMap<>();
            for (StreamKey key : keys) {
                String name = YahooSymbols.comparable(nameOf.apply(key));
                if (key.kind() != StreamKind.QUOTES) {
                    refused.put(key, new Refusal(FailureReason.UNSUPPORTED, "only quotes are streamed"));
                } else if (!NAME.matcher(name).matches()) {
                    refused.put(key, new Refusal(FailureReason.SYMBOL_UNKNOWN, "no name of Yahoo's"));
                } else if (!wanted.containsKey(name) && isFull(name)) {
                    String message = "more than " + YahooStream.MAX_STREAMS + " symbols on one connection";
                    refused.put(key, new Refusal(FailureReason.UNSUPPORTED, message));
                } else {
                    add(name, key, names);
                }
            }
            return new Plan(names, refused);
        }
    }

    private boolean isFull(String name) {
        return !everSent.contains(name) && everSent.size() >= YahooStream.MAX_STREAMS;
    }

    private void add(String name, StreamKey key, List<String> names) {
        Set<StreamKey> keys = wanted.computeIfAbsent(name, unused -> new LinkedHashSet<>());
        boolean first = keys.isEmpty();
        keys.add(key);
        everSent.add(name);
        if (first) {
            names.add(name);
        }
    }

    /** Forgets streams, and returns the names that nobody wants any more. */
    List<String> unsubscribe(Set<StreamKey> keys) {
        synchronized (lock) {
            List<String> names = new ArrayList<>();
            wanted.entrySet().removeIf(entry -> {
                boolean over =
                        entry.getValue().removeAll(keys) && entry.getValue().isEmpty();
                if (over) {
                    names.add(entry.getKey());
                }
                return over;
            });
            confirmed.removeAll(keys);
            return names;
        }
    }

    /** Returns the streams that a name stands for; empty if nobody wants it. */
    List<StreamKey> of(String name) {
        synchronized (lock) {
            return List.copyOf(wanted.getOrDefault(YahooSymbols.comparable(name), Set.of()));
        }
    }

    /** Tells whether a name was asked for once; what is under way when a stream ends is no surprise. */
    boolean wasAsked(String name) {
        synchronized (lock) {
            return everSent.contains(YahooSymbols.comparable(name));
        }
    }

    /** Notes that something arrived; true for the first time. */
    boolean confirm(StreamKey key) {
        synchronized (lock) {
            return confirmed.add(key);
        }
    }
}
