package io.quotron.testkit.http;

import java.util.Objects;

/**
 * One header line. Names compare without regard to case where they are looked up.
 *
 * @param name the name as sent
 * @param value the value without spaces around it
 */
public record Header(String name, String value) {
    /** Checks that nothing is missing. */
    public Header {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }

    boolean is(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }
}
