package io.quotron.testkit.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** One frame of the WebSocket protocol (RFC 6455, section 5.2). */
final class Frame {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MAX_PAYLOAD = 16 * 1024 * 1024;

    private final int opcode;
    private final boolean last;
    private final byte[] payload;

    private Frame(int opcode, boolean last, byte[] payload) {
        this.opcode = opcode;
        this.last = last;
        this.payload = payload;
    }

    int opcode() {
        return opcode;
    }

    boolean isLast() {
        return last;
    }

    byte[] payload() {
        return payload;
    }

    /** Returns the bytes of a frame as a server sends it: without a mask. */
    static byte[] encode(int opcode, boolean last, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(payload.length + 10);
        bytes.put((byte) ((last ? FIN : 0) | opcode));
        if (payload.length < LENGTH_16) {
            bytes.put((byte) payload.length);
        } else if (payload.length <= 0xFFFF) {
            bytes.put((byte) LENGTH_16).putShort((short) payload.length);
        } else {
            bytes.put((byte) LENGTH_64).putLong(payload.length);
        }
        bytes.put(payload);
        byte[] encoded = new byte[bytes.position()];
        bytes.flip().get(encoded);
        return encoded;
    }

    /** Reads a frame as a client must send it: masked, and without any extension. */
    static Frame read(InputStream in) throws IOException {
        int first = next(in);
        int second = next(in);
        if ((first & 0x70) != 0 || (second & MASKED) == 0) {
            throw new IOException("a frame of a client must be masked and use no extension");
        }
        byte[] mask = new byte[4];
        byte[] payload = new byte[length(in, second & 0x7F)];
        fill(in, mask);
        fill(in, payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return new Frame(first & 0x0F, (first & FIN) != 0, payload);
    }

    private static int length(InputStream in, int shortLength) throws IOException {
        int extra = shortLength == LENGTH_16 ? 2 : shortLength == LENGTH_64 ? 8 : 0;
        long length = extra == 0 ? shortLength : 0;
        for (int i = 0; i < extra; i++) {
            length = length << 8 | next(in);
        }
        if (length < 0 || length > MAX_PAYLOAD) {
            throw new IOException("a frame of " + length + " bytes is too long");
        }
        return (int) length;
    }

    private static void fill(InputStream in, byte[] bytes) throws IOException {
        if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
            throw new EOFException("the connection ended within a frame");
        }
    }

    private static int next(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the connection ended");
        }
        return next;
    }
}
