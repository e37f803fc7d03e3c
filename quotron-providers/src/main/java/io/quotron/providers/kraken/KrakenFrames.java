package io.quotron.providers.kraken;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.quotron.error.Excerpt;
import io.quotron.model.MarketEvent;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of WebSocket v2: one JSON object each, told apart by {@code channel} for what the server sends by
 * itself and by {@code method} for what it answers. Pure; not thread-safe: one connection keeps one.
 *
 * <p>Trades are read straight from the tokens; beside the fixed cost of the JSON reader a trade costs its record, its
 * time and its id. Nothing of a message is told before the whole message has been read, so one that turns out to be
 * broken at its end tells nothing. Rows that are well formed but make no sense are left out one by one.
 */
final class KrakenFrames {
    /** Is told what a message says. */
    interface Handler {
        /** The server is alive. */
        void heartbeat();

        /** The state of the exchange, for example {@code online} or {@code maintenance}. */
        void status(String system);

        /** The answer to a request. */
        void answered(Answer answer);

        /** Data of a stream. */
        void event(StreamKey key, MarketEvent event);

        /** A message or row could not be understood. */
        void rejected(String detail);
    }

    /**
     * The answer to a request.
     *
     * @param method what was asked, for example {@code subscribe}
     * @param success whether it was done
     * @param channel the channel; null in refusals
     * @param symbol the native name; null where the request itself is refused
     * @param requestId the number of the request; -1 where it is missing
     * @param error what the server says; empty for a success
     */
    record Answer(
            String method,
            boolean success,
            @Nullable String channel,
            @Nullable String symbol,
            long requestId,
            String error) {}

    /**
     * The streams that data may belong to.
     *
     * @param trades by native name
     * @param quotes by native name
     */
    record Directory(KrakenStreamTable trades, KrakenStreamTable quotes) {
        static final Directory EMPTY = new Directory(KrakenStreamTable.EMPTY, KrakenStreamTable.EMPTY);

        KrakenStreamTable of(StreamKind kind) {
            return kind == StreamKind.TRADES ? trades : quotes;
        }
    }

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxNumberLength(100)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private final KrakenRows rows = new KrakenRows();
    private final List<StreamKey> keys = new ArrayList<>();
    private final List<MarketEvent> events = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private @Nullable String channel;
    private @Nullable String method;
    private @Nullable String answerChannel;
    private @Nullable String symbol;
    private @Nullable String error;
    private @Nullable String system;
    private @Nullable Boolean success;
    private long requestId;
    private boolean dataSeen;
    private boolean dataPostponed;

    /**
     * Reads a message.
     *
     * @param text the message
     * @param streams what data may belong to
     * @param received the time of receipt
     * @param handler is told; what it throws comes out here
     */
    void read(String text, Directory streams, Instant received, Handler handler) {
        clear();
        try {
            readObject(text, streams, received, false);
            if (dataPostponed) {
                readObject(text, streams, received, true);
            }
        } catch (IOException notJson) {
            handler.rejected("message is not what was expected: " + Excerpt.of(text));
            return;
        }
        tell(text, handler);
    }

    private void clear() {
        keys.clear();
        events.clear();
        problems.clear();
        channel = null;
        method = null;
        answerChannel = null;
        symbol = null;
        error = null;
        system = null;
        success = null;
        requestId = -1;
        dataSeen = false;
        dataPostponed = false;
    }

