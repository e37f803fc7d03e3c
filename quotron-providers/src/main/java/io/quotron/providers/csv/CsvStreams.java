package io.quotron.providers.csv;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A reader as a stream of its rows. */
final class CsvStreams {
    private CsvStreams() {}

    static <T> Stream<T> of(BooleanSupplier advance, Supplier<T> row, Runnable close) {
        Spliterator<T> rows =
                new Spliterators.AbstractSpliterator<>(
                        Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE) {
                    @Override
                    public boolean tryAdvance(Consumer<? super T> action) {
                        boolean more = advance.getAsBoolean();
                        if (more) {
                            action.accept(row.get());
                        }
                        return more;
                    }
                };
        return StreamSupport.stream(rows, false).onClose(close);
    }
}
