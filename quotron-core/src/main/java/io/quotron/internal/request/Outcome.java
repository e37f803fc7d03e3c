package io.quotron.internal.request;

import io.quotron.error.QuotronException;
import org.jspecify.annotations.Nullable;

/**
 * What became of one question: a value, or the exception to throw.
 *
 * @param <V> the type of the value
 */
final class Outcome<V> {
    private final @Nullable V value;
    private final @Nullable QuotronException failure;

    private Outcome(@Nullable V value, @Nullable QuotronException failure) {
        this.value = value;
        this.failure = failure;
    }

    static <V> Outcome<V> of(V value) {
        return new Outcome<>(value, null);
    }

    static <V> Outcome<V> failed(QuotronException failure) {
        return new Outcome<>(null, failure);
    }

    @Nullable
    V value() {
        return value;
    }

    @Nullable
    QuotronException failure() {
        return failure;
    }

    V get() {
        if (value != null) {
            return value;
        }
        if (failure != null) {
            throw failure;
        }
        throw new AssertionError("an outcome is a value or a failure");
    }
}
