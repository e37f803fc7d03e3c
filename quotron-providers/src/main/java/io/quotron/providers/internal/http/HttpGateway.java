package io.quotron.providers.internal.http;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.model.SourceId;
import io.quotron.providers.http.HttpSettings;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The way of one provider to its server. Making one does no I/O and starts no thread; {@link #close()} leaves none. Thread-safe.
 *
 * <p>One call is exactly one request on the wire, and each is charged before it is sent, redirects included. The HTTP library underneath
 * likes to send requests on its own (after a lost connection, a redirect, 401, 407, 408, 421, or 503 with {@code Retry-After: 0}); all of
 * that is off. What it still does is to try the other addresses of a host when one does not accept the connection, because no request
 * has been sent then.
 *
 * <p>The call runs on a thread of the gateway while the caller waits, because a thread that reads from a socket cannot be interrupted: a
 * deadline, an interrupt, a cancellation or {@link #close()} ends the waiting at once and then tears down the connection.
 */
public final class HttpGateway implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;

    private final SourceId source;
    private final HttpSettings settings;
    private final Redirects redirects;
    private final Dns dns;
    private final Set<HttpCall> calls = ConcurrentHashMap.newKeySet();
    private final Set<GatewaySocket> sockets = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private @Nullable Transport transport;
    private boolean closed;

    private HttpGateway(SourceId source, HttpSettings settings, Set<String> allowedHosts, Dns dns) {
        this.source = Objects.requireNonNull(source, "source");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.redirects = new Redirects(source, allowedHosts);
        this.dns = dns;
    }

    /**
     * Makes a gateway.
     *
     * @param source the provider, for messages and names of threads
     * @param settings times and sizes
     * @param allowedHosts hosts that a redirect may lead to beside the one that was asked
     * @return a gateway without any connection
     */
    public static HttpGateway create(SourceId source, HttpSettings settings, Set<String> allowedHosts) {
        return create(source, settings, allowedHosts, Dns.SYSTEM);
    }

    static HttpGateway create(SourceId source, HttpSettings settings, Set<String> allowedHosts, Dns dns) {
        return new HttpGateway(source, settings, allowedHosts, dns);
    }

    /**
     * Sends a request and waits for the whole answer; any status is an answer.
     *
     * @param query the request
     * @param context the call: charged for each request, and bounded by its deadline
     * @return the answer
     * @throws ProviderException UNAVAILABLE, TIMEOUT, MALFORMED_RESPONSE (too long), INVALID_REQUEST or CLOSED
     * @throws QuotronException CANCELLED, or what the rate limiter throws
     */
    public HttpReply send(HttpQuery query, RequestContext context) {
        return send(query, context, null);
    }

    /**
     * As {@link #send(HttpQuery, RequestContext)}, with the cookies of a session on each hop, which takes those that are set on the way.
     *
     * @param query the request
     * @param context the call
     * @param cookies the cookies; null for none
     * @return the answer
     */
    public HttpReply send(HttpQuery query, RequestContext context, @Nullable CookieStore cookies) {
        Requests.check(source, query);
        HttpUrl url = Requests.url(source, query);
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpReply reply = exchange(withCookies(query, url, context, cookies), url, context);
            if (cookies != null) {
                cookies.store(url, reply.headers("Set-Cookie"), context.time().now());
            }
            Optional<String> location = query.redirects() ? Redirects.location(query, reply) : Optional.empty();
            if (location.isEmpty()) {
                return reply;
            }
            url = redirects.follow(query, url, location.get());
        }
        throw new ProviderException(
                source,
                FailureReason.UNAVAILABLE,
                "more than " + MAX_REDIRECTS + " redirects from " + query.base().getHost());
    }

    private static HttpQuery withCookies(
            HttpQuery query, HttpUrl url, RequestContext context, @Nullable CookieStore cookies) {
        return cookies == null
                ? query
                : cookies.header(url, context.time().now())
                        .map(query::withCookie)
                        .orElse(query);
    }

    private HttpReply exchange(HttpQuery query, HttpUrl url, RequestContext context) {
        context.beforeRequest(query.weight());
        Request request = Requests.build(query, url, settings.userAgent());
        HttpCall call = new HttpCall(source, query, client().newCall(request), settings.maxBodyBytes());
        calls.add(call);
        try {
            if (isClosed()) {
                throw closedException();
            }
            return call.execute(context);
        } finally {
            calls.remove(call);
        }
    }

    /**
     * Starts to open a WebSocket and returns at once. The attempt is charged on a thread of the gateway before it is made.
     *
     * @param uri the address, {@code ws} or {@code wss}
     * @param listener who is told
     * @param context the call; its cancellation closes the socket while it is opening
     * @return the socket, to be closed by the caller
     * @throws ProviderException CLOSED, or INVALID_REQUEST for an address that is none
     */
    public Socket openSocket(URI uri, SocketListener listener, RequestContext context) {
        Request request = Requests.socket(source, uri, settings.userAgent());
        GatewaySocket socket = new GatewaySocket(source, listener, sockets::remove);
        sockets.add(socket);
        OkHttpClient client = transport().socketClient(settings, context, socket);
        if (isClosed()) {
            sockets.remove(socket);
            throw closedException();
        }
        socket.open(client, request, context);
        return socket;
    }

    private OkHttpClient client() {
        return transport().client();
    }

    private Transport transport() {
        synchronized (lock) {
            if (closed) {
                throw closedException();
            }
            Transport current = transport;
            if (current == null) {
                current = Transport.create(source, settings, dns);
                transport = current;
            }
            return current;
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private ProviderException closedException() {
        return new ProviderException(source, FailureReason.CLOSED, "the provider is closed");
    }

    /** Ends all calls with CLOSED, closes all sockets, and waits up to two seconds for its threads to end. Idempotent. */
    @Override
    public void close() {
        Transport old;
        synchronized (lock) {
            closed = true;
            old = transport;
            transport = null;
        }
        calls.forEach(call -> call.fail(closedException()));
        sockets.forEach(GatewaySocket::shutDown);
        if (old != null) {
            old.close();
        }
    }
}
