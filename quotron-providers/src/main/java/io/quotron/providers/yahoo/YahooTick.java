package io.quotron.providers.yahoo;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One message of the streamer: a flat protocol buffer of which each field is read by its number and the rest is stepped over. Pure.
 *
 * <p>In this encoding zero is never sent, so a number that is not there is none. Prices are 32-bit floats. The double that is nearest to
 * such a float prints as 305.760009765625; here it becomes the shortest decimal that is still the same float, 305.76, which is what was
 * meant. The {@code price_hint} is not used to round: trades happen between the cents too (24.535), and it would move them.
 */
final class YahooTick {
    static final int ID = 1;
    static final int PRICE = 2;
    static final int TIME = 3;
    static final int CURRENCY = 4;
    static final int QUOTE_TYPE = 6;
    static final int CHANGE_PERCENT = 8;
    static final int DAY_VOLUME = 9;
    static final int DAY_HIGH = 10;
    static final int DAY_LOW = 11;
    static final int CHANGE = 12;
    static final int OPEN = 15;
    static final int PREVIOUS_CLOSE = 16;
    static final int BID = 23;
    static final int BID_SIZE = 24;
    static final int ASK = 25;
    static final int ASK_SIZE = 26;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;
    private static final int LONGEST_VARINT = 70;

    private final Map<Integer, Long> wholes = new HashMap<>();
    private final Map<Integer, Float> floats = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();

    private YahooTick() {}

    /** Says that bytes are not a message. */
    static final class NoTickException extends Exception {
        private static final long serialVersionUID = 1L;

        NoTickException(String message) {
            super(message);
        }
    }

    /**
     * Reads a message.
     *
     * @param bytes all bytes of it
     * @return the fields
     * @throws NoTickException if the bytes are not a protocol buffer, or a field has another type than it should
     */
    static YahooTick read(byte[] bytes) throws NoTickException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        YahooTick tick = new YahooTick();
        try {
            while (buffer.hasRemaining()) {
                tick.readField(buffer);
            }
        } catch (BufferUnderflowException | CharacterCodingException e) {
            throw new NoTickException("the message is cut or is no text where it should be");
        }
        return tick;
    }

    private void readField(ByteBuffer buffer) throws NoTickException, CharacterCodingException {
        long tag = varint(buffer);
        long field = tag >>> 3;
        if (field < 1 || field > 536_870_911) {
            throw new NoTickException("field number " + field);
        }
        int number = (int) field;
        switch ((int) (tag & 7)) {
            case VARINT -> wholes.put(number, varint(buffer));
            case FIXED_64 -> buffer.getLong();
            case BYTES -> texts.put(number, text(buffer));
            case FIXED_32 -> floats.put(number, buffer.getFloat());
            default -> throw new NoTickException("wire type " + (tag & 7) + " in field " + number);
        }
    }

    private static long varint(ByteBuffer buffer) throws NoTickException {
        long value = 0;
        for (int shift = 0; shift < LONGEST_VARINT; shift += 7) {
            byte next = buffer.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new NoTickException("a number without end");
    }

    private static String text(ByteBuffer buffer) throws NoTickException, CharacterCodingException {
        long length = varint(buffer);
        if (length < 0 || length > buffer.remaining()) {
            throw new NoTickException("a text of " + length + " bytes where " + buffer.remaining() + " are left");
        }
        ByteBuffer slice = buffer.slice().limit((int) length);
        buffer.position(buffer.position() + (int) length);
        return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
    }

    /** Returns a text; empty if it is not there. */
    String text(int field) throws NoTickException {
        throwIfElsewhere(field, wholes, floats);
        return texts.getOrDefault(field, "");
    }

    /** Returns a number that is written with its sign in the lowest bit; 0 if it is not there. */
    long signed(int field) throws NoTickException {
        throwIfElsewhere(field, texts, floats);
        long zigZag = wholes.getOrDefault(field, 0L);
        return (zigZag >>> 1) ^ -(zigZag & 1);
    }

    /** Returns a number that is written as it is; 0 if it is not there. */
    long plain(int field) throws NoTickException {
        throwIfElsewhere(field, texts, floats);
        return wholes.getOrDefault(field, 0L);
    }

    /** Returns a 32-bit float as the decimal that was meant; empty if it is not there, zero or not finite. */
    OptionalDouble decimal(int field) throws NoTickException {
        throwIfElsewhere(field, texts, wholes);
        float value = floats.getOrDefault(field, 0f);
        boolean none = value == 0 || Float.isNaN(value) || Float.isInfinite(value);
        return none ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(Float.toString(value)));
    }

    private static void throwIfElsewhere(int field, Map<Integer, ?> one, Map<Integer, ?> other) throws NoTickException {
        if (one.containsKey(field) || other.containsKey(field)) {
            throw new NoTickException("field " + field + " has another type than it should");
        }
    }
}
