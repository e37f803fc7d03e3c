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
 * id. It takes only messages that are as they always are, with nothing missing, new or wrong; all others are left to
 * {@link KrakenFrames}, which would read these to the same trades. Not thread-safe.
 */
final class KrakenFastTrades {
    private static final String START = "{\"channel\":\"trade\",";
    private static final byte[] BUY = "buy".getBytes(US_ASCII);
    private static final byte[] SELL = "sell".getBytes(US_ASCII);

    /** The fields of a row, each of which must come once; their place is their bit. */
    private static final List<byte[]> FIELDS = List.of(
            bytes("symbol"),
            bytes("side"),
            bytes("price"),
            bytes("qty"),
            bytes("ord_type"),
            bytes("trade_id"),
            bytes("timestamp"));

    private static final int ALL_FIELDS = (1 << FIELDS.size()) - 1;
    private static final byte[] TYPE = bytes("type");
    private static final byte[] DATA = bytes("data");

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

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

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
        boolean typed = false;
        boolean filled = false;
        boolean open = cursor.beginObject() && cursor.nextField() && cursor.string(); // the channel, see START
        while (open && cursor.nextField()) {
            if (cursor.is(TYPE) && !typed) {
                typed = cursor.string();
            } else if (cursor.is(DATA) && !filled) {
                filled = cursor.beginArray();
                readRows(streams, received);
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
            int field = field();
            int bit = field < 0 ? ALL_FIELDS : 1 << field;
            if ((seen & bit) != 0 || field < 0) {
                cursor.giveUp();
                return false;
            }
            seen |= bit;
            readField(field, streams);
        }
        return seen == ALL_FIELDS;
    }

    private int field() {
        for (int i = 0; i < FIELDS.size(); i++) {
            if (cursor.is(FIELDS.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private void readField(int field, KrakenStreamTable streams) {
        switch (field) {
            case 0 -> key = cursor.string() ? streams.find(message, cursor.from(), cursor.to()) : null;
            case 1 -> side = cursor.string() ? side() : Side.UNKNOWN;
            case 2 -> price = cursor.number();
            case 3 -> size = cursor.number();
            case 4 -> cursor.string();
            case 5 -> id = cursor.wholeNumber() ? cursor.valueText() : "";
            default ->
                time = cursor.string()
                        ? times.ofTimestamp(message, cursor.from(), cursor.to() - cursor.from())
                        : KrakenTime.UNREADABLE;
        }
    }

    private Side side() {
        if (cursor.is(BUY)) {
            return Side.BUY;
        }
        return cursor.is(SELL) ? Side.SELL : Side.UNKNOWN;
    }
}
