package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Which hosts are talked to. The API lives at two addresses of equal content; after one of them could not be reached the next request
 * goes to the other. Thread-safe.
 *
 * <p>Where the API is not Yahoo's own (a gateway, a test), its address stands for all of Yahoo's hosts, and nothing is ever sent to those.
 */
final class YahooHosts {
    static final URI DEFAULT_API = URI.create("https://query2.finance.yahoo.com");
    static final URI DEFAULT_ALTERNATE = URI.create("https://query1.finance.yahoo.com");
    static final URI DEFAULT_COOKIE = URI.create("https://fc.yahoo.com");
    static final URI DEFAULT_CONSENT = URI.create("https://guce.yahoo.com/consent");
    private static final Set<String> SESSION_HOSTS = Set.of(
            "yahoo.com", "www.yahoo.com", "fc.yahoo.com", "finance.yahoo.com", "guce.yahoo.com", "consent.yahoo.com");

    private final URI api;
    private final URI alternate;
    private final URI cookie;
    private final AtomicBoolean onAlternate = new AtomicBoolean();

    YahooHosts(URI api, URI alternate, URI cookie) {
        this.api = api;
        this.alternate = alternate;
        this.cookie = cookie;
    }

    /** Returns where the next request to the API goes. */
    URI api() {
        return onAlternate.get() ? alternate : api;
    }

    /** Notes how a request to the API failed, so that the next one goes elsewhere if that may help. */
    void failed(URI used, FailureReason reason) {
        if (reason == FailureReason.UNAVAILABLE || reason == FailureReason.TIMEOUT) {
            onAlternate.set(used.equals(api));
        }
    }

    /** Where a session starts. */
    URI cookie() {
        return cookie;
    }

    /** Where a session starts if the first place gives none that is taken. */
    URI consent() {
        return DEFAULT_CONSENT;
    }

    /** Returns the names under which the API and the start of the session are known to cookies. */
    List<String> ofSession() {
        Stream<URI> servers = isYahoo() ? Stream.of(api(), cookie) : Stream.of(api(), cookie, DEFAULT_API);
        return servers.map(server -> String.valueOf(server.getHost()).toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** Tells whether the API is Yahoo's own. */
    boolean isYahoo() {
        return api.equals(DEFAULT_API);
    }

    /**
     * Returns where to send a request for an address of the session, which Yahoo named in a redirect.
     *
     * @param address an absolute address
     * @return the same address, or its path at the host that stands for all; empty for an address that must not be asked
     */
    Optional<URI> reach(URI address) {
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        boolean yahoos = SESSION_HOSTS.contains(host) && "https".equals(address.getScheme()) && address.getPort() < 0;
        boolean configured = isSameServer(address, cookie) || isSameServer(address, api);
        if (configured || (yahoos && isYahoo())) {
            return Optional.of(address);
        }
        return yahoos ? Optional.of(onto(address)) : Optional.empty();
    }

    private URI onto(URI address) {
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return URI.create(cookie.getScheme() + "://" + cookie.getRawAuthority() + address.getRawPath() + query);
    }

    private static boolean isSameServer(URI one, URI other) {
        return String.valueOf(one.getScheme()).equals(other.getScheme())
                && String.valueOf(one.getRawAuthority()).equals(other.getRawAuthority());
    }
}
