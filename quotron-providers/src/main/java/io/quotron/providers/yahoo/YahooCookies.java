package io.quotron.providers.yahoo;

import io.quotron.providers.internal.http.HttpReply;
import io.quotron.spi.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cookies of one session, each sent only to the hosts that it is for. Not thread-safe; prints no value. */
final class YahooCookies {
    private static final Pattern COOKIE = Pattern.compile("([!-~&&[^=;,\"]]{1,100})=([!-~&&[^;,\"]]{1,4000})(;.*)?");
    private static final Pattern DOMAIN = Pattern.compile("(?i);\\s{0,5}domain=\\.?([a-z0-9.-]{1,100})");
    private static final int MAX_COOKIES = 20;

    private final Map<String, Cookie> cookies = new LinkedHashMap<>();

    private record Cookie(String value, String domain) {
        boolean isFor(String host) {
            return host.equals(domain) || host.endsWith("." + domain);
        }
    }

    /**
     * Takes the cookies that an answer sets; its status does not matter, Yahoo sets them on 404 too.
     *
     * @param reply the answer
     * @param host whose answer it is
     */
    void take(HttpReply reply, String host) {
        for (String header : reply.headers("Set-Cookie")) {
            Matcher matcher = COOKIE.matcher(header.strip());
            if (matcher.matches() && (cookies.size() < MAX_COOKIES || cookies.containsKey(matcher.group(1)))) {
                cookies.put(matcher.group(1), new Cookie(matcher.group(2), domain(matcher.group(3), host)));
            }
        }
    }

    /** A cookie may be for a whole domain, but only for one that its host belongs to. */
    private static String domain(@Nullable String attributes, String host) {
        Matcher matcher = DOMAIN.matcher(attributes == null ? "" : attributes);
        String domain = matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : host;
        boolean own = host.equals(domain) || host.endsWith("." + domain);
        return own && domain.indexOf('.') > 0 ? domain : host;
    }

    boolean isEmpty() {
        return cookies.isEmpty();
    }

    /**
     * Returns the header for a server.
     *
     * @param hosts the names of the server
     * @return the cookies for it; null if there are none
     */
    @Nullable
    Secret header(List<String> hosts) {
        String header = cookies.entrySet().stream()
                .filter(cookie -> hosts.stream().anyMatch(cookie.getValue()::isFor))
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue().value())
                .collect(Collectors.joining("; "));
        return header.isEmpty() ? null : Secret.of(header);
    }

    /** Returns the number of cookies. */
    @Override
    public String toString() {
        return cookies.size() + " cookies";
    }
}
