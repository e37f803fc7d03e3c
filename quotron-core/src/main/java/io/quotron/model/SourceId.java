package io.quotron.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a place that data came from: a provider, or a file.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id 1 to 32 characters of {@code a-z 0-9 _ -}, for example {@code yahoo}
 */
public record SourceId(String id) implements Comparable<SourceId> {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9_-]{1,32}");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException if the id is empty, too long or holds an illegal character
     */
    public SourceId {
        Objects.requireNonNull(id, "id");
        if (!LEGAL.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "source id must be 1 to 32 of a-z 0-9 _ -, but is '" + id.replaceAll("[^\\x20-\\x7e]", "?") + "'");
        }
    }

    /**
     * Returns the source of that name.
     *
     * @param id 1 to 32 characters of {@code a-z 0-9 _ -}
     * @return the source
     * @throws IllegalArgumentException if the id is not legal
     */
    public static SourceId of(String id) {
        return new SourceId(id);
    }

    @Override
    public int compareTo(SourceId other) {
        return id.compareTo(other.id);
    }

    /** Returns the id. */
    @Override
    public String toString() {
        return id;
    }
}
