package io.quotron.providers.internal.http;

import io.quotron.spi.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import okhttp3.Cookie;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one session, by the rules of RFC 6265: a cookie goes to its host or domain, its path, over TLS only where it says so, and
 * until it expires. It holds at most {@link #MAX_COOKIES}, the oldest go first. Values appear in no text. Thread-safe.
 */
public final class CookieStore {
    static final int MAX_COOKIES = 50;
    private static final int MAX_LENGTH = 4_096;

    private final Map<Key, Entry> cookies = new LinkedHashMap<>();

    private record Key(String name, String domain, String path) {}

    private record Entry(Cookie cookie, @Nullable Instant expiry) {
        boolean isLive(Instant now) {
            return expiry == null || now.isBefore(expiry);
        }
    }

    /** Takes the cookies that an answer sets; those for other hosts are refused. */
    synchronized void store(HttpUrl url, List<String> headers, Instant now) {
        for (String header : headers) {
            Cookie cookie = header.length() <= MAX_LENGTH ? Cookie.parse(url, header) : null;
            if (cookie != null) {
                put(cookie, expiry(cookie, header, now), now);
            }
        }
    }

    private void put(Cookie cookie, @Nullable Instant expiry, Instant now) {
        Key key = new Key(cookie.name(), cookie.domain(), cookie.path());
        Entry entry = new Entry(cookie, expiry);
        cookies.remove(key);
        if (entry.isLive(now)) {
            cookies.put(key, entry);
        }
        if (cookies.size() > MAX_COOKIES) {
            cookies.remove(cookies.keySet().iterator().next());
        }
    }

    /** An age counts from our clock and goes before a date; a cookie with neither lasts as long as the session. */
    private static @Nullable Instant expiry(Cookie cookie, String header, Instant now) {
        for (String part : header.split(";", -1)) {
            String attribute = part.strip().toLowerCase(Locale.ROOT);
            if (attribute.startsWith("max-age=")) {
                return age(attribute.substring("max-age=".length()).strip())
                        .map(now::plus)
                        .orElse(null);
            }
        }
        return cookie.persistent() ? Instant.ofEpochMilli(cookie.expiresAt()) : null;
    }

    private static Optional<Duration> age(String seconds) {
        boolean readable = seconds.matches("-?[0-9]{1,18}");
        if (!readable) {
            return Optional.empty();
        }
        long value = Long.parseLong(seconds);
        return Optional.of(Duration.ofSeconds(Math.max(0, Math.min(value, 400L * 86_400))));
    }

    /** Returns the {@code Cookie} header for an address. */
    synchronized Optional<Secret> header(HttpUrl url, Instant now) {
        String value = cookies.values().stream()
                .filter(entry -> entry.isLive(now) && entry.cookie().matches(url))
                .sorted((a, b) -> b.cookie().path().length() - a.cookie().path().length())
                .map(entry -> entry.cookie().name() + "=" + entry.cookie().value())
                .collect(Collectors.joining("; "));
        boolean usable = !value.isBlank() && value.chars().allMatch(c -> c >= ' ' && c <= '~');
        return usable ? Optional.of(Secret.of(value)) : Optional.empty();
    }

    /**
     * Tells whether no cookie is left that is still good.
     *
     * @param now the time
     * @return true if there is none
     */
    public synchronized boolean isEmpty(Instant now) {
        return cookies.values().stream().noneMatch(entry -> entry.isLive(now));
    }

    /** Returns how many there are. */
    @Override
    public synchronized String toString() {
        return cookies.size() + " cookies";
    }
}
