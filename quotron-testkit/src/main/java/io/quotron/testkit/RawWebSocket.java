package io.quotron.testkit;

import io.quotron.spi.TimeSource;
import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.WebSocketHandler;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The other end of a WebSocket, driven by the thread of a test: it sees what the client sent and sends what the test likes. Takes any
 * number of connections, one after the other or at once; what is sent goes to the newest.
 *
 * <pre>{@code
 * RawWebSocket peer = new RawWebSocket();
 * server.otherwise(peer.handler());
 * ...
 * peer.awaitText(text -> text.contains("subscribe"));
 * peer.send("{\"channel\":\"trade\"}");
 * peer.reset();
 * }</pre>
 *
 * <p>Thread-safe. Methods that wait do so in real time, at most 10 seconds, and throw {@link AssertionError} after that.
 */
public final class RawWebSocket {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the peer does by itself when the client says something. */
    @FunctionalInterface
    public interface Reply {
        /**
         * Reacts to a text.
         *
         * @param session the connection
         * @param text what the client sent
         * @throws IOException if the client has gone
         */
        void onText(WebSocketSession session, String text) throws IOException;
    }

    private final Object lock = new Object();
    private final Reply reply;
    private final List<WebSocketSession> sessions = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private int pings;
    private boolean answersPings = true;
    private Optional<String> greeting = Optional.empty();

    /** Makes a peer that says nothing by itself but pongs. */
    public RawWebSocket() {
        this((session, text) -> {});
    }

    /**
     * Makes a peer that answers by itself.
     *
     * @param reply called for each text, on the thread of the connection
     */
    public RawWebSocket(Reply reply) {
        this.reply = Objects.requireNonNull(reply, "reply");
    }

    /**
     * Returns what to give to a server.
     *
     * @return a handler that upgrades each handshake and answers 404 to everything else
     */
    public Handler handler() {
        return (request, response) -> {
            if (response.isUpgrade()) {
                response.upgradeToWebSocket(new Recorder());
            } else {
                response.status(404).send("");
            }
        };
    }

    /**
     * Sets what is said to each client before anything else; nothing unless told otherwise.
     *
     * @param text the first text of each connection from now on
     */
    public void greetWith(String text) {
        synchronized (lock) {
            greeting = Optional.of(text);
        }
    }

    /**
     * Sets whether pings are answered; they are unless told otherwise.
     *
     * @param answered false to play dead
     */
    public void answerPings(boolean answered) {
        synchronized (lock) {
            answersPings = answered;
        }
    }

    /**
     * Returns all texts that clients sent, over all connections.
     *
     * @return the texts, oldest first
     */
    public List<String> received() {
        synchronized (lock) {
            return List.copyOf(received);
        }
    }

    /**
     * Returns how many connections were made.
     *
     * @return 0 or more
     */
    public int connections() {
        synchronized (lock) {
            return sessions.size();
        }
    }

    /**
     * Returns how many pings clients sent.
     *
     * @return 0 or more
     */
    public int pings() {
        synchronized (lock) {
            return pings;
        }
    }

    /**
     * Returns how connections ended.
     *
     * @return the status codes of the clients' close frames, 1006 where there was none
     */
    public List<Integer> closeCodes() {
        synchronized (lock) {
            return List.copyOf(closeCodes);
        }
    }

    /**
     * Waits for a connection.
     *
     * @param count how many connections there must have been
     * @return the newest
     */
    public WebSocketSession awaitConnection(int count) {
        await(() -> sessions.size() >= count, count + " connections");
        return session();
    }

    /**
     * Waits until a client has sent a text.
     *
     * @param condition which text
     * @return the first such text
     */
    public String awaitText(Predicate<String> condition) {
        await(() -> received.stream().anyMatch(condition), "a certain text");
        return received().stream().filter(condition).findFirst().orElseThrow();
    }

    /**
     * Waits until connections have ended.
     *
     * @param count how many
     */
    public void awaitClosed(int count) {
        await(() -> closeCodes.size() >= count, count + " connections to end");
    }

    /**
     * Sends a text on the newest connection.
     *
     * @param text the text
     */
    public void send(String text) {
        run(() -> session().send(text));
    }

    /**
     * Sends bytes as they are on the newest connection, for example a broken frame.
     *
     * @param bytes what to put on the wire
     */
    public void sendBytes(byte[] bytes) {
        run(() -> session().sendBytes(bytes));
    }

    /** Kills the newest connection with RST. */
    public void reset() {
        run(() -> session().reset());
    }

    /** Closes the newest connection without a close frame. */
    public void cut() {
        run(() -> session().cut());
    }

    /**
     * Returns the newest connection.
     *
     * @return the session, open or not
     * @throws AssertionError if nobody has connected
     */
    public WebSocketSession session() {
        synchronized (lock) {
            if (sessions.isEmpty()) {
                throw new AssertionError("no client has connected");
            }
            return sessions.get(sessions.size() - 1);
        }
    }

    private static void run(Sending sending) {
        try {
            sending.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(BooleanSupplier condition, String what) {
        long giveUp = TimeSource.system().nanoTime() + PATIENCE.toNanos();
        synchronized (lock) {
            while (!condition.getAsBoolean()) {
                long left = giveUp - TimeSource.system().nanoTime();
                if (left <= 0) {
                    throw new AssertionError("waited " + PATIENCE + " for " + what + "; received " + received);
                }
                try {
                    lock.wait(1 + left / 1_000_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting for " + what, e);
                }
            }
        }
    }

    /** Something that fails where the client has gone. */
    @FunctionalInterface
    private interface Sending {
        void run() throws IOException;
    }

    /** Notes what a client does. */
    private final class Recorder implements WebSocketHandler {
        @Override
        public void onOpen(WebSocketSession session) throws IOException {
            Optional<String> first;
            synchronized (lock) {
                sessions.add(session);
                first = greeting;
                lock.notifyAll();
            }
            if (first.isPresent()) {
                session.send(first.get());
            }
        }

        @Override
        public void onText(WebSocketSession session, String text) throws IOException {
            synchronized (lock) {
                received.add(text);
                lock.notifyAll();
            }
            reply.onText(session, text);
        }

        @Override
        public void onPing(WebSocketSession session, byte[] payload) throws IOException {
            boolean answer;
            synchronized (lock) {
                pings++;
                answer = answersPings;
                lock.notifyAll();
            }
            if (answer) {
                session.pong(payload);
            }
        }

        @Override
        public void onClosed(WebSocketSession session, int code) {
            synchronized (lock) {
                closeCodes.add(code);
                lock.notifyAll();
            }
        }
    }
}
