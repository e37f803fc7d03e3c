package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cookie and the crumb that quotes need. Thread-safe.
 *
 * <p>However many threads find that there is no session, or that theirs was refused, one of them (the leader) asks Yahoo and the others wait
 * for its result, each no longer than its own deadline. A failure that belongs to the leader alone (it was cancelled, or its own deadline or
 * limiter said no) is not handed on: another thread takes the lead.
 *
 * <p>There are two ways to a session: the cookie of the first visit, and the cookies that come with agreeing to the consent page. The first
 * is tried first, the second where it gives nothing that is taken; after two sessions that Yahoo gave and then refused, the other way round.
 */
final class YahooSession {
    private static final Pattern CRUMB = Pattern.compile("[!-~&&[^<>{}\"]]{1,64}");
    /** After that many sessions that never worked, the other way to one comes first. */
    private static final int HOPELESS = 2;

    private static final Set<FailureReason> REFUSALS = Set.of(
            FailureReason.AUTHENTICATION,
            FailureReason.BLOCKED,
            FailureReason.MALFORMED_RESPONSE,
            FailureReason.INVALID_REQUEST);

    private final HttpGateway gateway;
    private final YahooHosts hosts;
    private final Object lock = new Object();
    private final AtomicLong generations = new AtomicLong();
    private final AtomicLong worked = new AtomicLong();
    private @Nullable Credentials current;
    private @Nullable CompletableFuture<Credentials> renewal;

    /**
     * What a protected call needs.
     *
     * @param cookie the {@code Cookie} header; null if Yahoo set none
     * @param crumb the token; null where a server that stands for Yahoo knows of none
     * @param generation counts the sessions, from 1
     */
    record Credentials(@Nullable Secret cookie, @Nullable Secret crumb, long generation) {}

    YahooSession(HttpGateway gateway, YahooHosts hosts) {
        this.gateway = gateway;
        this.hosts = hosts;
    }

    /**
     * Returns credentials that may work.
     *
     * @param refused the generation that Yahoo has just refused; 0 for the first try
     * @param context the call
     * @return credentials of a later generation
     */
    Credentials get(long refused, RequestContext context) {
        while (true) {
            CompletableFuture<Credentials> flight;
            boolean leader = false;
            synchronized (lock) {
                Credentials known = current;
                if (known != null && known.generation() > refused) {
                    return known;
                }
                CompletableFuture<Credentials> running = renewal;
                if (running == null) {
                    running = new CompletableFuture<>();
                    renewal = running;
                    leader = true;
                }
                flight = running;
            }
            if (leader) {
                return lead(flight, context);
            }
            Optional<Credentials> shared = follow(flight, context);
            if (shared.isPresent()) {
                return shared.get();
            }
        }
    }

    /** Notes that Yahoo took the credentials. */
    void worked(Credentials credentials) {
        worked.accumulateAndGet(credentials.generation(), Math::max);
    }

    private Credentials lead(CompletableFuture<Credentials> flight, RequestContext context) {
        try {
            Credentials fresh = renew(context);
            land(flight, fresh);
            flight.complete(fresh);
            return fresh;
        } catch (OwnLimitException e) {
            land(flight, null);
            flight.completeExceptionally(e);
            throw e.refusal;
        } catch (RuntimeException | Error e) {
            land(flight, null);
            flight.completeExceptionally(e);
            throw e;
        }
    }

    private void land(CompletableFuture<Credentials> flight, @Nullable Credentials fresh) {
        synchronized (lock) {
            current = fresh;
            if (renewal == flight) {
                renewal = null;
            }
        }
    }

