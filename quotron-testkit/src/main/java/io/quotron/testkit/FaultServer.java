package io.quotron.testkit;

import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.LoopbackServer;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on the loopback interface whose answers a test scripts: good ones, and those of {@link Faults}.
 *
 * <pre>{@code
 * try (FaultServer server = FaultServer.start()) {
 *     server.enqueue(Faults.status(503)).enqueue(Faults.noHeaders());       // the next two requests
 *     server.otherwise((request, response) -> response.sendJson(GOOD));     // all others
 *     ...
 *     assertThat(server.requests()).hasSize(3);
 * }
 * }</pre>
 *
 * <p>An answer is looked for in the queue first, then among the routes, the last one added first, then in the one for all others. A
 * request for which there is none gets status 404. Thread-safe.
 */
public final class FaultServer implements AutoCloseable {
    private final Object lock = new Object();
    private final Deque<Handler> queue = new ArrayDeque<>();
    private final Deque<Route> routes = new ArrayDeque<>();
    private final LoopbackServer server;
    private Handler otherwise = Faults.status(404);

    private FaultServer() {
        server = LoopbackServer.start(this::answer);
    }

    /**
     * Starts a server on a free port.
     *
     * @return a server that answers 404 to everything
     */
    public static FaultServer start() {
        return new FaultServer();
    }

    /**
     * Adds an answer for one request, whatever it asks.
     *
     * @param answer the answer
     * @return this server
     */
    public FaultServer enqueue(Handler answer) {
        synchronized (lock) {
            queue.addLast(Objects.requireNonNull(answer, "answer"));
        }
        return this;
    }

    /**
     * Sets the answer for some requests; it goes before routes that were added earlier.
     *
     * @param condition which requests
     * @param answer the answer
     * @return this server
     */
    public FaultServer route(Predicate<Request> condition, Handler answer) {
        synchronized (lock) {
            routes.addFirst(new Route(condition, answer));
        }
        return this;
    }

    /**
     * Sets the answer for a path; it goes before routes that were added earlier.
     *
     * @param path the path, encoded, without the query
     * @param answer the answer
     * @return this server
     */
    public FaultServer route(String path, Handler answer) {
        return route(request -> request.path().equals(path), answer);
    }

    /**
     * Sets the answer for all other requests.
     *
     * @param answer the answer
     * @return this server
     */
    public FaultServer otherwise(Handler answer) {
        synchronized (lock) {
            otherwise = Objects.requireNonNull(answer, "answer");
        }
        return this;
    }

    /** Forgets queue, routes and recorded requests, and answers 404 to everything again. */
    public void clear() {
        synchronized (lock) {
            queue.clear();
            routes.clear();
            otherwise = Faults.status(404);
        }
        server.forgetRequests();
    }

    /**
     * Returns where the server is.
     *
     * @return for example {@code http://127.0.0.1:40123}, without a slash at the end
     */
    public URI uri() {
        return server.uri();
    }

    /**
     * Returns where the server is, for WebSockets.
     *
     * @return for example {@code ws://127.0.0.1:40123}, without a slash at the end
     */
    public URI webSocketUri() {
        return server.webSocketUri();
    }

    /**
     * Returns the requests that were read, also those that are still being answered.
     *
     * @return the newest 10,000, oldest first
     */
    public List<Request> requests() {
        return server.requests();
    }

    /**
     * Returns how many connections were accepted.
     *
     * @return 0 or more
     */
    public int connectionCount() {
        return server.connectionCount();
    }

    /**
     * Returns how many connections are open now.
     *
     * @return 0 or more
     */
    public int openConnections() {
        return server.openConnections();
    }

    /** Kills all open connections with RST; the server goes on to accept new ones. */
    public void resetConnections() {
        server.resetConnections();
    }

    /** Stops listening, closes all connections and ends all threads. Idempotent. */
    @Override
    public void close() {
        server.close();
    }

    private void answer(Request request, Response response) throws IOException {
        next(request).handle(request, response);
    }

    private Handler next(Request request) {
        synchronized (lock) {
            @Nullable Handler queued = queue.pollFirst();
            if (queued != null) {
                return queued;
            }
            for (Route route : routes) {
                if (route.condition.test(request)) {
                    return route.answer;
                }
            }
            return otherwise;
        }
    }

    /** Which requests get which answer. */
    private record Route(Predicate<Request> condition, Handler answer) {}
}
