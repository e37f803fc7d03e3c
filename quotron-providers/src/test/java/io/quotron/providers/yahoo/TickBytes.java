package io.quotron.providers.yahoo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes messages of the streamer with invented numbers. */
final class TickBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static TickBytes of(String id, float price, long millis) {
        return new TickBytes().text(1, id).decimal(2, price).signed(3, millis);
    }

    TickBytes text(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        tag(field, 2).varint(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    TickBytes decimal(int field, float value) {
        return tag(field, 5)
                .raw(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(value)
                        .array());
    }

    TickBytes wide(int field, double value) {
        return tag(field, 1)
                .raw(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putDouble(value)
                        .array());
    }

    TickBytes signed(int field, long value) {
        return tag(field, 0).varint((value << 1) ^ (value >> 63));
    }

    TickBytes plain(int field, long value) {
        return tag(field, 0).varint(value);
    }

    TickBytes tag(int field, int wireType) {
        return varint(((long) field << 3) | wireType);
    }

    private TickBytes varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    private TickBytes raw(byte[] fixed) {
        bytes.writeBytes(fixed);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    String bare() {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    String frame() {
        return "{\"type\":\"pricing\",\"message\":\"" + bare() + "\"}";
    }
}
