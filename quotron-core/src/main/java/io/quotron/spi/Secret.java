package io.quotron.spi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;

/**
 * A key or password that never prints itself.
 *
 * <p>Immutable and thread-safe.
 */
public final class Secret {
    private static final String MASK = "***";

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
     * Replaces this key in a text, in plain, URL-encoded and Base64 form.
     *
     * @param text any text
     * @return the text without the key
     */
    public String redact(String text) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return text.replace(value, MASK)
                .replace(URLEncoder.encode(value, StandardCharsets.UTF_8), MASK)
                .replace(Base64.getEncoder().encodeToString(bytes), MASK)
                .replace(Base64.getEncoder().withoutPadding().encodeToString(bytes), MASK);
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
