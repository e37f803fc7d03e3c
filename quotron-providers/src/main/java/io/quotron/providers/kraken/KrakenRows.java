package io.quotron.providers.kraken;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Side;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row of the channels {@code trade} and {@code ticker}, the fields in any order. Keeps the row in its fields,
 * so that reading makes no object but the result. Not thread-safe.
 *
 * <p>A number counts only as a JSON number that is finite. Prices, sizes and times that are missing or wrong refuse the
 * row; what a quote can do without is absent then. Zero bids, offers, highs and lows stand for "none" at Kraken.
 */
final class KrakenRows {
    private final KrakenTime times = new KrakenTime();

    private @Nullable StreamKey key;
    private @Nullable String problem;
    private boolean nameSeen;
    private boolean timeSeen;
    private double price;
    private double size;
    private Side side = Side.UNKNOWN;
    private @Nullable String id;
    private long time;
    private double bid;
    private double bidSize;
    private double ask;
    private double askSize;
    private double volume;
    private double low;
    private double high;
    private double change;
    private double changePercent;

    /**
     * Reads a row up to its end.
     *
     * @param json stands on the first token of the row
     * @param kind what the row is
     * @param streams what it may belong to
     * @throws IOException if the text is not JSON
     */
    void read(JsonParser json, StreamKind kind, KrakenStreamTable streams) throws IOException {
        clear();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            problem = "a row is no object";
            return;
        }
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "symbol" -> readName(json, streams);
                case "timestamp" -> readTime(json);
                default -> readValue(field, json, kind);
            }
            json.skipChildren(); // does nothing unless the value is an object or array
        }
    }

    private void clear() {
        key = null;
        problem = null;
        nameSeen = false;
        timeSeen = false;
        id = null;
        side = Side.UNKNOWN;
        time = KrakenTime.UNREADABLE;
        price = size = bid = bidSize = ask = askSize = volume = low = high = change = changePercent = Double.NaN;
    }

    private void readName(JsonParser json, KrakenStreamTable streams) throws IOException {
        if (nameSeen || json.currentToken() != JsonToken.VALUE_STRING) {
            problem = "a row without one symbol";
            return;
        }
        nameSeen = true;
        key = streams.find(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }

    private void readTime(JsonParser json) throws IOException {
        if (timeSeen || json.currentToken() != JsonToken.VALUE_STRING) {
            problem = "a row without one time";
            return;
        }
        timeSeen = true;
        time = times.ofTimestamp(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        if (time == KrakenTime.UNREADABLE) {
            problem = "a row with an unreadable time";
        }
    }

    private void readValue(String field, JsonParser json, StreamKind kind) throws IOException {
        if (kind == StreamKind.TRADES) {
            readTradeValue(field, json);
        } else {
            readQuoteValue(field, json);
        }
    }

    private void readTradeValue(String field, JsonParser json) throws IOException {
        switch (field) {
            case "price" -> price = once(price, json);
            case "qty" -> size = once(size, json);
            case "side" -> readSide(json);
            case "trade_id" -> readId(json);
            default -> {} // ord_type and what may come later
        }
    }

    private void readSide(JsonParser json) throws IOException {
        if (side != Side.UNKNOWN || json.currentToken() != JsonToken.VALUE_STRING) {
            problem = "a trade without one side";
            return;
        }
        if (isText("buy", json)) {
            side = Side.BUY;
        } else if (isText("sell", json)) {
            side = Side.SELL;
        }
    }

    /** Compares in the buffer of the reader, because a string for each side would be the fourth object of a trade. */
    private static boolean isText(String expected, JsonParser json) throws IOException {
        if (json.getTextLength() != expected.length()) {
            return false;
        }
        char[] text = json.getTextCharacters();
        int from = json.getTextOffset();
        for (int i = 0; i < expected.length(); i++) {
            if (text[from + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void readId(JsonParser json) throws IOException {
        if (id != null || json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getTextLength() > 19) {
            problem = "a trade without one id";
            return;
        }
        id = json.getText();
    }

    private void readQuoteValue(String field, JsonParser json) throws IOException {
        switch (field) {
            case "last" -> price = once(price, json);
            case "bid" -> bid = once(bid, json);
            case "bid_qty" -> bidSize = once(bidSize, json);
            case "ask" -> ask = once(ask, json);
            case "ask_qty" -> askSize = once(askSize, json);
            case "volume" -> volume = once(volume, json);
            case "low" -> low = once(low, json);
            case "high" -> high = once(high, json);
            case "change" -> change = once(change, json);
            case "change_pct" -> changePercent = once(changePercent, json);
            default -> {} // vwap, trades and what may come later
        }
    }

    private double once(double before, JsonParser json) throws IOException {
        if (!Double.isNaN(before)) {
            problem = "a row that names a field twice";
        }
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
            return Double.NaN;
        }
        double value = json.getDoubleValue();
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /** Returns the stream of the row; null if nobody asked for it. */
    @Nullable
    StreamKey key() {
        return key;
    }

    /** Returns why the row gave nothing. */
    String problem() {
        return problem == null ? "a row without what it must have" : problem;
    }

    /** Returns the row as a trade; null if it makes none. */
    @Nullable
    MarketEvent trade(Instant received) {
        StreamKey stream = owner(received);
        if (stream == null) {
            return null;
        }
        if (!timeSeen || !(price > 0) || !(size >= 0)) {
            problem = "a trade without a time, a price above zero or a size";
            return null;
        }
        return new Trade(
                stream.symbol(), KrakenErrors.SOURCE, price, size, side, id, 0, KrakenTime.instant(time), received);
    }

    /**
     * Returns the row as a quote; null if it makes none. Rows of older servers have no time; theirs is the time of
     * receipt.
     */
    @Nullable
    MarketEvent quote(Instant received) {
        StreamKey stream = owner(received);
        if (stream == null) {
            return null;
        }
        if (!(price > 0)) {
            problem = "a ticker without a last price";
            return null;
        }
        return quote(stream, timeSeen ? KrakenTime.instant(time) : received, received);
    }

    private @Nullable StreamKey owner(Instant received) {
        if (problem == null && key == null) {
            problem = "a row of a symbol that is not subscribed";
        } else if (problem == null && timeSeen && !KrakenTime.isPlausible(time, received)) {
            problem = "a row with an impossible time";
        }
        return problem == null ? key : null;
    }

    private Quote quote(StreamKey stream, Instant at, Instant received) {
        Quote.Builder quote = Quote.builder(stream.symbol(), KrakenErrors.SOURCE)
                .price(price)
                .eventTime(at)
                .receivedTime(received);
        stream.symbol().quoteCurrency().map(CurrencyUnit::of).ifPresent(quote::currency);
        KrakenQuotes.fill(quote, bid, bidSize, ask, askSize);
        KrakenQuotes.fillDay(quote, high, low, volume);
        if (!Double.isNaN(change)) {
            quote.change(change);
        }
        if (!Double.isNaN(changePercent)) {
            quote.changePercent(changePercent);
        }
        return quote.build();
    }
}
