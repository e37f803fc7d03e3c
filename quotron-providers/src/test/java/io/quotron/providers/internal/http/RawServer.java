package io.quotron.providers.internal.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server on loopback that does to each request exactly what a script says, stalls and resets included. */
public final class RawServer implements AutoCloseable {
    /** What to do with one request. */
    @FunctionalInterface
    public interface Script {
        /**
         * Handles a request.
         *
         * @param request request line and headers
         * @param exchange the way to answer
         * @throws Exception to close the connection
         */
        void handle(List<String> request, Exchange exchange) throws Exception;
    }

    /** The way to answer one request. */
    public static final class Exchange {
        private final Socket socket;

        private Exchange(Socket socket) {
            this.socket = socket;
        }

        /** Sends text as it is. */
        public void raw(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Sends bytes as they are. */
        public void raw(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Sends an answer with a length. */
        public void reply(String status, String headers, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            raw("HTTP/1.1 " + status + "\r\nContent-Length: " + bytes.length + "\r\n" + headers + "\r\n" + body);
        }

        /** Does nothing until the client goes away. */
        public void stall() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                // what the client still sends is of no interest
            }
        }

        /** Resets the connection. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Returns the connection. */
        public Socket socket() {
            return socket;
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final List<List<String>> requests = Collections.synchronizedList(new ArrayList<>());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Starts a server. */
    public RawServer(Script script) {
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.script = script;
        start("accept", this::accept);
    }

    private static void start(String role, Runnable task) {
        Thread thread = new Thread(task, "raw-server-" + role);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                open.add(socket);
                start("connection", () -> serve(socket));
            }
        } catch (IOException closed) {
            // the end of the server
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> request = readHead(in);
            while (!request.isEmpty()) {
                requests.add(request);
                script.handle(request, new Exchange(socket));
                request = readHead(in);
            }
        } catch (Exception end) {
            // the script or the client ended the connection
        } finally {
            open.remove(socket);
        }
    }

    private static List<String> readHead(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    /** Returns where the server listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Returns the heads of all requests so far. */
    public List<List<String>> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Returns how many connections are open. */
    public int openConnections() {
        return open.size();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
