package io.quotron.providers.internal.http;

import io.quotron.spi.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One request, still unsent. Every path segment and every parameter is encoded as one value, so that no symbol can change the depth
 * of the path or the names of the parameters.
 *
 * <p>Immutable and thread-safe; {@link #toString()} shows no value of any parameter.
 *
 * @param post true for POST with a form, false for GET
 * @param base scheme, host, port and perhaps a path prefix
 * @param path further segments of the path, as they are meant (not encoded)
 * @param parameters parameters of the query string
 * @param form fields of the form; empty for GET
 * @param headers headers
 * @param weight how many permits the request costs
 * @param redirects whether redirects are followed
 */
public record HttpQuery(
        boolean post,
        URI base,
        List<String> path,
        List<Field> parameters,
        List<Field> form,
        List<Field> headers,
        int weight,
        boolean redirects) {
    /** The longest value of a single segment or parameter. */
    static final int MAX_VALUE_LENGTH = 8_192;

    /** Parts of a header below this length are no secret, but would punch holes into every text. */
    private static final int SHORTEST_SECRET = 4;

    /**
     * A name and a value.
     *
     * @param name the name
     * @param value the value as it is meant
     * @param secret whether the value must not be seen and must not leave for another host
     */
    public record Field(String name, String value, boolean secret) {
        /** Returns the name and stars. */
        @Override
        public String toString() {
            return name + "=***";
        }
    }

    /** Copies the lists. */
    public HttpQuery {
        Objects.requireNonNull(base, "base");
        path = List.copyOf(path);
        parameters = List.copyOf(parameters);
        form = List.copyOf(form);
        headers = List.copyOf(headers);
    }

    /**
     * Starts a GET request.
     *
     * @param base scheme, host, port and perhaps a path prefix
     * @return a builder
     */
    public static Builder get(URI base) {
        return new Builder(false, base);
    }

    /**
     * Starts a POST request with a form.
     *
     * @param base scheme, host, port and perhaps a path prefix
     * @return a builder
     */
    public static Builder post(URI base) {
        return new Builder(true, base);
    }

    /** Returns this request with the cookies of a session. */
    HttpQuery withCookie(Secret cookie) {
        List<Field> more = new ArrayList<>(headers);
        more.add(new Field("Cookie", cookie.reveal(), true));
        return new HttpQuery(post, base, path, parameters, form, more, weight, redirects);
    }

    /** Tells whether anything secret is part of the address. */
    boolean hasSecretParameter() {
        return parameters.stream().anyMatch(Field::secret);
    }

    /**
     * Takes secrets of this request out of a text that a server sent back.
     *
     * @param text any text
     * @return the text without them
     */
    public String redact(String text) {
        String clean = text;
        for (Field field : parameters) {
            clean = field.secret() ? Secret.of(field.value()).redact(clean) : clean;
        }
        for (Field field : form) {
            clean = field.secret() ? Secret.of(field.value()).redact(clean) : clean;
        }
        for (Field field : headers) {
            clean = field.secret() ? redactHeader(field.value(), clean) : clean;
        }
        return clean;
    }

    /** A server may repeat one of several cookies, or only its value. */
    private static String redactHeader(String value, String text) {
        String clean = Secret.of(value).redact(text);
        for (String part : value.split("; ", -1)) {
            String cookie = part.substring(part.indexOf('=') + 1);
            clean = cookie.length() >= SHORTEST_SECRET ? Secret.of(cookie).redact(clean) : clean;
        }
        return clean;
    }

    /**
     * Returns the address with everything encoded.
     *
     * @return the URL as text; may hold secrets
     */
    String encodedUrl() {
        StringBuilder url = new StringBuilder(base.toString());
        if (!path.isEmpty() && url.charAt(url.length() - 1) == '/') {
            url.setLength(url.length() - 1);
        }
        for (String segment : path) {
            url.append('/').append(encode(segment));
        }
        if (path.isEmpty() && base.getRawPath().isEmpty()) {
            url.append('/');
        }
        if (!parameters.isEmpty()) {
            url.append(base.getRawQuery() == null ? '?' : '&').append(encode(parameters));
        }
        return url.toString();
    }

    /** Encodes fields as a form or query string. */
    static String encode(List<Field> fields) {
        return fields.stream()
                .map(field -> encode(field.name()) + "=" + encode(field.value()))
                .collect(Collectors.joining("&"));
    }

    /** Encodes everything but unreserved characters. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Returns method and host, nothing that could be secret. */
    @Override
    public String toString() {
        return (post ? "POST " : "GET ") + base.getHost();
    }

    /** Collects an {@link HttpQuery}. Not thread-safe. */
    public static final class Builder {
        private final boolean post;
        private final URI base;
        private final List<String> path = new ArrayList<>();
        private final List<Field> parameters = new ArrayList<>();
        private final List<Field> form = new ArrayList<>();
        private final List<Field> headers = new ArrayList<>();
        private int weight = 1;
        private boolean redirects = true;

        private Builder(boolean post, URI base) {
            this.post = post;
            this.base = base;
        }

        /**
         * Appends segments to the path, each encoded as one.
         *
         * @param segments the segments as they are meant
         * @return this builder
         */
        public Builder path(String... segments) {
            path.addAll(List.of(segments));
            return this;
        }

        /**
         * Appends a parameter to the query string.
         *
         * @param name the name
         * @param value the value as it is meant
         * @return this builder
         */
        public Builder parameter(String name, String value) {
            parameters.add(new Field(name, value, false));
            return this;
        }

        /**
         * Appends a parameter whose value must not be seen.
         *
         * @param name the name
         * @param value the value
         * @return this builder
         */
        public Builder parameter(String name, Secret value) {
            parameters.add(new Field(name, value.reveal(), true));
            return this;
        }

        /**
         * Appends a field to the form.
         *
         * @param name the name
         * @param value the value as it is meant
         * @return this builder
         */
        public Builder form(String name, String value) {
            form.add(new Field(name, value, false));
            return this;
        }

        /**
         * Appends a field to the form whose value must not be seen.
         *
         * @param name the name
         * @param value the value
         * @return this builder
         */
        public Builder form(String name, Secret value) {
            form.add(new Field(name, value.reveal(), true));
            return this;
        }

        /**
         * Appends a header.
         *
         * @param name the name
         * @param value printable ASCII
         * @return this builder
         */
        public Builder header(String name, String value) {
            headers.add(new Field(name, value, false));
            return this;
        }

        /**
         * Appends a header whose value must not be seen and is never sent to another host.
         *
         * @param name the name
         * @param value printable ASCII
         * @return this builder
         */
        public Builder header(String name, Secret value) {
            headers.add(new Field(name, value.reveal(), true));
            return this;
        }

        /**
         * Sets how many permits the request costs.
         *
         * @param value at least 1
         * @return this builder
         */
        public Builder weight(int value) {
            this.weight = value;
            return this;
        }

        /**
         * Takes a redirect as the answer, for callers that need its headers.
         *
         * @return this builder
         */
        public Builder withoutRedirects() {
            this.redirects = false;
            return this;
        }

        /**
         * Makes the request.
         *
         * @return the request
         */
        public HttpQuery build() {
            return new HttpQuery(post, base, path, parameters, form, headers, weight, redirects);
        }
    }
}
