package io.quotron.providers.kraken;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.quotron.model.Interval;
import io.quotron.spi.StreamKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A channel of WebSocket v2 with its one option, and the requests that begin and end it for some markets.
 *
 * @param name for example {@code trade}
 * @param option the depth of a book or the minutes of bars; 0 for others
 */
record KrakenChannel(String name, int option) {
    static final KrakenChannel TRADE = new KrakenChannel("trade", 0);
    static final KrakenChannel TICKER = new KrakenChannel("ticker", 0);

    /** Tells the state of every market at once, and takes no names. */
    static final KrakenChannel INSTRUMENT = new KrakenChannel("instrument", 0);

    private static final JsonFactory JSON = new JsonFactory();
    private static final List<Integer> DEPTHS = List.of(10, 25, 100, 500, 1_000);

    static KrakenChannel book(int depth) {
        return new KrakenChannel("book", depth);
    }

    /**
     * Finds the channel of a stream.
     *
     * @param key a stream that is {@link #offers offered}
     * @return the channel; a book has the next depth that the server knows
     */
    static KrakenChannel of(StreamKey key) {
        return switch (key.kind()) {
            case TRADES -> TRADE;
            case QUOTES -> TICKER;
            case STATUS -> INSTRUMENT;
            case BOOK -> book(depth(key.depth()));
            case BARS -> new KrakenChannel("ohlc", Objects.requireNonNull(minutes(key.interval())));
        };
    }

    /** Tells whether the server has a stream of that depth or length. */
    static boolean offers(StreamKey key) {
        return switch (key.kind()) {
            case TRADES, QUOTES, STATUS -> true;
            case BOOK -> depth(key.depth()) > 0;
            case BARS -> minutes(key.interval()) != null;
        };
    }

    private static int depth(int wanted) {
        return DEPTHS.stream().filter(depth -> depth >= wanted).findFirst().orElse(0);
    }

    private static @Nullable Integer minutes(@Nullable Interval interval) {
        return interval == null ? null : KrakenRest.MINUTES.get(interval);
    }

    /**
     * Makes a request.
     *
     * @param method {@code subscribe} or {@code unsubscribe}
     * @param names the native names of the markets
     * @param requestId the number of the request
     * @return the message
     */
    String request(String method, Collection<String> names, long requestId) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("method", method);
            json.writeObjectFieldStart("params");
            json.writeStringField("channel", name);
            if (!equals(INSTRUMENT)) {
                writeNames(json, names);
            }
            writeOption(json);
            if (method.equals("subscribe")) {
                writeWishes(json);
            }
            json.writeEndObject();
            json.writeNumberField("req_id", requestId);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the writer is in memory
        }
        return text.toString();
    }

    private static void writeNames(JsonGenerator json, Collection<String> names) throws IOException {
        json.writeArrayFieldStart("symbol");
        for (String market : names) {
            json.writeString(market);
        }
        json.writeEndArray();
    }

    private void writeOption(JsonGenerator json) throws IOException {
        if (option > 0) {
            json.writeNumberField(name.equals("book") ? "depth" : "interval", option);
        }
    }

    /**
     * The snapshot of trades would repeat trades that were told before a reconnect, and the client repairs such gaps by
     * itself; the others are wanted, because quiet markets may not change for long.
     */
    private void writeWishes(JsonGenerator json) throws IOException {
        json.writeBooleanField("snapshot", !equals(TRADE));
        if (equals(TICKER)) {
            json.writeStringField("event_trigger", "trades");
        }
    }
}
