package io.quotron.testkit.contract;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one call ended.
 *
 * @param value what was returned; null if something was thrown
 * @param thrown what was thrown; null if something was returned
 * @param took how long it took in real time
 */
record Outcome<T>(@Nullable T value, @Nullable QuotronException thrown, Duration took) {
    /** Makes a call; only exceptions of the library may come out of it. */
    static <T> Outcome<T> of(Supplier<T> call) {
        long start = TimeSource.system().nanoTime();
        try {
            T value = call.get();
            return new Outcome<>(value, null, since(start));
        } catch (QuotronException e) {
            return new Outcome<>(null, e, since(start));
        } catch (RuntimeException | Error e) {
            throw new AssertionError("only a QuotronException may escape, but this did: " + e, e);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(TimeSource.system().nanoTime() - start);
    }

    Optional<FailureReason> thrownReason() {
        return Optional.ofNullable(thrown).map(QuotronException::reason);
    }

    @Override
    public String toString() {
        return (thrown == null ? "value " + value : thrown.reason() + " (" + thrown.getMessage() + ")") + " after "
                + took.toMillis() + " ms";
    }
}
