package io.quotron.providers.kraken;

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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has asked for and what the server said to it: makes the requests and finds the streams that an
 * answer means. Thread-safe.
 *
 * <p>A request names many symbols, and the server answers once for each. Confirmations name channel and symbol.
 * Refusals name the symbol but no channel, so the number of the request tells which of two streams of a symbol is
 * meant; some refuse the whole request and name no symbol at all.
 */
final class KrakenSubscriptions {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int NAMES_PER_REQUEST = 100;

    private final Map<StreamKey, String> names = new LinkedHashMap<>();
    private final Map<Long, Set<StreamKey>> open = new HashMap<>();
    private long requests;
    private volatile KrakenFrames.Directory directory = KrakenFrames.Directory.EMPTY;

    /** Returns the streams that data may belong to. */
    KrakenFrames.Directory directory() {
        return directory;
    }

    /**
     * Notes what is wanted and makes the requests for what is not asked for yet.
     *
     * @param keys what is wanted
     * @param naming finds the native name
     * @return the messages to send
     */
    synchronized List<String> subscribe(Collection<StreamKey> keys, Function<StreamKey, String> naming) {
        Map<StreamKey, String> added = new LinkedHashMap<>();
        for (StreamKey key : keys) {
            if (!names.containsKey(key)) {
                added.put(key, naming.apply(key));
            }
        }
        names.putAll(added);
        rebuild();
        return messages("subscribe", added);
    }

    /**
     * Forgets streams and makes the requests that end them.
     *
     * @param keys what is no longer wanted
     * @return the messages to send
     */
    synchronized List<String> unsubscribe(Collection<StreamKey> keys) {
        Map<StreamKey, String> removed = new LinkedHashMap<>();
        for (StreamKey key : keys) {
            String name = forget(key);
            if (name != null) {
                removed.put(key, name);
            }
        }
        rebuild();
        return messages("unsubscribe", removed);
    }

    /**
     * Finds the stream that a confirmation means.
     *
     * @param answer the confirmation
     * @return the stream, once; empty if it is not waited for
     */
    synchronized Set<StreamKey> confirmed(KrakenFrames.Answer answer) {
        Set<StreamKey> keys = new LinkedHashSet<>();
        for (StreamKey key : waiting()) {
            boolean sameChannel = answer.channel() == null || answer.channel().equals(channel(key.kind()));
            if (sameChannel && String.valueOf(names.get(key)).equals(answer.symbol())) {
                keys.add(key);
            }
        }
        keys.forEach(this::settle);
        return keys;
    }

    /**
     * Finds the streams that a refusal means, and forgets them.
     *
     * @param answer the refusal
     * @return the streams, once; empty if it cannot be told
     */
    synchronized Set<StreamKey> refused(KrakenFrames.Answer answer) {
        Set<StreamKey> ofRequest = open.get(answer.requestId());
        Set<StreamKey> keys = new LinkedHashSet<>();
        if (answer.symbol() != null) {
            keys.addAll(ofRequest != null ? ofRequest : waiting());
            keys.removeIf(key -> !String.valueOf(names.get(key)).equals(answer.symbol()));
        } else if (ofRequest != null) {
            keys.addAll(ofRequest);
        }
        keys.forEach(this::forget);
        rebuild();
        return keys;
    }

    private Set<StreamKey> waiting() {
        Set<StreamKey> keys = new LinkedHashSet<>();
        open.values().forEach(keys::addAll);
        return keys;
    }

    private @Nullable String forget(StreamKey key) {
        settle(key);
        return names.remove(key);
    }

    private void settle(StreamKey key) {
        open.values().forEach(keys -> keys.remove(key));
        open.values().removeIf(Set::isEmpty);
    }

    private void rebuild() {
        directory = new KrakenFrames.Directory(table(StreamKind.TRADES), table(StreamKind.QUOTES));
    }

    private KrakenStreamTable table(StreamKind kind) {
        Map<String, StreamKey> byName = new HashMap<>();
        names.forEach((key, name) -> {
            if (key.kind() == kind) {
                byName.put(name, key);
            }
        });
        return KrakenStreamTable.of(byName);
    }

    private List<String> messages(String method, Map<StreamKey, String> streams) {
        Map<StreamKind, List<StreamKey>> byKind = new EnumMap<>(StreamKind.class);
        streams.keySet()
                .forEach(key -> byKind.computeIfAbsent(key.kind(), kind -> new ArrayList<>())
                        .add(key));
        List<String> messages = new ArrayList<>();
        byKind.forEach((kind, keys) -> {
            for (int from = 0; from < keys.size(); from += NAMES_PER_REQUEST) {
                List<StreamKey> part = keys.subList(from, Math.min(keys.size(), from + NAMES_PER_REQUEST));
                messages.add(message(method, kind, part, streams));
            }
        });
        return messages;
    }

    private String message(String method, StreamKind kind, List<StreamKey> keys, Map<StreamKey, String> streams) {
        long id = ++requests;
        if (method.equals("subscribe")) {
            open.put(id, new LinkedHashSet<>(keys));
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("method", method);
            json.writeObjectFieldStart("params");
            json.writeStringField("channel", channel(kind));
            json.writeArrayFieldStart("symbol");
            for (StreamKey key : keys) {
                json.writeString(streams.get(key));
            }
            json.writeEndArray();
            if (method.equals("subscribe")) {
                writeOptions(json, kind);
            }
            json.writeEndObject();
            json.writeNumberField("req_id", id);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the writer is in memory
        }
        return text.toString();
    }

    /**
     * The snapshot of trades would repeat trades that were told before a reconnect, and the client repairs such gaps by
     * itself; the one of the ticker is wanted, because quiet markets may not change for long.
     */
    private static void writeOptions(JsonGenerator json, StreamKind kind) throws IOException {
        json.writeBooleanField("snapshot", kind == StreamKind.QUOTES);
        if (kind == StreamKind.QUOTES) {
            json.writeStringField("event_trigger", "trades");
        }
    }

    private static String channel(StreamKind kind) {
        return kind == StreamKind.TRADES ? "trade" : "ticker";
    }

    /** Tells whether a refusal says that there is nothing left to do. */
    static boolean isAlreadySubscribed(KrakenFrames.Answer answer) {
        return answer.error().toLowerCase(Locale.ROOT).contains("already subscribed");
    }
}
