package io.quotron.indicators;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link StateWriter} wrote, after checking that it is whole and of the same indicator. */
final class StateReader {
    private final ByteBuffer buffer;

    /** Checks everything that can be wrong, so that reading the numbers afterwards cannot fail half-way. */
    StateReader(byte[] bytes, String id, int length) {
        this.buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < StateWriter.HEADER + Integer.BYTES
                || buffer.getInt() != StateWriter.MAGIC
                || buffer.getInt() != StateWriter.checksum(bytes)) {
            throw new IllegalArgumentException(
                    "not a snapshot of an indicator, or damaged: " + bytes.length + " bytes");
        }
        byte[] name = new byte[Math.min(Math.max(buffer.getInt(), 0), buffer.remaining())];
        buffer.get(name);
        String found = new String(name, StandardCharsets.UTF_8);
        if (!found.equals(id)) {
            throw new IllegalArgumentException("snapshot is of " + found + ", not of " + id);
        }
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "snapshot of " + id + " must have " + length + " bytes, but has " + bytes.length);
        }
    }

    int getInt() {
        return buffer.getInt();
    }

    long getLong() {
        return buffer.getLong();
    }

    double getDouble() {
        return buffer.getDouble();
    }

    void get(double[] into) {
        buffer.asDoubleBuffer().get(into);
        buffer.position(buffer.position() + into.length * Double.BYTES);
    }
}
