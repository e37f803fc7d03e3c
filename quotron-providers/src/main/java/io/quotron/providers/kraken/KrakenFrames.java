package io.quotron.providers.kraken;

import static io.quotron.providers.kraken.KrakenErrors.SOURCE;

import io.quotron.error.Excerpt;
import io.quotron.error.ProviderException;
import io.quotron.model.Bar;
import io.quotron.model.MarketEvent;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of WebSocket v2: one JSON object each, told apart by {@code channel} for what the server sends by
 * itself and by {@code method} for what it answers. Not thread-safe: one connection keeps one.
 *
 * <p>Nothing of a message is told before the whole message has been read, so one that turns out to be broken at its end
 * tells nothing. Rows that are well formed but make no sense are left out one by one.
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

        /** A row of a book. */
        void book(KrakenStreams.Book stream, KrakenBookRow row);

        /** A row of a book that could not be read. */
        void brokenBook(KrakenStreams.Book stream, boolean snapshot, String problem);

        /** The state of a market. */
        void market(String name, String state);

        /** All states of markets of a message were told; {@code all} if it held every market. */
        void marketsTold(boolean all);

        /** A message holds rows of a market or kind that is not subscribed; told once for each such row. */
        void unasked(String text);

        /** A message or row could not be understood. */
        void rejected(String detail);
    }

    /**
     * The answer to a request.
     *
     * @param method what was asked, for example {@code subscribe}
     * @param success whether it was done
     * @param channel the channel; null in refusals
     * @param option the depth or the minutes; -1 where not told
     * @param symbol the native name; null where the request itself is refused, and for all markets
     * @param requestId the number of the request; -1 where it is missing
     * @param error what the server says; empty for a success
     */
    record Answer(
            String method,
            boolean success,
            @Nullable String channel,
            long option,
            @Nullable String symbol,
            long requestId,
            String error) {}

    private final KrakenFastTrades fastTrades = new KrakenFastTrades();
    private final KrakenLiveBars bars = new KrakenLiveBars();

    /**
     * Reads a message.
     *
     * @param text the message
     * @param streams what data may belong to
     * @param received the time of receipt
     * @param handler is told; what it throws comes out here
     */
    void read(String text, KrakenStreams streams, Instant received, Handler handler) {
        if (fastTrades.read(text, streams.trades(), received, handler)) {
            return;
        }
        readTree(text, streams, received, handler);
    }

    /** Reads any message; {@link #read} does so where there is no faster way. */
    void readTree(String text, KrakenStreams streams, Instant received, Handler handler) {
        JsonValue message;
        try {
            message = Json.read(SOURCE, text);
        } catch (ProviderException notJson) {
            handler.rejected("a message that is not JSON: " + Excerpt.of(text));
            return;
        }
        new Reading(text, message, streams, received, handler).tell();
    }

    /** Forgets the bars of streams that nobody wants any more. */
    void retain(KrakenStreams streams) {
        bars.retain(streams.bars().values().stream()
                .flatMap(byMinutes -> byMinutes.values().stream())
                .toList());
    }

    /** One message. */
    private final class Reading {
        private final String text;
        private final JsonValue message;
        private final KrakenStreams streams;
        private final Instant received;
        private final Handler handler;
        private final boolean snapshot;

        Reading(String text, JsonValue message, KrakenStreams streams, Instant received, Handler handler) {
            this.text = text;
            this.message = message;
            this.streams = streams;
            this.received = received;
            this.handler = handler;
            this.snapshot =
                    message.get("type").text().filter("snapshot"::equals).isPresent();
        }

        void tell() {
            Optional<String> channel = message.get("channel").text();
            if (channel.isPresent()) {
                tellChannel(channel.get());
            } else {
                tellAnswer(message.get("method").text().orElse(""));
            }
        }

        private void tellAnswer(String method) {
            Optional<Boolean> success = message.get("success").bool();
            String error = message.get("error").text().orElse("");
            if (method.equals("pong")) {
                handler.heartbeat();
            } else if (!method.isEmpty() && (success.isPresent() || !error.isEmpty())) {
                handler.answered(answer(method, success.orElse(false) && error.isEmpty(), error));
            } else {
                reject(error.isEmpty() ? "unknown message" : "the server reports an error");
            }
        }

        private Answer answer(String method, boolean done, String error) {
            JsonValue result = message.get("result");
            long option = result.get("depth")
                    .whole()
                    .orElse(result.get("interval").whole().orElse(-1));
            String symbol = message.get("symbol")
                    .text()
                    .or(() -> result.get("symbol").text())
                    .orElse(null);
            return new Answer(
                    method,
                    done,
                    result.get("channel").text().orElse(null),
                    option,
                    symbol,
                    message.get("req_id").whole().orElse(-1),
                    error);
        }

        private void tellChannel(String channel) {
            switch (channel) {
                case "heartbeat" -> handler.heartbeat();
                case "status" -> tellStatus();
                case "trade" -> rows().forEach(row -> tellRow(row, StreamKind.TRADES));
                case "ticker" -> rows().forEach(row -> tellRow(row, StreamKind.QUOTES));
                case "book" -> rows().forEach(this::tellBook);
                case "ohlc" -> rows().forEach(this::tellBar);
                case "instrument" -> tellMarkets();
                default -> reject("nothing is expected on this channel");
            }
        }

        private void tellStatus() {
            Optional<String> system = message.get("data").at(0).get("system").text();
            if (system.isPresent()) {
                handler.status(system.get());
            } else {
                reject("a status without a state of the exchange");
            }
        }

        private List<JsonValue> rows() {
            JsonValue data = message.get("data");
            if (!data.is(JsonValue.Kind.ARRAY)) {
                reject("a message without an array of rows");
            }
            return data.items();
        }

        private void tellRow(JsonValue row, StreamKind kind) {
            KrakenRows.Outcome outcome = kind == StreamKind.TRADES
                    ? KrakenRows.trade(row, streams.trades(), received)
                    : KrakenRows.quote(row, streams.quotes(), received);
            MarketEvent event = outcome.event();
            StreamKey key = outcome.key();
            if (event != null && key != null) {
                handler.event(key, event);
            } else if (outcome.equals(KrakenRows.UNASKED)) {
                unasked(row, outcome.problem());
            } else {
                reject(outcome.problem());
            }
        }

        private void tellBook(JsonValue row) {
            KrakenStreams.Book stream =
                    streams.books().get(row.get("symbol").text().orElse(""));
            if (stream == null) {
                unasked(row, "a book without a symbol");
                return;
            }
            try {
                handler.book(stream, KrakenBookRow.read(row, snapshot, received));
            } catch (KrakenBookRow.BrokenRow e) {
                String problem = String.valueOf(e.getMessage());
                reject(problem);
                handler.brokenBook(stream, snapshot, problem);
            }
        }

        private void tellBar(JsonValue row) {
            StreamKey key = barKey(row);
            List<Bar> told = key == null ? null : bars.row(key, row, received);
            if (key == null) {
                unasked(row, "a bar without a symbol");
            } else if (told == null) {
                reject("a row that makes no bar");
            } else {
                told.forEach(bar -> handler.event(key, bar));
            }
        }

        private @Nullable StreamKey barKey(JsonValue row) {
            Map<Integer, StreamKey> byMinutes =
                    streams.bars().getOrDefault(row.get("symbol").text().orElse(""), Map.of());
            long minutes = row.get("interval").whole().orElse(-1);
            return byMinutes.get((int) Math.max(-1, Math.min(minutes, Integer.MAX_VALUE)));
        }

        private void tellMarkets() {
            JsonValue pairs = message.get("data").get("pairs");
            if (!pairs.is(JsonValue.Kind.ARRAY)) {
                reject("a message without an array of markets");
                return;
            }
            for (JsonValue pair : pairs.items()) {
                Optional<String> name = pair.get("symbol").text();
                Optional<String> state = pair.get("status").text();
                if (name.isPresent() && state.isPresent()) {
                    handler.market(name.get(), state.get());
                } else {
                    reject("a market without name or state");
                }
            }
            handler.marketsTold(snapshot);
            if (streams.states().isEmpty()) {
                handler.unasked(text);
            }
        }

        /** Data of another market is no fault of the server's as long as it says of which. */
        private void unasked(JsonValue row, String problem) {
            if (row.get("symbol").text().filter(name -> !name.isBlank()).isPresent()) {
                handler.unasked(text);
            } else {
                reject(problem);
            }
        }

        private void reject(String problem) {
            handler.rejected(problem + ": " + Excerpt.of(text));
        }
    }
}