    /** Data can only be read once the channel is known; where it comes first, the message is read a second time. */
    private void readObject(String text, Directory streams, Instant received, boolean secondTime) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            expect(json.nextToken() == JsonToken.START_OBJECT, "an object");
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                boolean data = field.equals("data");
                if (data && (secondTime || (channel != null && !dataSeen))) {
                    readData(json, streams, received);
                } else if (secondTime || data) {
                    expect(secondTime || !dataSeen, "one field of data");
                    postpone(json);
                } else {
                    readField(field, json);
                }
            }
            expect(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "the end");
        }
    }

    private void postpone(JsonParser json) throws IOException {
        dataPostponed = true;
        json.skipChildren();
    }

    private void readField(String field, JsonParser json) throws IOException {
        switch (field) {
            case "channel" -> channel = once(channel, text(json));
            case "method" -> method = once(method, text(json));
            case "symbol" -> symbol = once(symbol, text(json));
            case "error" -> error = once(error, text(json));
            case "success" -> success = once(success, json.getBooleanValue());
            case "req_id" -> requestId = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
            case "result" -> readResult(json);
            default -> json.skipChildren();
        }
    }

    private void readResult(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "channel" -> answerChannel = once(answerChannel, text(json));
                case "symbol" -> symbol = once(symbol, text(json));
                default -> json.skipChildren();
            }
        }
    }

    private void readData(JsonParser json, Directory streams, Instant received) throws IOException {
        dataSeen = true;
        StreamKind kind = kind(channel);
        if (kind != null) {
            expect(json.currentToken() == JsonToken.START_ARRAY, "an array of rows");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                readRow(json, kind, streams, received);
            }
        } else if ("status".equals(channel)) {
            readStatus(json);
        } else {
            json.skipChildren();
        }
    }

    private static @Nullable StreamKind kind(@Nullable String channel) {
        if ("trade".equals(channel)) {
            return StreamKind.TRADES;
        }
        return "ticker".equals(channel) ? StreamKind.QUOTES : null;
    }

    private void readRow(JsonParser json, StreamKind kind, Directory streams, Instant received) throws IOException {
        rows.read(json, kind, streams.of(kind));
        MarketEvent event = kind == StreamKind.TRADES ? rows.trade(received) : rows.quote(received);
        StreamKey key = rows.key();
        if (event != null && key != null) {
            keys.add(key);
            events.add(event);
        } else {
            problems.add(rows.problem());
        }
    }

    /** The array has one row; the connection id in it does not fit into a long and is left alone. */
    private void readStatus(JsonParser json) throws IOException {
        expect(json.currentToken() == JsonToken.START_ARRAY, "an array of states");
        while (json.nextToken() == JsonToken.START_OBJECT) {
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                if (field.equals("system")) {
                    system = text(json);
                } else {
                    json.skipChildren();
                }
            }
        }
        expect(json.currentToken() == JsonToken.END_ARRAY, "the end of the states");
    }

    private void tell(String text, Handler handler) {
        if (channel != null) {
            tellChannel(channel, text, handler);
        } else if ("pong".equals(method)) {
            handler.heartbeat();
        } else if (method != null && (success != null || error != null)) {
            boolean done = Boolean.TRUE.equals(success) && error == null;
            handler.answered(new Answer(method, done, answerChannel, symbol, requestId, error == null ? "" : error));
        } else {
            handler.rejected(
                    (error == null ? "unknown message: " : "the server reports an error: ") + Excerpt.of(text));
        }
    }

    private void tellChannel(String name, String text, Handler handler) {
        if (name.equals("heartbeat")) {
            handler.heartbeat();
        } else if (name.equals("status") && system != null) {
            handler.status(system);
        } else if (kind(name) != null && dataSeen) {
            for (int i = 0; i < events.size(); i++) {
                handler.event(keys.get(i), events.get(i));
            }
            problems.forEach(problem -> handler.rejected(problem + ": " + Excerpt.of(text)));
        } else {
            handler.rejected("nothing is expected on this channel: " + Excerpt.of(text));
        }
    }

    private static @Nullable String text(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        expect(token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL, "text");
        return token == JsonToken.VALUE_NULL ? null : json.getText();
    }

    private static <T> @Nullable T once(@Nullable T before, @Nullable T value) throws IOException {
        expect(before == null, "each field once");
        return value;
    }

    private static void expect(boolean fulfilled, String what) throws IOException {
        if (!fulfilled) {
            throw new IOException("expected " + what);
        }
    }
}