    /** Waits for the leader; empty if it failed for a reason of its own. */
    private static Optional<Credentials> follow(CompletableFuture<Credentials> flight, RequestContext context) {
        CompletableFuture<Credentials> mine = flight.copy();
        Registration registration = context.onCancel(() -> mine.cancel(false));
        try {
            return Optional.of(mine.get(context.remaining().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuotronException(FailureReason.CANCELLED, "the request was cancelled", e);
        } catch (TimeoutException e) {
            throw YahooErrors.failure(FailureReason.TIMEOUT, "no session before the deadline");
        } catch (CancellationException e) {
            throw new QuotronException(FailureReason.CANCELLED, "the request was cancelled", e);
        } catch (ExecutionException e) {
            return orRethrow(e.getCause());
        } finally {
            registration.close();
        }
    }

    /** Hands a failure on as an exception of its own, because each call attaches its own trail. */
    private static Optional<Credentials> orRethrow(@Nullable Throwable cause) {
        if (cause instanceof RateLimitedException limited) {
            throw new RateLimitedException(YahooErrors.SOURCE, "too many requests", limited.retryAfter());
        }
        if (cause instanceof ProviderException shared && shared.reason() != FailureReason.TIMEOUT) {
            String message = "another call could not open the session that this one needs";
            throw new ProviderException(YahooErrors.SOURCE, shared.reason(), message, shared);
        }
        return Optional.empty();
    }

    private Credentials renew(RequestContext context) {
        boolean consentFirst = generations.get() - worked.get() >= HOPELESS;
        Credentials fresh;
        try {
            fresh = consentFirst ? byConsent(context) : byCookie(context);
        } catch (RateLimitedException e) {
            throw e;
        } catch (ProviderException e) {
            fresh = otherwise(consentFirst, e, context);
        }
        context.note("new session with Yahoo");
        return fresh;
    }

    /** Tries the other way to a session where Yahoo refused the first; what cannot be reached is not tried any harder. */
    private Credentials otherwise(boolean consentFirst, ProviderException first, RequestContext context) {
        if (!REFUSALS.contains(first.reason())) {
            throw first;
        }
        try {
            return consentFirst ? byCookie(context) : byConsent(context);
        } catch (RateLimitedException | OwnLimitException e) {
            throw e;
        } catch (ProviderException e) {
            first.addSuppressed(e);
            throw first;
        }
    }

    private Credentials byCookie(RequestContext context) {
        YahooConsent visit = new YahooConsent(query -> send(query, context), hosts, context);
        visit.start();
        if (visit.cookies().isEmpty()) {
            visit.agree();
        }
        return credentials(visit.cookies(), context);
    }

    private Credentials byConsent(RequestContext context) {
        YahooConsent visit = new YahooConsent(query -> send(query, context), hosts, context);
        visit.agree();
        if (visit.cookies().isEmpty()) {
            throw YahooErrors.failure(FailureReason.AUTHENTICATION, "no cookie was given");
        }
        return credentials(visit.cookies(), context);
    }

    private Credentials credentials(YahooCookies cookies, RequestContext context) {
        URI api = hosts.api();
        Secret cookie = cookies.header(hosts.ofSession());
        HttpQuery.Builder query = HttpQuery.get(api).path("v1", "test", "getcrumb");
        if (cookie != null) {
            query.header("Cookie", cookie);
        }
        try {
            HttpReply reply = send(query.build(), context);
            boolean archive = reply.status() == 404 && !hosts.isYahoo();
            Secret crumb = archive ? null : crumb(reply, context);
            return new Credentials(cookie, crumb, generations.incrementAndGet());
        } catch (QuotronException e) {
            hosts.failed(api, e.reason());
            throw e;
        }
    }

    private HttpReply send(HttpQuery query, RequestContext context) {
        try {
            return gateway.send(query, context);
        } catch (RateLimitedException e) {
            throw new OwnLimitException(e);
        }
    }

    /** Our own limiter would have let the leader wait too long; a caller with more time may lead instead. */
    private static final class OwnLimitException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RateLimitedException refusal;

        private OwnLimitException(RateLimitedException refusal) {
            super(refusal);
            this.refusal = refusal;
        }
    }

    /** Takes a crumb only if it cannot be anything else. */
    private static Secret crumb(HttpReply reply, RequestContext context) {
        YahooErrors.throwIfNotData(reply, context.time().now());
        String text = reply.text().strip();
        if (reply.status() != 200) {
            YahooErrors.read(reply, null, context.time().now());
        }
        if (text.isEmpty()) {
            throw YahooErrors.failure(FailureReason.AUTHENTICATION, "no crumb was given");
        }
        boolean page = text.toLowerCase(Locale.ROOT).contains("<html");
        if (page) {
            throw YahooErrors.failure(FailureReason.BLOCKED, "a web page instead of a crumb");
        }
        if (!CRUMB.matcher(text).matches()) {
            throw YahooErrors.malformed(
                    "no crumb but another text of " + text.length() + " characters"); // never quoted
        }
        return Secret.of(text);
    }
}
