package io.quotron.providers.internal.http;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Decides which redirects are followed: to the same server, or to a host on the list; never from https to http, never from a public
 * server to a private address, never with a secret in the address to another host.
 */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final Pattern PRIVATE_HOST = Pattern.compile(
            "localhost|.*\\.localhost|.*\\.local|.*\\.internal"
                    + "|0\\..*|10\\..*|127\\..*|169\\.254\\..*|192\\.168\\..*|172\\.(1[6-9]|2[0-9]|3[01])\\..*"
                    + "|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\..*|::1?|::ffff:.*|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*");

    private final SourceId source;
    private final Set<String> allowedHosts;

    Redirects(SourceId source, Set<String> allowedHosts) {
        this.source = source;
        this.allowedHosts = allowedHosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns where an answer points to; a POST is never sent a second time. */
    static Optional<String> location(HttpQuery query, HttpReply reply) {
        return query.post() || !STATUSES.contains(reply.status()) ? Optional.empty() : reply.header("Location");
    }

    /** Returns the next address, if it may be followed. */
    HttpUrl follow(HttpQuery query, HttpUrl from, String location) {
        HttpUrl to = from.resolve(location);
        if (to == null) {
            throw refused("to an address that is not http: " + Excerpt.of(query.redact(location)));
        }
        if (from.isHttps() && !to.isHttps()) {
            throw refused("from https to http");
        }
        if (!to.username().isEmpty() || !to.password().isEmpty()) {
            throw refused("to an address with credentials");
        }
        if (isPrivate(to.host()) && !isPrivate(from.host())) {
            throw refused("to a private address");
        }
        checkHost(query, from, to);
        return to;
    }

    private void checkHost(HttpQuery query, HttpUrl from, HttpUrl to) {
        if (isSameServer(from, to)) {
            return;
        }
        if (!allowedHosts.contains(to.host())) {
            throw refused("to another host, " + Excerpt.of(query.redact(to.host())));
        }
        if (query.hasSecretParameter()) {
            throw refused("with a secret to another host, " + Excerpt.of(query.redact(to.host())));
        }
    }

    /** Same host and port; or the same host going from http to https, each at its usual port. */
    private static boolean isSameServer(HttpUrl from, HttpUrl to) {
        boolean upgrade = from.port() == 80 && to.port() == 443 && to.isHttps();
        return from.host().equals(to.host()) && (from.port() == to.port() || upgrade);
    }

    static boolean isPrivate(String host) {
        return PRIVATE_HOST.matcher(host).matches();
    }

    private ProviderException refused(String what) {
        return new ProviderException(source, FailureReason.BLOCKED, "the server redirects " + what + "; refused");
    }
}
