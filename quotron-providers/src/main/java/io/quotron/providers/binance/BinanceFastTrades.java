package io.quotron.providers.binance;

import io.quotron.model.Side;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.providers.internal.json.JsonCursor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of trades without a tree; beside the bytes of the message a trade costs its record, its time and its id. It takes only
 * messages with nothing missing or wrong; all others are left to {@link BinanceMessage} and {@link BinanceParser#trade}, which would read
 * these to the same trades. Not thread-safe.
 */
final class BinanceFastTrades {
    private static final long STREAM = JsonCursor.key("stream");
    private static final long DATA = JsonCursor.key("data");
    private static final long KIND = JsonCursor.key("e");
    private static final long NAME = JsonCursor.key("s");
    private static final long PRICE = JsonCursor.key("p");
    private static final long SIZE = JsonCursor.key("q");
    private static final long TRADE_ID = JsonCursor.key("t");
    private static final long AGGREGATE_ID = JsonCursor.key("a");
    private static final long TIME = JsonCursor.key("T");
    private static final long BUYER_IS_MAKER = JsonCursor.key("m");
    private static final byte[] TRADE = "trade".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AGGREGATE = "aggTrade".getBytes(StandardCharsets.US_ASCII);

    private final JsonCursor cursor = new JsonCursor();
    private byte[] message = {};
    private int streamFrom;
    private int streamTo;
    private BinanceMessage.@Nullable Kind kind;
    private String name = "";
    private double price;
    private double size;
    private long tradeId;
    private long aggregateId;
    private long time;
    private Side side = Side.UNKNOWN;

    /**
     * Reads a message.
     *
     * @param text the message
     * @param received the time of receipt
     * @return false if the message is to be read in another way
     */
    boolean read(String text, Instant received) {
        if (!text.startsWith("{\"stream\":") && !text.startsWith("{\"e\":\"")) {
            return false;
        }
        message = text.getBytes(StandardCharsets.UTF_8);
        clear();
        cursor.start(message);
        readMessage();
        return cursor.isWhole() && isTrade() && isOfStream() && isPossible(received);
    }

    private void clear() {
        streamFrom = -1;
        name = "";
        kind = null;
        price = Double.NaN;
        size = Double.NaN;
        tradeId = -1;
        aggregateId = -1;
        time = -1;
        side = Side.UNKNOWN;
    }

    private void readMessage() {
        boolean open = cursor.beginObject() && cursor.nextField();
        if (!open || cursor.name() != STREAM) {
            readFields(open, false);
            return;
        }
        while (open) {
            long field = cursor.name();
            if (field == STREAM && cursor.string()) {
                streamFrom = cursor.from();
                streamTo = cursor.to();
            } else if (field == DATA && cursor.beginObject()) {
                readFields(cursor.nextField(), true);
            } else {
                cursor.giveUp(); // an answer or an error is told apart by such fields
            }
            open = cursor.nextField();
        }
    }

    private void readFields(boolean first, boolean wrapped) {
        boolean more = first;
        while (more) {
            readField(cursor.name(), wrapped);
            more = cursor.nextField();
        }
    }

    private void readField(long field, boolean wrapped) {
        if (field == PRICE) {
            price = cursor.numberInString();
        } else if (field == SIZE) {
            size = cursor.numberInString();
        } else if (field == TIME) {
            time = cursor.whole();
        } else if (field == BUYER_IS_MAKER) {
            side = cursor.bool() ? Side.SELL : Side.BUY;
        } else if (field == NAME) {
            name = cursor.string() ? cursor.cachedText() : "";
        } else if (field == KIND) {
            kind = cursor.string() ? kind() : null;
        } else if (field == AGGREGATE_ID) {
            aggregateId = cursor.whole();
        } else if (field == TRADE_ID) {
            tradeId = cursor.whole();
        } else if (wrapped || field >> Byte.SIZE == 0) {
            cursor.skipValue();
        } else {
            cursor.giveUp();
        }
    }

    private BinanceMessage.@Nullable Kind kind() {
        if (cursor.is(AGGREGATE)) {
            return BinanceMessage.Kind.AGGREGATE;
        }
        if (cursor.is(TRADE)) {
            return BinanceMessage.Kind.TRADE;
        }
        cursor.giveUp();
        return null;
    }

    private boolean isTrade() {
        return kind != null && id() >= 0 && price > 0 && size >= 0 && side != Side.UNKNOWN;
    }

    private long id() {
        return kind == BinanceMessage.Kind.TRADE ? tradeId : aggregateId;
    }

    /** The name of the stream begins with that of the market in small letters. */
    private boolean isOfStream() {
        if (streamFrom < 0) {
            return !name.isEmpty();
        }
        int length = name.length();
        if (length == 0 || streamTo - streamFrom <= length || message[streamFrom + length] != '@') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char capital = name.charAt(i);
            int small = capital >= 'A' && capital <= 'Z' ? capital + ('a' - 'A') : capital;
            if ((capital >= 'a' && capital <= 'z') || message[streamFrom + i] != small) {
                return false;
            }
        }
        return true;
    }

    private boolean isPossible(Instant received) {
        time = BinanceTime.past(time, received);
        return time != BinanceTime.UNREADABLE;
    }

    /** Returns what the last message read is: TRADE or AGGREGATE. */
    BinanceMessage.@Nullable Kind lastKind() {
        return kind;
    }

    /** Returns the native name in the last message read. */
    String name() {
        return name;
    }

    /** Makes the trade of the last message read. */
    Trade trade(Symbol symbol, SourceId source, Instant received) {
        return new Trade(
                symbol, source, price, size, side, Long.toString(id()), 0, BinanceTime.instant(time), received);
    }
}
