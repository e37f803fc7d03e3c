package io.quotron.providers.internal.http;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Turns queries into requests of the HTTP library, and refuses what could not be sent as it is meant. */
final class Requests {
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");
    private static final Set<String> SOCKET_SCHEMES = Set.of("ws", "wss");

    private Requests() {}

    /** Refuses path segments that would change the path, and values that no header can hold. */
    static void check(SourceId source, HttpQuery query) {
        query.path().forEach(segment -> checkSegment(source, segment));
        query.parameters().forEach(field -> checkLength(source, field));
        query.headers().forEach(field -> checkHeader(source, field));
    }

    private static void checkSegment(SourceId source, String segment) {
        boolean climbs = segment.equals(".") || segment.equals("..");
        boolean control = segment.chars().anyMatch(Character::isISOControl);
        if (segment.isEmpty() || climbs || control || segment.length() > HttpQuery.MAX_VALUE_LENGTH) {
            throw invalid(source, "'" + Excerpt.of(segment) + "' cannot be a part of an address");
        }
    }

    private static void checkLength(SourceId source, HttpQuery.Field field) {
        boolean control = field.value().chars().anyMatch(Character::isISOControl);
        if (control || field.value().length() > HttpQuery.MAX_VALUE_LENGTH) {
            throw invalid(
                    source, "the value of parameter '" + field.name() + "' is too long or holds control characters");
        }
    }

    private static void checkHeader(SourceId source, HttpQuery.Field field) {
        if (!field.value().chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw invalid(source, "the value of header '" + field.name() + "' is not printable ASCII");
        }
    }

    static HttpUrl url(SourceId source, HttpQuery query) {
        HttpUrl url = HttpUrl.parse(query.encodedUrl());
        if (url == null) {
            throw invalid(
                    source, "the base address '" + Excerpt.of(query.base().toString()) + "' is not http or https");
        }
        return url;
    }

    static Request build(HttpQuery query, HttpUrl url, String userAgent) {
        Request.Builder request = new Request.Builder().url(url).header("User-Agent", userAgent);
        for (HttpQuery.Field header : query.headers()) {
            boolean travels = !header.secret() || isHome(query, url);
            if (travels) {
                request.header(header.name(), header.value());
            }
        }
        if (query.post()) {
            byte[] form = HttpQuery.encode(query.form()).getBytes(StandardCharsets.US_ASCII);
            request.post(RequestBody.create(form, FORM));
        }
        return request.build();
    }

    /** Tells whether an address belongs to the server that was asked in the first place. */
    static boolean isHome(HttpQuery query, HttpUrl url) {
        String host = query.base().getHost();
        return host != null && host.toLowerCase(Locale.ROOT).equals(url.host());
    }

    static Request socket(SourceId source, URI uri, String userAgent) {
        String scheme = uri.getScheme();
        if (scheme == null || uri.getHost() == null || !SOCKET_SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw invalid(
                    source, "'" + Excerpt.of(String.valueOf(uri.getHost())) + "' is not the address of a WebSocket");
        }
        return new Request.Builder()
                .url(uri.toString())
                .header("User-Agent", userAgent)
                .build();
    }

    static URI withoutQuery(HttpUrl url) {
        return url.newBuilder().query(null).fragment(null).build().uri();
    }

    static ProviderException invalid(SourceId source, String message) {
        return new ProviderException(source, FailureReason.INVALID_REQUEST, message);
    }
}
