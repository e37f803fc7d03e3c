package io.quotron.providers.http;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.spi.PageLoader;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HTTP for providers that a host writes, on the layer that the providers of this library use: each request is charged to the
 * limiter before it is sent and sent exactly once, deadline and cancellation end it wherever it is, answers are bounded in size,
 * redirects stay on the host, and secrets appear in no text.
 *
 * <pre>{@code
 * ProviderHttp http = ProviderHttp.create(SourceId.of("acme"), HttpSettings.defaults());
 * String body = http.get(base).path("quote", symbol).parameter("apikey", key).send(context).text();
 * }</pre>
 *
 * <p>Makes no connection and no thread before the first request, and leaves none after {@link #close()}. Thread-safe.
 */
public final class ProviderHttp implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;

    private final SourceId source;
    private final HttpGateway gateway;

    private ProviderHttp(SourceId source, HttpGateway gateway) {
        this.source = source;
        this.gateway = gateway;
    }

    /**
     * Makes the HTTP side of one provider.
     *
     * @param source the provider, named in threads and failures
     * @param settings times, sizes, proxy and trust
     * @return a new one, to be closed with the provider
     */
    public static ProviderHttp create(SourceId source, HttpSettings settings) {
        return create(source, settings, Set.of());
    }

    /**
     * Makes the HTTP side of one provider whose server sends clients to other hosts.
     *
     * @param source the provider, named in threads and failures
     * @param settings times, sizes, proxy and trust
     * @param allowedHosts hosts that a redirect may lead to beside the one that was asked
     * @return a new one, to be closed with the provider
     */
    public static ProviderHttp create(SourceId source, HttpSettings settings, Set<String> allowedHosts) {
        return new ProviderHttp(source, HttpGateway.create(source, settings, allowedHosts));
    }

    /**
     * Prepares a GET request.
     *
     * @param base where the service is: scheme, host and perhaps port and path
     * @return a request without path and parameters
     */
    public Request get(URI base) {
        return new Request(HttpQuery.get(base));
    }

    /** Ends requests under way with reason CLOSED and frees sockets and threads. Idempotent. */
    @Override
    public void close() {
        gateway.close();
    }

    /** Returns whose requests these are. */
    @Override
    public String toString() {
        return "http of " + source;
    }

    /** One request being prepared. Not thread-safe. */
    public final class Request {
        private final HttpQuery.Builder query;
        private @Nullable SessionAuthenticator session;

        private Request(HttpQuery.Builder query) {
            this.query = query;
        }

        /**
         * Appends segments to the path; each is encoded as one, whatever characters it holds.
         *
         * @param segments the segments
         * @return this request
         */
        public Request path(String... segments) {
            query.path(segments);
            return this;
        }

        /**
         * Adds a query parameter, encoded as one value.
         *
         * @param name the name
         * @param value the value
         * @return this request
         */
        public Request parameter(String name, String value) {
            query.parameter(name, value);
            return this;
        }

        /**
         * Adds a key as a query parameter; it never leaves for another host and appears in no text.
         *
         * @param name the name
         * @param value the key
         * @return this request
         */
        public Request parameter(String name, Secret value) {
            query.parameter(name, value);
            return this;
        }

        /**
         * Adds a key as a header; it never leaves for another host and appears in no text.
         *
         * @param name the name
         * @param value the key
         * @return this request
         */
        public Request header(String name, Secret value) {
            query.header(name, value);
            return this;
        }

        /**
         * Sends the request within a session. It signs in first if nobody is signed in; where the answer tells that the session has
         * ended, it signs in again and the request is sent once more. Each of these requests is charged.
         *
         * @param value who signs in
         * @return this request
         */
        public Request session(SessionAuthenticator value) {
            this.session = Objects.requireNonNull(value, "session");
            return this;
        }

        /**
         * Sends the request for a web page, once (see {@link #session}). The text is decoded as the page or its header says, by UTF-8
         * where neither does.
         *
         * @param context the call
         * @return the page, whatever its status but 429
         * @throws ProviderException for a connection that failed and for status 429
         */
        public PageLoader.Page page(RequestContext context) {
            HttpReply reply = exchange(context);
            if (reply.status() == TOO_MANY) {
                throw limited(reply, context);
            }
            return new PageLoader.Page(reply.uri(), reply.status(), PageText.of(reply));
        }

        private HttpReply exchange(RequestContext context) {
            SessionAuthenticator within = session;
            return within == null
                    ? gateway.send(query.build(), context)
                    : within.send(source, gateway, query.build(), context);
        }

        /**
         * Sends the request, once (see {@link #session}).
         *
         * @param context the call
         * @return the answer, with a status of 2xx or 404
         * @throws ProviderException for every other status with the reason that it stands for, for a page of HTML, and for a
         *     connection that failed
         */
        public Answer send(RequestContext context) {
            return answer(exchange(context), context);
        }
    }

    private Answer answer(HttpReply reply, RequestContext context) {
        int status = reply.status();
        if (status == NOT_FOUND || (status / 100 == 2 && !reply.isHtml())) {
            return new Answer(status, reply.text());
        }
        if (status == TOO_MANY) {
            throw limited(reply, context);
        }
        throw new ProviderException(source, reason(status), "refused with HTTP " + status + ": " + reply.excerpt());
    }

    private RateLimitedException limited(HttpReply reply, RequestContext context) {
        Duration pause = reply.retryAfter(context.time().now()).orElse(Duration.ZERO);
        return new RateLimitedException(source, "too many requests", pause);
    }

    private static FailureReason reason(int status) {
        return switch (status) {
            case 401, 403 -> FailureReason.AUTHENTICATION;
            case 451 -> FailureReason.BLOCKED;
            default -> {
                if (status / 100 == 2) {
                    yield FailureReason.BLOCKED; // a page for people instead of data
                }
                if (status >= 500) {
                    yield FailureReason.UNAVAILABLE;
                }
                yield status / 100 == 4 ? FailureReason.INVALID_REQUEST : FailureReason.MALFORMED_RESPONSE;
            }
        };
    }

    /**
     * What a server answered.
     *
     * @param status 2xx or 404
     * @param text the body
     */
    public record Answer(int status, String text) {
        /**
         * Tells whether the server says that there is no such thing.
         *
         * @return true for status 404
         */
        public boolean isNotFound() {
            return status == NOT_FOUND;
        }
    }
}
