package io.quotron.providers.eodhd;

import static io.quotron.providers.eodhd.EodhdErrors.SOURCE;

import io.quotron.error.Excerpt;
import io.quotron.error.ProviderException;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of the sockets: one JSON object each, told apart by {@code status_code} for what the server says about the
 * connection and by {@code s} for data. Pure. Numbers may be written as texts.
 *
 * <table>
 * <caption>Data</caption>
 * <tr><th>socket</th><th>fields</th></tr>
 * <tr><td>us</td><td>s, p price, v shares, c conditions (a number, several, or null), dp dark pool, ms state of the market, t</td></tr>
 * <tr><td>us-quote</td><td>s, ap and as ask price and size, bp and bs bid price and size, t</td></tr>
 * <tr><td>forex</td><td>s, a ask, b bid, dc change in percent, dd change, t</td></tr>
 * <tr><td>crypto</td><td>s, p price, q amount, dc, dd, t</td></tr>
 * <tr><td>index</td><td>s, p price, dc, dd, t</td></tr>
 * </table>
 *
 * <p>{@code t} is in milliseconds, but of indices in seconds; there, and only there, 12 digits or more are taken for milliseconds.
 */
final class EodhdFrames {
    private static final long MILLIS_FROM = 100_000_000_000L;
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int CODES = 48;

    private EodhdFrames() {}

    /** Is told what a message says. */
    interface Handler {
        /** The server speaks about the connection. */
        void status(long code, String message);

        /** Data of a stream. */
        void event(StreamKey key, MarketEvent event);

        /** Data of what is not asked for. */
        void unasked(String text);

        /** A message could not be understood. */
        void rejected(String detail);
    }

    /** Reads a message; {@code streams} are those that data may belong to, by EODHD's name. */
    static void read(
            String text,
            EodhdStreams.Endpoint endpoint,
            Map<String, StreamKey> streams,
            Instant received,
            Handler handler) {
        JsonValue frame;
        try {
            frame = Json.read(SOURCE, text);
        } catch (ProviderException notJson) {
            handler.rejected("message is not JSON: " + Excerpt.of(text));
            return;
        }
        OptionalLong code = EodhdRows.whole(frame.get("status_code"));
        if (code.isPresent()) {
            handler.status(code.getAsLong(), frame.get("message").text().orElse(""));
            return;
        }
        String name = frame.get("s").text().orElse("");
        StreamKey key = streams.get(name);
        if (key == null && !name.isBlank()) {
            handler.unasked(text);
            return;
        }
        MarketEvent event = key == null ? null : event(frame, key.symbol(), endpoint, received);
        if (key != null && event != null) {
            handler.event(key, event);
        } else {
            handler.rejected(
                    (key == null ? "a message without a name: " : "a number cannot be used: ") + Excerpt.of(text));
        }
    }

    private static @Nullable MarketEvent event(
            JsonValue frame, Symbol symbol, EodhdStreams.Endpoint endpoint, Instant received) {
        Instant time = time(frame.get("t"), endpoint, received);
        if (time == null) {
            return null;
        }
        return switch (endpoint) {
            case US_TRADES -> trade(frame, "v", symbol, time, received);
            case CRYPTO -> trade(frame, "q", symbol, time, received);
            case US_QUOTES -> book(frame, List.of("bp", "bs", "ap", "as"), symbol, time, received);
            case FOREX -> book(frame, List.of("b", "", "a", ""), symbol, time, received);
            case INDEX -> index(frame, symbol, time, received);
        };
    }

