package io.quotron.indicators;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Writes the state of an indicator: magic number and version, checksum of the rest, name of the indicator, numbers in the
 * order in which {@link StateReader} reads them, all big-endian.
 */
final class StateWriter {
    static final int MAGIC = 0x51494E01; // "QIN", version 1
    static final int HEADER = 2 * Integer.BYTES;

    private ByteBuffer buffer = ByteBuffer.allocate(1024).position(HEADER);

    StateWriter(String id) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        put(name.length);
        room(name.length).put(name);
    }

    void put(int value) {
        room(Integer.BYTES).putInt(value);
    }

    void put(long value) {
        room(Long.BYTES).putLong(value);
    }

    void put(double value) {
        room(Double.BYTES).putDouble(value);
    }

    void put(double[] values) {
        for (double value : values) {
            put(value);
        }
    }

    byte[] toBytes() {
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
        ByteBuffer.wrap(bytes).putInt(MAGIC).putInt(checksum(bytes));
        return bytes;
    }

    static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, HEADER, bytes.length - HEADER);
        return (int) crc.getValue();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
        return buffer;
    }
}
