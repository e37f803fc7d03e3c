package io.quotron.testkit.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An HTTP/1.1 server on the loopback interface that runs a {@link Handler}, with keep-alive and WebSocket upgrade.
 *
 * <pre>{@code
 * try (LoopbackServer server = LoopbackServer.start((request, response) -> response.sendJson("{}"))) {
 *     provider = KrakenProvider.builder().baseUri(server.uri()).build();
 *     ...
 * }
 * }</pre>
 *
 * <p>Thread-safe. Has one daemon thread that accepts and one for each open connection; {@link #close()} ends them.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final int MAX_RECORDED = 10_000;
    private static final int BACKLOG = 256;
    private static final long CLOSE_MILLIS = 2_000;

    private final Object lock = new Object();
    private final String owner;
    private final Handler handler;
    private final ServerSocket listening;
    private final Thread acceptor;
    private final Map<Connection, Thread> open = new HashMap<>();
    private final Deque<Request> requests = new ArrayDeque<>();
    private int connections;
    private long requestCount;
    private boolean closed;

    private LoopbackServer(String owner, Handler handler, ServerSocket listening) {
        this.owner = owner;
        this.handler = handler;
        this.listening = listening;
        this.acceptor = newThread(this::acceptUntilClosed, "accept-1");
    }

    /**
     * Starts a server on a free port. Its threads are named {@code quotron-faultserver-...}.
     *
     * @param handler answers all requests
     * @return a server that listens
     * @throws UncheckedIOException if no port can be opened
     */
    public static LoopbackServer start(Handler handler) {
        return start("faultserver", handler);
    }

    /**
     * Starts a server on a free port.
     *
     * @param owner the second part of the names of its threads: {@code quotron-<owner>-...}
     * @param handler answers all requests
     * @return a server that listens
     * @throws UncheckedIOException if no port can be opened
     */
    public static LoopbackServer start(String owner, Handler handler) {
        return start(owner, 0, handler);
    }

    /**
     * Starts a server on a given port, for example the one of a server that was closed.
     *
     * @param owner the second part of the names of its threads: {@code quotron-<owner>-...}
     * @param port the port; 0 for any that is free
     * @param handler answers all requests
     * @return a server that listens
     * @throws UncheckedIOException if the port cannot be opened
     */
    public static LoopbackServer start(String owner, int port, Handler handler) {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(handler, "handler");
        try {
            ServerSocket socket = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            LoopbackServer server = new LoopbackServer(owner, handler, socket);
            server.acceptor.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on the loopback interface", e);
        }
    }

    /**
     * Returns where the server is.
     *
     * @return for example {@code http://127.0.0.1:40123}, without a slash at the end
     */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /**
     * Returns where the server is, for WebSockets.
     *
     * @return for example {@code ws://127.0.0.1:40123}, without a slash at the end
     */
    public URI webSocketUri() {
        return URI.create("ws://127.0.0.1:" + port());
    }

    /**
     * Returns the port.
     *
     * @return the port that the server listens on, also after it was closed
     */
    public int port() {
        return listening.getLocalPort();
    }

    /**
     * Returns the requests that were read, also those that are still being answered.
     *
     * @return the newest 10,000, oldest first
     */
    public List<Request> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    /**
     * Returns how many requests were read in all.
     *
     * @return 0 or more
     */
    public long requestCount() {
        synchronized (lock) {
            return requestCount;
        }
    }

    /**
     * Returns how many connections were accepted in all.
     *
     * @return 0 or more
     */
    public int connectionCount() {
        synchronized (lock) {
            return connections;
        }
    }

    /**
     * Returns how many connections are open now.
     *
     * @return 0 or more
     */
    public int openConnections() {
        synchronized (lock) {
            return open.size();
        }
    }

    /** Forgets the requests that were recorded and counted. Connections are not touched. */
    public void forgetRequests() {
        synchronized (lock) {
            requests.clear();
            requestCount = 0;
        }
    }

    /** Kills all open connections with RST; the server goes on to accept new ones. */
    public void resetConnections() {
        List<Connection> toReset;
        synchronized (lock) {
            toReset = List.copyOf(open.keySet());
        }
        for (Connection connection : toReset) {
            try {
                connection.reset();
            } catch (IOException alreadyGone) {
                // Nothing is left to be killed.
            }
        }
    }

    /** Stops listening, closes all connections and ends all threads. Idempotent. */
    @Override
    public void close() {
        List<Thread> threads = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            threads.add(acceptor);
            threads.addAll(open.values());
        }
        closeQuietly(listening);
        for (Connection connection : connectionsNow()) {
            try {
                connection.cut();
            } catch (IOException alreadyGone) {
                // Nothing is left to be closed.
            }
        }
        threads.forEach(Thread::interrupt);
        threads.forEach(LoopbackServer::join);
    }

    private List<Connection> connectionsNow() {
        synchronized (lock) {
            return List.copyOf(open.keySet());
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception alreadyGone) {
            // Nothing is left to be closed.
        }
    }

    private static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return; // a handler closes its own server
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptUntilClosed() {
        while (!listening.isClosed()) {
            try {
                serve(listening.accept());
            } catch (IOException e) {
                // The server was closed, or a client left before it was served.
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        synchronized (lock) {
            if (closed) {
                socket.close();
                return;
            }
            int number = ++connections;
            Connection connection = new Connection(socket, number, handler, this::record);
            Thread thread = newThread(() -> serveToTheEnd(connection), "connection-" + number);
            open.put(connection, thread);
            thread.start();
        }
    }

    private void serveToTheEnd(Connection connection) {
        try {
            connection.run();
        } finally {
            synchronized (lock) {
                open.remove(connection);
            }
        }
    }

    private void record(Request request) {
        synchronized (lock) {
            requestCount++;
            requests.addLast(request);
            if (requests.size() > MAX_RECORDED) {
                requests.removeFirst();
            }
        }
    }

    private Thread newThread(Runnable task, String role) {
        Thread thread = new Thread(task, "quotron-" + owner + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the address. */
    @Override
    public String toString() {
        return "LoopbackServer[" + uri() + "]";
    }
}
