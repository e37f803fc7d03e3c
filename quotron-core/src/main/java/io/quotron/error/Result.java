package io.quotron.error;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The answer for one key of a batch: a value, or why there is none. Thread-safe if the value is.
 *
 * @param <T> the type of the value
 */
public sealed interface Result<T> {
    /**
     * A value.
     *
     * @param <T> the type of the value
     * @param value the value
     */
    record Success<T>(T value) implements Result<T> {
        /** Checks that there is a value. */
        public Success {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * No value.
     *
     * @param <T> the type of the value that is missing
     * @param reason why
     * @param message what happened, in words
     */
    record Failure<T>(FailureReason reason, String message) implements Result<T> {
        /** Checks that nothing is missing. */
        public Failure {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * Returns a success.
     *
     * @param <T> the type of the value
     * @param value the value
     * @return the result
     */
    static <T> Result<T> success(T value) {
        return new Success<>(value);
    }

    /**
     * Returns a failure.
     *
     * @param <T> the type of the value that is missing
     * @param reason why
     * @param message what happened, in words
     * @return the result
     */
    static <T> Result<T> failure(FailureReason reason, String message) {
        return new Failure<>(reason, message);
    }

    /**
     * Tells whether there is a value.
     *
     * @return true for a success
     */
    default boolean isSuccess() {
        return this instanceof Success;
    }

    /**
     * Returns the value, if there is one.
     *
     * @return the value; empty for a failure
     */
    default Optional<T> find() {
        return this instanceof Success<T> success ? Optional.of(success.value()) : Optional.empty();
    }

    /**
     * Returns the value.
     *
     * @return the value
     * @throws QuotronException with the reason of the failure, if there is no value
     */
    default T get() {
        if (this instanceof Success<T> success) {
            return success.value();
        }
        Failure<T> failure = (Failure<T>) this;
        throw new QuotronException(failure.reason(), failure.message());
    }

    /**
     * Applies a function to the value, if there is one.
     *
     * @param <R> the type that the function makes
     * @param function the function
     * @return its result, or this failure
     */
    default <R> Result<R> map(Function<? super T, ? extends R> function) {
        if (this instanceof Success<T> success) {
            return new Success<>(function.apply(success.value()));
        }
        Failure<T> failure = (Failure<T>) this;
        return new Failure<>(failure.reason(), failure.message());
    }
}
