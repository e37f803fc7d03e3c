package io.quotron.providers.html;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address with places for values, each of which is encoded as one. The host is fixed. Immutable and thread-safe. */
final class PageAddress {
    static final String SYMBOL = "symbol";
    private static final Set<String> NAMES = Set.of(SYMBOL, "interval", "from", "to");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");
    private static final int LONGEST = 64;

    private final String template;

    private PageAddress(String template) {
        this.template = template;
    }

    /**
     * Checks a template.
     *
     * @throws IllegalArgumentException if it is no address, its host is not fixed, or a place has an unknown name
     */
    static PageAddress of(String template) {
        Matcher places = PLACE.matcher(template);
        while (places.find()) {
            if (!NAMES.contains(places.group(1))) {
                throw new IllegalArgumentException("'" + Excerpt.of(template) + "' has a place {" + places.group(1)
                        + "}; there are {symbol}, {interval}, {from} and {to}");
            }
        }
        URI plain;
        try {
            plain = new URI(PLACE.matcher(template).replaceAll("X"));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + Excerpt.of(template) + "' is not an address", e);
        }
        String scheme = String.valueOf(plain.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = (scheme.equals("http") || scheme.equals("https"))
                && plain.getHost() != null
                && plain.getUserInfo() == null
                && plain.getFragment() == null;
        if (!web || template.substring(0, authorityEnd(template)).indexOf('{') >= 0) {
            throw new IllegalArgumentException("'" + Excerpt.of(template)
                    + "' must be http or https with a fixed host, without credentials and fragment");
        }
        return new PageAddress(template);
    }

    private static int authorityEnd(String template) {
        int from = template.indexOf("//") + 2;
        int end = from;
        while (end < template.length() && "/?#".indexOf(template.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    boolean has(String name) {
        return template.contains("{" + name + "}");
    }

    String host() {
        return String.valueOf(
                URI.create(PLACE.matcher(template).replaceAll("X")).getHost());
    }

    /** Returns scheme, host and port with the path {@code /}. */
    URI root() {
        return URI.create(template.substring(0, authorityEnd(template)) + "/");
    }

    /** Puts values into their places, or refuses those that could not be one part of an address. */
    URI expand(SourceId source, Map<String, String> values) {
        Matcher places = PLACE.matcher(template);
        StringBuilder address = new StringBuilder();
        while (places.find()) {
            String value = values.getOrDefault(places.group(1), "");
            boolean bad = value.isEmpty()
                    || value.length() > LONGEST
                    || value.equals(".")
                    || value.equals("..")
                    || value.chars().anyMatch(Character::isISOControl);
            if (bad) {
                throw new ProviderException(
                        source,
                        FailureReason.INVALID_REQUEST,
                        "'" + Excerpt.of(value) + "' cannot stand for {" + places.group(1) + "} in an address");
            }
            places.appendReplacement(address, Matcher.quoteReplacement(encode(value)));
        }
        return URI.create(places.appendTail(address).toString());
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** Returns the template. */
    @Override
    public String toString() {
        return template;
    }
}
