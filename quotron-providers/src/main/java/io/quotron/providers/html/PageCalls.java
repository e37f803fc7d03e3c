package io.quotron.providers.html;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.http.ProviderHttp;
import io.quotron.providers.http.SessionAuthenticator;
import io.quotron.providers.internal.html.PageLimits;
import io.quotron.providers.internal.html.ParsedPage;
import io.quotron.spi.PageLoader;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Loads pages and turns what is no page into its reason. Thread-safe. */
final class PageCalls {
    private final SourceId source;
    private final ProviderHttp http;
    private final @Nullable PageLoader plugged;
    private final @Nullable SessionAuthenticator session;
    private final PageLimits limits;
    private final Set<String> hosts;
    private final Map<String, HostLane> lanes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    PageCalls(
            SourceId source,
            ProviderHttp http,
            @Nullable PageLoader plugged,
            @Nullable SessionAuthenticator session,
            PageLimits limits,
            Set<String> hosts) {
        this.source = source;
        this.http = http;
        this.plugged = plugged;
        this.session = session;
        this.limits = limits;
        this.hosts = Set.copyOf(hosts);
    }

    /** Returns the spelling of a symbol on a site. */
    String spelling(PageRules rules, Symbol symbol, RequestContext context) {
        return context.nativeSymbol(symbol)
                .or(() -> rules.symbols().apply(symbol))
                .orElseThrow(() -> new SymbolNotFoundException(
                        source,
                        symbol,
                        "the site has no spelling for '" + symbol + "'; register one for this provider"));
    }

    /** Loads the page of a symbol, or one without symbol where it is null. */
    PageLoader.Page load(PageRules rules, Map<String, String> values, @Nullable Symbol symbol, RequestContext context) {
        URI address = rules.address().expand(source, values);
        PageLoader.Page page = load(address, context);
        String path = String.valueOf(page.address().getPath());
        boolean unknown = page.status() == 404
                || page.status() == 410
                || rules.unknownPaths().stream().anyMatch(path::startsWith);
        if (unknown && symbol != null && rules.address().has(PageAddress.SYMBOL)) {
            throw new SymbolNotFoundException(source, symbol);
        }
        checkStatus(page);
        checkEnd(page.text());
        return page;
    }

    /** Loads a page; any status is an answer. */
    PageLoader.Page load(URI address, RequestContext context) {
        if (closed) {
            throw new ProviderException(source, FailureReason.CLOSED, "the provider is closed");
        }
        HostLane lane = lanes.computeIfAbsent(String.valueOf(address.getAuthority()), host -> new HostLane());
        PageLoader.Page page = lane.pass(context, () -> exchange(address, context));
        String host = String.valueOf(page.address().getHost()).toLowerCase(Locale.ROOT);
        if (!hosts.contains(host)) {
            throw failure(FailureReason.BLOCKED, "the page came from another host, " + Excerpt.of(host));
        }
        return page;
    }

    private PageLoader.Page exchange(URI address, RequestContext context) {
        PageLoader other = plugged;
        if (other != null) {
            context.beforeRequest();
            return other.load(address, context);
        }
        ProviderHttp.Request request = http.get(address);
        return session == null
                ? request.page(context)
                : request.session(session).page(context);
    }

    private void checkStatus(PageLoader.Page page) {
        int status = page.status();
        if (status / 100 == 2) {
            return;
        }
        String said = "HTTP " + status + ": " + Excerpt.of(page.text());
        if (status == 429) {
            throw new RateLimitedException(source, "too many requests", Duration.ZERO);
        }
        throw failure(
                switch (status) {
                    case 401 -> FailureReason.AUTHENTICATION;
                    case 403, 451 -> FailureReason.BLOCKED;
                    case 400, 422 -> FailureReason.INVALID_REQUEST;
                    default -> status >= 500 ? FailureReason.UNAVAILABLE : FailureReason.MALFORMED_RESPONSE;
                },
                "refused with " + said);
    }

    /** A page that was cut has rows less than it should have, and nobody would see it. */
    private void checkEnd(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean cut = (lower.contains("<html") && lower.lastIndexOf("</html") < lower.indexOf("<html"))
                || (lower.contains("<table") && lower.lastIndexOf("</table") < lower.indexOf("<table"));
        if (cut) {
            throw failure(FailureReason.MALFORMED_RESPONSE, "the page ends too early: " + Excerpt.of(text));
        }
    }

    ParsedPage parse(PageLoader.Page page, RequestContext context) {
        return ParsedPage.parse(source, page.text(), limits, context);
    }

    private ProviderException failure(FailureReason reason, String message) {
        return new ProviderException(source, reason, message);
    }

    void close() {
        closed = true;
        http.close();
    }
}
