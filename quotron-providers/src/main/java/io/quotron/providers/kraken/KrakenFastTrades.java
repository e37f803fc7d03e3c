package io.quotron.providers.kraken;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quotron.model.Side;
import io.quotron.model.Trade;
import io.quotron.providers.internal.json.JsonCursor;
import io.quotron.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of trades without a tree; beside the bytes of the message a trade costs its record, its time and its
 * id. It takes only messages with nothing missing or wrong; all others are left to {@link KrakenFrames},
 * which would read these to the same trades. Not thread-safe.
 */
final class KrakenFastTrades {
    private static final String START = "{\"channel\":\"trade\",";
    private static final byte[] BUY = "buy".getBytes(US_ASCII);
    private static final byte[] SELL = "sell".getBytes(US_ASCII);

    private static final long TYPE = JsonCursor.key("type");
    private static final long DATA = JsonCursor.key("data");
    private static final long SYMBOL = JsonCursor.key("symbol");
    private static final long SIDE = JsonCursor.key("side");
    private static final long PRICE = JsonCursor.key("price");
    private static final long SIZE = JsonCursor.key("qty");
    private static final long ID = JsonCursor.key("trade_id");
    private static final long TIME = JsonCursor.key("timestamp");
    private static final byte[] TIMESTAMP = "timestamp".getBytes(US_ASCII);

    /** The fields of a row that must be there have a bit each. */
    private static final int ALL_FIELDS = 0b11_1111;

    private final JsonCursor cursor = new JsonCursor();
    private final KrakenTime times = new KrakenTime();
    private final List<StreamKey> keys = new ArrayList<>();
    private final List<Trade> trades = new ArrayList<>();

    private byte[] message = {};
    private @Nullable StreamKey key;
    private Side side = Side.UNKNOWN;
    private double price;
    private double size;
    private String id = "";
    private long time;

    /**
     * Reads a message.
     *
     * @param text the message
     * @param streams whose it may be
     * @param received the time of receipt
     * @param handler is told of each trade, if the whole message was read
     * @return false if the message is to be read in another way; then nothing was told
     */
    boolean read(String text, KrakenStreamTable streams, Instant received, KrakenFrames.Handler handler) {
        if (!text.startsWith(START)) {
            return false;
        }
        message = text.getBytes(StandardCharsets.UTF_8);
        keys.clear();
        trades.clear();
        cursor.start(message);
        readMessage(streams, received);
        if (!cursor.isWhole()) {
            return false;
        }
        for (int i = 0; i < trades.size(); i++) {
            handler.event(keys.get(i), trades.get(i));
        }
        return true;
    }

    private void readMessage(KrakenStreamTable streams, Instant received) {
        boolean filled = false;
        boolean open = cursor.beginObject() && cursor.nextField() && cursor.string(); // the channel, see START
        while (open && cursor.nextField()) {
            if (cursor.name() == DATA) {
                filled = cursor.beginArray();
                readRows(streams, received);
            } else if (cursor.name() == TYPE) {
                cursor.string();
            } else {
                cursor.giveUp();
            }
        }
        if (!filled) {
            cursor.giveUp();
        }
    }

    private void readRows(KrakenStreamTable streams, Instant received) {
        while (cursor.nextItem()) {
            StreamKey stream = readRow(streams) ? key : null;
            if (stream == null || !(price > 0) || !(size >= 0) || !KrakenTime.isPlausible(time, received)) {
                cursor.giveUp();
                return;
            }
            keys.add(stream);
            trades.add(new Trade(
                    stream.symbol(),
                    KrakenErrors.SOURCE,
                    price,
                    size,
                    side,
                    id,
                    0,
                    KrakenTime.instant(time),
                    received));
        }
    }

    private boolean readRow(KrakenStreamTable streams) {
        int seen = 0;
        boolean open = cursor.beginObject();
        while (open && cursor.nextField()) {
            seen |= readField(cursor.name(), streams);
        }
        return seen == ALL_FIELDS;
    }

    /** Reads a field and returns its bit, 0 for one that is not needed. */
    private int readField(long field, KrakenStreamTable streams) {
        if (field == SYMBOL) {
            key = cursor.string() ? streams.find(message, cursor.from(), cursor.to()) : null;
            return 1;
        }
        if (field == SIDE) {
            side = cursor.string() ? side() : Side.UNKNOWN;
            return 1 << 1;
        }
        if (field == PRICE) {
            price = cursor.number();
            return 1 << 2;
        }
        if (field == SIZE) {
            size = cursor.number();
            return 1 << 3;
        }
        if (field == ID) {
            id = cursor.wholeNumber() ? cursor.valueText() : "";
            return 1 << 4;
        }
        if (field == TIME && cursor.is(TIMESTAMP)) {
            time = cursor.string()
                    ? times.ofTimestamp(message, cursor.from(), cursor.to() - cursor.from())
                    : KrakenTime.UNREADABLE;
            return 1 << 5;
        }
        cursor.skipValue();
        return 0;
    }

    private Side side() {
        if (cursor.is(BUY)) {
            return Side.BUY;
        }
        return cursor.is(SELL) ? Side.SELL : Side.UNKNOWN;
    }
}
