package io.quotron.providers.internal.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Makes sockets that refuse to read more than a limit between two messages. The WebSocket code of the HTTP library keeps a message
 * in memory until it is complete and has no limit of its own.
 */
final class MeteredSocketFactory extends SocketFactory {
    private final long limit;
    private final AtomicLong meter;

    /**
     * Makes a factory.
     *
     * @param limit the most bytes between two messages
     * @param meter counts the bytes read; set to 0 with each message by its owner
     */
    MeteredSocketFactory(long limit, AtomicLong meter) {
        this.limit = limit;
        this.meter = meter;
    }

    @Override
    public java.net.Socket createSocket() {
        return new MeteredSocket();
    }

    @Override
    public java.net.Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public java.net.Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public java.net.Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public java.net.Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    /** Says that a message was longer than allowed. */
    static final class MessageTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        MessageTooLongException(long limit) {
            super("a message is longer than " + limit + " bytes");
        }
    }

    private final class MeteredSocket extends java.net.Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new MeteredStream(super.getInputStream());
        }
    }

    private final class MeteredStream extends FilterInputStream {
        private MeteredStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(read);
            return read;
        }

        private void count(int bytes) throws IOException {
            if (bytes > 0 && meter.addAndGet(bytes) > limit + (64 << 10)) {
                throw new MessageTooLongException(limit);
            }
        }
    }
}
