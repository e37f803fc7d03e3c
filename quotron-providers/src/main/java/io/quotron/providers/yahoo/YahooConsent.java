package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the cookies of a session, and agrees to the page that visitors from Europe see first. Every step is one request of its own,
 * charged and without cookies that belong to another host; an address that is not one of Yahoo's is never followed.
 *
 * <pre>
 * fc.yahoo.com                     any status, sets A3
 * guce.yahoo.com/consent           302, only if the cookie above is not enough
 * consent.yahoo.com/v2/collect...  a form with csrfToken and sessionId, sent back with agree=agree
 * guce.yahoo.com/copyConsent       302, sets GUC, A1, A3, A1S and EuConsent, and leads back to the page
 * </pre>
 */
final class YahooConsent {
    private static final int MAX_STEPS = 8;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Pattern INPUT = Pattern.compile("<input\\b([^>]{1,4000})>", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("\\bname\\s?=\\s?[\"']([^\"']{1,100})[\"']");
    private static final Pattern VALUE = Pattern.compile("\\bvalue\\s?=\\s?[\"']([^\"']{0,4000})[\"']");
    private static final Pattern ENTITY = Pattern.compile("&#x([0-9a-fA-F]{1,4});|&#([0-9]{1,5});");

    private final Function<HttpQuery, HttpReply> sender;
    private final YahooHosts hosts;
    private final RequestContext context;
    private final YahooCookies cookies = new YahooCookies();

    YahooConsent(Function<HttpQuery, HttpReply> sender, YahooHosts hosts, RequestContext context) {
        this.sender = sender;
        this.hosts = hosts;
        this.context = context;
    }

    YahooCookies cookies() {
        return cookies;
    }

    /** Asks for the first cookie, and agrees if that leads to the form. */
    void start() {
        follow(hosts.cookie());
    }

    /** Asks for the form and agrees. */
    void agree() {
        follow(hosts.consent());
    }

    private void follow(URI first) {
        URI address = first;
        HttpReply reply = get(address);
        for (int step = 1; step < MAX_STEPS; step++) {
            Optional<URI> next = redirect(address, reply).filter(this::isOnTheWay);
            if (next.isPresent()) {
                address = next.get();
                reply = get(address);
                continue;
            }
            Map<String, String> form = form(reply);
            if (form.isEmpty()) {
                return;
            }
            reply = post(address, form);
        }
    }

    /** The page that the visitor came for needs not be read, and no other host either: the cookies have come before. */
    private boolean isOnTheWay(URI target) {
        String path = String.valueOf(target.getPath()).toLowerCase(Locale.ROOT);
        return path.contains("consent") && hosts.reach(target).isPresent();
    }

    private static Optional<URI> redirect(URI from, HttpReply reply) {
        if (!REDIRECTS.contains(reply.status())) {
            return Optional.empty();
        }
        try {
            return reply.header("Location").map(from::resolve);
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private HttpReply get(URI address) {
        return send(HttpQuery.get(reach(address)).withoutRedirects(), address);
    }

    private HttpReply post(URI address, Map<String, String> form) {
        HttpQuery.Builder query = HttpQuery.post(reach(address)).withoutRedirects();
        form.forEach(query::form);
        return send(query.form("agree", "agree"), address);
    }

    private URI reach(URI address) {
        return hosts.reach(address)
                .orElseThrow(() -> YahooErrors.failure(
                        FailureReason.BLOCKED, "the way to a session leads to a host that is not Yahoo's; refused"));
    }

    private HttpReply send(HttpQuery.Builder query, URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        Secret header = cookies.header(List.of(host));
        if (header != null) {
            query.header("Cookie", header);
        }
        HttpReply reply = sender.apply(query.build());
        if (reply.status() == 429) {
            YahooErrors.throwIfNotData(reply, context.time().now());
        }
        cookies.take(reply, host);
        return reply;
    }

    /** Reads the hidden fields of the form; empty for any other page. */
    static Map<String, String> form(HttpReply reply) {
        if (reply.status() != 200 || !reply.isHtml()) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher input = INPUT.matcher(reply.text());
        while (input.find()) {
            Matcher name = NAME.matcher(input.group(1));
            Matcher value = VALUE.matcher(input.group(1));
            if (input.group(1).contains("hidden") && name.find() && value.find()) {
                fields.put(name.group(1), unescape(value.group(1)));
            }
        }
        return fields.containsKey("csrfToken") && fields.containsKey("sessionId") ? fields : Map.of();
    }

    private static String unescape(String value) {
        String plain = ENTITY.matcher(value).replaceAll(entity -> {
            int code =
                    entity.group(1) != null ? Integer.parseInt(entity.group(1), 16) : Integer.parseInt(entity.group(2));
            return Matcher.quoteReplacement(String.valueOf((char) code));
        });
        return plain.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