    private static @Nullable Instant time(JsonValue value, EodhdStreams.Endpoint endpoint, Instant received) {
        OptionalLong told = EodhdRows.whole(value);
        if (told.isEmpty()) {
            return null;
        }
        boolean seconds = endpoint == EodhdStreams.Endpoint.INDEX && told.getAsLong() < MILLIS_FROM;
        boolean absurd = told.getAsLong() > MILLIS_FROM * 1_000;
        if (absurd || (!seconds && told.getAsLong() < MILLIS_FROM)) {
            return null;
        }
        Instant time = seconds ? Instant.ofEpochSecond(told.getAsLong()) : Instant.ofEpochMilli(told.getAsLong());
        boolean plausible = time.getEpochSecond() > 0 && !time.isAfter(received.plus(TOLERANCE));
        return plausible ? time : null;
    }

    private static @Nullable Trade trade(
            JsonValue frame, String sizeField, Symbol symbol, Instant time, Instant received) {
        double price = EodhdRows.number(frame, "p");
        double size = EodhdRows.number(frame, sizeField);
        if (!(price > 0) || !(size >= 0)) {
            return null;
        }
        return Trade.builder(symbol, SOURCE)
                .price(price)
                .size(size)
                .conditions(conditions(frame))
                .eventTime(time)
                .receivedTime(received)
                .build();
    }

    /** The bits are described at {@link EodhdProvider#CONDITION_DARK_POOL} and its sisters. */
    private static long conditions(JsonValue frame) {
        JsonValue told = frame.get("c");
        long bits = 0;
        for (JsonValue code : told.is(JsonValue.Kind.ARRAY) ? told.items() : List.of(told)) {
            OptionalLong number = EodhdRows.whole(code);
            if (number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() < CODES) {
                bits |= 1L << number.getAsLong();
            } else if (!code.isAbsent()) {
                bits |= EodhdProvider.CONDITION_OTHER;
            }
        }
        if (frame.get("dp").bool().orElse(false)) {
            bits |= EodhdProvider.CONDITION_DARK_POOL;
        }
        return bits | state(frame.get("ms").text().orElse(""));
    }

    private static long state(String market) {
        return switch (market) {
            case "extended-hours", "extended hours" -> EodhdProvider.CONDITION_EXTENDED_HOURS;
            case "closed" -> EodhdProvider.CONDITION_MARKET_CLOSED;
            default -> 0;
        };
    }

    /** Best bid and ask without a last price: the price is the middle of both, so there is no quote with only one of them. */
    private static @Nullable Quote book(
            JsonValue frame, List<String> fields, Symbol symbol, Instant time, Instant received) {
        double bid = EodhdRows.number(frame, fields.get(0));
        double ask = EodhdRows.number(frame, fields.get(2));
        if (!(bid > 0) || !(ask > 0)) {
            return null;
        }
        Quote.Builder quote = quote(frame, symbol, bid + (ask - bid) / 2, time, received)
                .bid(bid)
                .ask(ask);
        double bidSize = EodhdRows.number(frame, fields.get(1));
        double askSize = EodhdRows.number(frame, fields.get(3));
        if (bidSize >= 0) {
            quote.bidSize(bidSize);
        }
        if (askSize >= 0) {
            quote.askSize(askSize);
        }
        return quote.build();
    }

    private static @Nullable Quote index(JsonValue frame, Symbol symbol, Instant time, Instant received) {
        double price = EodhdRows.number(frame, "p");
        return price > 0 ? quote(frame, symbol, price, time, received).build() : null;
    }

    /** Shares are American ones here; an index has no unit. */
    private static @Nullable CurrencyUnit unit(Symbol symbol) {
        return symbol.isIndex() ? null : CurrencyUnit.of(symbol.quoteCurrency().orElse("USD"));
    }

    private static Quote.Builder quote(JsonValue frame, Symbol symbol, double price, Instant time, Instant received) {
        Quote.Builder quote = Quote.builder(symbol, SOURCE)
                .price(price)
                .currency(unit(symbol))
                .eventTime(time)
                .receivedTime(received);
        OptionalDouble change = frame.get("dd").decimalOrText();
        OptionalDouble percent = frame.get("dc").decimalOrText();
        change.ifPresent(quote::change);
        percent.ifPresent(quote::changePercent);
        return quote;
    }
}
