package io.quotron.providers.yahoo;

import io.quotron.error.Excerpt;
import io.quotron.error.QuotronException;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;

/** Reads the frames of the streamer, in the envelope of version 2 or bare, and makes quotes of them. Pure. */
final class YahooFrames {
    private static final int LONGEST = 1 << 16;
    private static final long FUTURE_MILLIS = 300_000;
    private static final long ONE_DAY_MILLIS = 86_400_000;
    private static final long FUTURE_TYPE = 18;
    private static final long CURRENCY_TYPE = 14;
    private static final long INDEX_TYPE = 9;

    private YahooFrames() {}

    /** Says that a frame cannot be understood. */
    static final class BadFrameException extends Exception {
        private static final long serialVersionUID = 1L;

        BadFrameException(String message) {
            super(message);
        }
    }

    /**
     * Reads a frame.
     *
     * @param text the frame
     * @return its message, which names its symbol
     * @throws BadFrameException if it is something else
     */
    static YahooTick read(String text) throws BadFrameException {
        if (text.length() > LONGEST) {
            throw new BadFrameException("a frame of " + text.length() + " characters");
        }
        String message = text.startsWith("{") ? message(text) : text;
        try {
            YahooTick tick = YahooTick.read(Base64.getDecoder().decode(message.strip()));
            if (tick.text(YahooTick.ID).isBlank()) {
                throw new BadFrameException("a message without a symbol: " + Excerpt.of(text));
            }
            return tick;
        } catch (IllegalArgumentException notBase64) {
            throw new BadFrameException("not base64: " + Excerpt.of(text));
        } catch (YahooTick.NoTickException e) {
            throw new BadFrameException(e.getMessage() + ": " + Excerpt.of(text));
        }
    }

    private static String message(String text) throws BadFrameException {
        try {
            JsonValue envelope = Json.read(YahooErrors.SOURCE, text);
            Optional<String> message = envelope.get("message").text();
            if (envelope.get("type").text().orElse("").equals("pricing") && message.isPresent()) {
                return message.get();
            }
        } catch (QuotronException e) {
            throw new BadFrameException(String.valueOf(e.getMessage()));
        }
        throw new BadFrameException("a frame that is no price: " + Excerpt.of(text));
    }

    /** Returns Yahoo's name of what a message is about. */
    static String name(YahooTick tick) throws BadFrameException {
        try {
            return tick.text(YahooTick.ID);
        } catch (YahooTick.NoTickException e) {
            throw new BadFrameException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Makes a quote.
     *
     * @param tick a message
     * @param symbol what it is about
     * @param now the time of receipt
     * @return the quote; empty if the message has no price, which says only that the server knows the symbol
     * @throws BadFrameException if a number cannot be, or a field has another type than it should
     */
    static Optional<Quote> quote(YahooTick tick, Symbol symbol, Instant now) throws BadFrameException {
        try {
            OptionalDouble price = tick.decimal(YahooTick.PRICE);
            if (price.isEmpty()) {
                return Optional.empty();
            }
            long type = tick.plain(YahooTick.QUOTE_TYPE);
            if (price.getAsDouble() < 0 && type != FUTURE_TYPE) {
                throw new BadFrameException("price " + price.getAsDouble() + " of " + symbol);
            }
            Quote.Builder quote = Quote.builder(symbol, YahooErrors.SOURCE)
                    .price(price.getAsDouble())
                    .eventTime(time(tick, now))
                    .receivedTime(now);
            String currency = tick.text(YahooTick.CURRENCY);
            quote.currency(currency.isBlank() || currency.length() > 12 ? null : CurrencyUnit.of(currency));
            addDay(quote, tick, type);
            addBook(quote, tick, type);
            return Optional.of(quote.build());
        } catch (YahooTick.NoTickException e) {
            throw new BadFrameException(e.getMessage() + " (" + symbol + ")");
        }
    }

    private static Instant time(YahooTick tick, Instant now) throws BadFrameException, YahooTick.NoTickException {
        long millis = tick.signed(YahooTick.TIME);
        try {
            if (millis > ONE_DAY_MILLIS && millis <= now.toEpochMilli() + FUTURE_MILLIS) {
                return Instant.ofEpochMilli(millis);
            }
        } catch (DateTimeException | ArithmeticException outOfRange) {
            // told below
        }
        throw new BadFrameException("time " + millis + " cannot be");
    }

    private static void addDay(Quote.Builder quote, YahooTick tick, long type) throws YahooTick.NoTickException {
        set(price(tick, YahooTick.OPEN, type), quote::open);
        set(price(tick, YahooTick.DAY_HIGH, type), quote::high);
        set(price(tick, YahooTick.DAY_LOW, type), quote::low);
        set(price(tick, YahooTick.PREVIOUS_CLOSE, type), quote::previousClose);
        set(tick.decimal(YahooTick.CHANGE), quote::change);
        set(tick.decimal(YahooTick.CHANGE_PERCENT), quote::changePercent);
        long volume = tick.signed(YahooTick.DAY_VOLUME);
        if (volume > 0 && type != CURRENCY_TYPE && type != INDEX_TYPE) {
            quote.volume((double) volume);
        }
    }

    private static void addBook(Quote.Builder quote, YahooTick tick, long type) throws YahooTick.NoTickException {
        OptionalDouble bid = price(tick, YahooTick.BID, type);
        set(bid, quote::bid);
        set(size(tick, YahooTick.BID_SIZE, bid), quote::bidSize);
        OptionalDouble ask = price(tick, YahooTick.ASK, type);
        set(ask, quote::ask);
        set(size(tick, YahooTick.ASK_SIZE, ask), quote::askSize);
    }

    private static OptionalDouble price(YahooTick tick, int field, long type) throws YahooTick.NoTickException {
        OptionalDouble value = tick.decimal(field);
        boolean usable = value.isPresent() && (value.getAsDouble() > 0 || type == FUTURE_TYPE);
        return usable ? value : OptionalDouble.empty();
    }

    /** A size without its price says nothing. */
    private static OptionalDouble size(YahooTick tick, int field, OptionalDouble price)
            throws YahooTick.NoTickException {
        long size = tick.signed(field);
        return price.isPresent() && size > 0 ? OptionalDouble.of((double) size) : OptionalDouble.empty();
    }

    private static void set(OptionalDouble value, DoubleConsumer setter) {
        value.ifPresent(setter);
    }
}
