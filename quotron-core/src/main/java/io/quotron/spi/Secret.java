package io.quotron.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A key or password that never prints itself.
 *
 * <p>Immutable and thread-safe.
 */
public final class Secret {
    private static final String MASK = "***";
    private static final int SHORTEST_BASE64 = 5;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a key.
     *
     * @param value the key
     * @return the secret
     * @throws IllegalArgumentException if the key is blank or holds control characters
     */
    public static Secret of(String value) {
        Objects.requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("the key is blank; pass the key that the provider gave you");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the key holds a control character; was it read with its line end?");
        }
        return new Secret(value);
    }

    /**
     * Reads a key from an environment variable.
     *
     * @param variable the name of the variable
     * @return the secret
     * @throws IllegalStateException if the variable is not set or blank; the message names it
     */
    public static Secret fromEnvironment(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("the environment variable " + variable + " is not set");
        }
        return of(value.strip());
    }

    /**
     * Returns the key itself, to be put into a request and nowhere else.
     *
     * @return the key
     */
    public String reveal() {
        return value;
    }

    /**
     * Replaces this key in a text: as it is, in upper or lower case, with any of its characters encoded as in a URL or escaped as in JSON, and
     * in Base64, also in the middle of something longer, as in the header of a basic authentication.
     *
     * @param text any text
     * @return the text without the key
     */
    public String redact(String text) {
        String plain = Pattern.compile(anyWriting(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .replaceAll(MASK);
        for (int offset = 0; offset < 3; offset++) {
            plain = withoutBase64(plain, Base64.getEncoder(), offset);
            plain = withoutBase64(plain, Base64.getUrlEncoder(), offset);
        }
        return plain;
    }

    private String anyWriting() {
        StringBuilder pattern = new StringBuilder();
        value.codePoints().forEach(character -> {
            String one = Character.toString(character);
            pattern.append("(?:\\\\?").append(Pattern.quote(one)).append('|').append(percent(one));
            if (character < 0x10000) {
                pattern.append(String.format(Locale.ROOT, "|\\\\u%04x", character));
            }
            pattern.append(character == ' ' ? "|\\+)" : ")");
        });
        return pattern.toString();
    }

    private static String percent(String character) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format(Locale.ROOT, "%%%02x", b));
        }
        return encoded.toString();
    }

    /** Only the characters in the middle depend on the key alone; where they are few, they could be anything. */
    private String withoutBase64(String text, Base64.Encoder encoder, int offset) {
        byte[] bytes = ("x".repeat(offset) + value).getBytes(StandardCharsets.UTF_8);
        String encoded = encoder.withoutPadding().encodeToString(bytes);
        String middle = encoded.substring(
                offset == 0 ? 0 : offset + 1, bytes.length % 3 == 0 ? encoded.length() : encoded.length() - 1);
        return middle.length() < SHORTEST_BASE64
                ? text
                : Pattern.compile(
                                (offset == 0 ? "" : "[\\w+/-]?") + Pattern.quote(middle) + "[\\w+/-]?=*",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .replaceAll(MASK);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns stars. */
    @Override
    public String toString() {
        return MASK;
    }
}
