package io.quotron.testkit.simulator;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The plainest client there can be: one socket for each request, and one WebSocket without extensions. */
final class WireClient {
    private static final int PATIENCE_MILLIS = 10_000;

    private WireClient() {}

    /** An answer as it came. */
    record Answer(int status, String head, String body) {
        Object json() {
            try {
                return Objects.requireNonNull(Json.read(body));
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }
    }

    static Answer get(URI base, String target, String... headers) throws IOException {
        try (Socket socket = connect(base)) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nConnection: close\r\n"
                    + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("no answer");
            }
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        }
    }

    private static Socket connect(URI base) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Follows a path of keys and positions into a tree. */
    static Object at(Object tree, Object... path) {
        Object node = tree;
        for (Object step : path) {
            Object next = step instanceof Integer index ? ((List<?>) node).get(index) : ((Map<?, ?>) node).get(step);
            node = Objects.requireNonNull(next, () -> step + " of " + List.of(path));
        }
        return node;
    }

    static List<?> list(Object tree, Object... path) {
        return (List<?>) at(tree, path);
    }

    static Set<String> keys(Object tree, Object... path) {
        return ((Map<?, ?>) at(tree, path))
                .keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    }

    static double number(Object tree, Object... path) {
        Object node = at(tree, path);
        return Double.parseDouble(node instanceof Json.Digits digits ? digits.text() : node.toString());
    }

    /** A WebSocket that is read frame by frame. */
    static final class Frames implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Frames(URI uri) throws IOException {
            socket = connect(uri);
            String handshake = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Version: 13\r\n\r\n";
            socket.getOutputStream().write(handshake.getBytes(StandardCharsets.UTF_8));
            in = new DataInputStream(socket.getInputStream());
            String head = readHead(in);
            if (!head.startsWith("HTTP/1.1 101")) {
                socket.close();
                throw new IOException(head.lines().findFirst().orElse(""));
            }
        }

        private static String readHead(InputStream in) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("no handshake");
                }
                head.write(next);
            }
            return head.toString(StandardCharsets.UTF_8);
        }

        void send(String text) throws IOException {
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(0x81);
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
            frame.write(new byte[4]);
            frame.write(payload);
            socket.getOutputStream().write(frame.toByteArray());
        }

        String next() throws IOException {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte() & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] payload = in.readNBytes((int) length);
            if ((first & 0x0F) == 8) {
                throw new IOException("closed by the server");
            }
            return new String(payload, StandardCharsets.UTF_8);
        }

        Object nextJson() throws IOException {
            return Objects.requireNonNull(Json.read(next()));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
