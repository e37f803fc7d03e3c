package io.quotron.providers.binance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one connection has asked for and what the server said to it: makes the requests and finds the streams that an answer means.
 * Thread-safe.
 *
 * <p>A key needs one or two of Binance's streams, and two keys may share one, as two depths of a book do: a stream is asked for with its
 * first key and given up with its last. A request names many streams, and one answer holds for all of them.
 */
final class BinanceSubscriptions {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int STREAMS_PER_REQUEST = 100;

    private final Map<StreamKey, BinanceMarket> wanted = new LinkedHashMap<>();
    private final Map<String, Set<StreamKey>> users = new LinkedHashMap<>();
    private final Set<String> granted = new HashSet<>();
    private final Set<StreamKey> told = new HashSet<>();
    private final Map<Long, List<String>> open = new HashMap<>();
    private final Map<Long, List<String>> ending = new HashMap<>();
    private long requests;
    private volatile Map<StreamKind, Map<String, List<StreamKey>>> directory = Map.of();

    /** Returns the streams of the wire that a key is made of. */
    static List<String> streams(StreamKey key, BinanceMarket market) {
        String name = market.streamName();
        return switch (key.kind()) {
            case TRADES -> List.of(name + "@aggTrade");
            case QUOTES -> List.of(name + "@ticker", name + "@bookTicker");
            case BOOK -> List.of(name + "@depth@100ms");
            case BARS -> {
                String interval = key.interval() == null ? null : BinanceBars.INTERVALS.get(key.interval());
                yield interval == null ? List.of() : List.of(name + "@kline_" + interval);
            }
            case STATUS -> List.of();
        };
    }

    /** Tells whether a key was asked for and not given up. */
    synchronized boolean contains(StreamKey key) {
        return wanted.containsKey(key);
    }

    /** Returns the keys of a market that were asked for. */
    List<StreamKey> keys(String name, StreamKind kind) {
        return directory.getOrDefault(kind, Map.of()).getOrDefault(name, List.of());
    }

    /** Messages come by the thousand, and keys hardly ever: so the finding is prepared whenever keys change. */
    private void rebuild() {
        Map<StreamKind, Map<String, List<StreamKey>>> fresh = new EnumMap<>(StreamKind.class);
        wanted.forEach((key, market) -> fresh.computeIfAbsent(key.kind(), kind -> new HashMap<>())
                .computeIfAbsent(market.name(), name -> new ArrayList<>())
                .add(key));
        directory = fresh;
    }

    /** Returns the market under which a key was asked for. */
    synchronized Optional<BinanceMarket> market(StreamKey key) {
        return Optional.ofNullable(wanted.get(key));
    }

    /** Tells whether a stream of the wire is asked for. */
    synchronized boolean uses(String stream) {
        return users.containsKey(stream);
    }

    /**
     * Notes what is wanted and makes the requests for what is not asked for yet.
     *
     * @param keys what is wanted, with the markets
     * @return the messages to send
     */
    synchronized List<String> subscribe(Map<StreamKey, BinanceMarket> keys) {
        List<String> added = new ArrayList<>();
        keys.forEach((key, market) -> {
            if (wanted.putIfAbsent(key, market) == null) {
                for (String stream : streams(key, market)) {
                    if (users.computeIfAbsent(stream, s -> new LinkedHashSet<>())
                            .isEmpty()) {
                        added.add(stream);
                    }
                    users.get(stream).add(key);
                }
            }
        });
        rebuild();
        return messages("SUBSCRIBE", added, open);
    }

    /**
     * Forgets keys and makes the requests that end their streams.
     *
     * @param keys what is no longer wanted
     * @return the messages to send
     */
    synchronized List<String> unsubscribe(Collection<StreamKey> keys) {
        return messages("UNSUBSCRIBE", forget(keys), ending);
    }

    /** Returns the streams that nobody uses any more. */
    private List<String> forget(Collection<StreamKey> keys) {
        List<String> unused = new ArrayList<>();
        for (StreamKey key : keys) {
            BinanceMarket market = wanted.remove(key);
            told.remove(key);
            for (String stream : market == null ? List.<String>of() : streams(key, market)) {
                Set<StreamKey> left = users.getOrDefault(stream, Set.of());
                left.remove(key);
                if (left.isEmpty()) {
                    users.remove(stream);
                    granted.remove(stream);
                    unused.add(stream);
                }
            }
        }
        rebuild();
        return unused;
    }

    /**
     * Notes that a request was granted.
     *
     * @param id the number of the request
     * @return whether the number is known
     */
    synchronized boolean granted(long id) {
        List<String> streams = open.remove(id);
        if (streams != null) {
            streams.stream().filter(users::containsKey).forEach(granted::add);
        }
        return ending.remove(id) != null || streams != null;
    }

    /** Tells whether there are keys whose streams are all granted already, and that were not told so. */
    synchronized boolean hasNewlyGranted() {
        return wanted.entrySet().stream()
                .anyMatch(entry -> !told.contains(entry.getKey())
                        && granted.containsAll(streams(entry.getKey(), entry.getValue())));
    }

    /** Returns the keys all of whose streams are granted, each once. */
    synchronized Set<StreamKey> newlyGranted() {
        Set<StreamKey> keys = new LinkedHashSet<>();
        wanted.forEach((key, market) -> {
            if (granted.containsAll(streams(key, market)) && told.add(key)) {
                keys.add(key);
            }
        });
        return keys;
    }

    /**
     * Finds the keys that a refusal means, and forgets them. A refusal without a number means the only request that is open.
     *
     * @param id the number of the request; -1 where it is missing
     * @return the keys, once; empty if it cannot be told
     */
    synchronized Set<StreamKey> refused(long id) {
        boolean only = id < 0 && open.size() == 1 && ending.isEmpty();
        List<String> streams = open.remove(only ? open.keySet().iterator().next() : Long.valueOf(id));
        ending.remove(id);
        Set<StreamKey> keys = new LinkedHashSet<>();
        if (streams != null) {
            streams.forEach(stream -> keys.addAll(users.getOrDefault(stream, Set.of())));
        }
        forget(keys);
        return keys;
    }

    private List<String> messages(String method, List<String> streams, Map<Long, List<String>> waiting) {
        List<String> messages = new ArrayList<>();
        for (int from = 0; from < streams.size(); from += STREAMS_PER_REQUEST) {
            List<String> part =
                    List.copyOf(streams.subList(from, Math.min(streams.size(), from + STREAMS_PER_REQUEST)));
            long id = ++requests;
            waiting.put(id, part);
            messages.add(message(method, part, id));
        }
        return messages;
    }

    private static String message(String method, List<String> streams, long id) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("method", method);
            json.writeArrayFieldStart("params");
            for (String stream : streams) {
                json.writeString(stream);
            }
            json.writeEndArray();
            json.writeNumberField("id", id);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the writer is in memory
        }
        return text.toString();
    }
}
