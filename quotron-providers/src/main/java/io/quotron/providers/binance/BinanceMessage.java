package io.quotron.providers.binance;

import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One message of a combined stream, told apart: data comes as {@code {"stream":"btcusdt@aggTrade","data":{...}}}, answers to requests
 * carry their number.
 *
 * @param kind what it is
 * @param stream the name of the stream; empty where the message has none
 * @param name the native name of the market in capitals; empty for what is not about a market
 * @param data the data; for an answer the whole message
 * @param id the number of the request; -1 where it is missing
 * @param code the code of a refusal; 0 for everything else
 * @param text what the server says about a refusal; empty for everything else
 */
record BinanceMessage(Kind kind, String stream, String name, JsonValue data, long id, long code, String text) {
    /** What a message is. */
    enum Kind {
        /** A request was granted. */
        ANSWER,
        /** A request was refused. */
        REFUSAL,
        /** The server will close the connection. */
        ENDING,
        /** One execution. */
        TRADE,
        /** Executions of one order at one price. */
        AGGREGATE,
        /** Price and statistics of 24 hours. */
        TICKER,
        /** Best bid and offer. */
        BEST,
        /** A bar. */
        BAR,
        /** Levels that changed. */
        DEPTH_CHANGE,
        /** Levels as they are. */
        DEPTH,
        /** Anything else. */
        UNKNOWN
    }

    private static final Map<String, Kind> KINDS = Map.of(
            "serverShutdown", Kind.ENDING,
            "trade", Kind.TRADE,
            "aggTrade", Kind.AGGREGATE,
            "24hrTicker", Kind.TICKER,
            "24hrMiniTicker", Kind.TICKER,
            "kline", Kind.BAR,
            "depthUpdate", Kind.DEPTH_CHANGE);

    /** A message of best prices names no kind, but has all of these. */
    private static final Set<String> BEST = Set.of("u", "s", "b", "B", "a", "A");

    /**
     * Reads a message.
     *
     * @param source who sent it
     * @param text the message
     * @return the message
     * @throws ProviderException MALFORMED_RESPONSE if it is not JSON
     */
    static BinanceMessage read(SourceId source, String text) {
        JsonValue root = Json.read(source, text);
        JsonValue error = root.get("error");
        if (error.is(JsonValue.Kind.OBJECT)) {
            return refusal(root, error);
        }
        if (root.get("code").is(JsonValue.Kind.NUMBER) && !root.get("msg").isAbsent()) {
            return refusal(root, root);
        }
        if (root.fields().containsKey("result") && root.fields().containsKey("id")) {
            return new BinanceMessage(Kind.ANSWER, "", "", root, id(root), 0, "");
        }
        return root.get("stream")
                .text()
                .map(stream -> data(stream, root.get("data")))
                .orElseGet(() -> data("", root));
    }

    private static BinanceMessage refusal(JsonValue root, JsonValue error) {
        long code = error.get("code").whole().orElse(0);
        String message = error.get("msg").text().orElse("the request is refused");
        return new BinanceMessage(Kind.REFUSAL, "", "", root, id(root), code, message);
    }

    private static long id(JsonValue root) {
        return root.get("id").whole().orElse(-1);
    }

    private static BinanceMessage data(String stream, JsonValue data) {
        int at = stream.indexOf('@');
        String ofStream = at < 0 ? "" : stream.substring(0, at).toUpperCase(Locale.ROOT);
        String ofData = data.get("s").text().orElse(ofStream);
        boolean contradiction = !ofStream.isEmpty() && !ofStream.equals(ofData.toUpperCase(Locale.ROOT));
        Kind kind = contradiction ? Kind.UNKNOWN : kind(stream, data);
        return new BinanceMessage(kind, stream, ofData, data, -1, 0, "");
    }

    private static Kind kind(String stream, JsonValue data) {
        if (data.get("e").text().isPresent()) {
            return KINDS.getOrDefault(data.get("e").text().get(), Kind.UNKNOWN);
        }
        if (stream.endsWith("@bookTicker") || data.fields().keySet().containsAll(BEST)) {
            return Kind.BEST;
        }
        return data.fields().containsKey("lastUpdateId") ? Kind.DEPTH : Kind.UNKNOWN;
    }
}
