package io.quotron.internal.pipeline;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.IndexValue;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Quote;
import io.quotron.spi.BarStore;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.StorageSink;
import io.quotron.spi.WriteReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that can be busy, broken or stuck. */
final class FakeStore implements StorageSink {
    final List<Bar> bars = new CopyOnWriteArrayList<>();
    final List<IndicatorValues> indicators = new CopyOnWriteArrayList<>();
    final AtomicInteger writes = new AtomicInteger();
    final CountDownLatch release = new CountDownLatch(1);
    volatile boolean broken;
    volatile boolean stuck;

    @Override
    public void open() {}

    @Override
    public WriteReport writeBars(List<Bar> rows, Adjustment adjustment) {
        writes.incrementAndGet();
        if (stuck) {
            waitForRelease();
        }
        if (broken) {
            throw new StorageException(FailureReason.UNAVAILABLE, "broken", null);
        }
        bars.addAll(rows);
        return new WriteReport(rows.size(), 0, List.of());
    }

    private void waitForRelease() {
        boolean interrupted = false;
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted = true; // stuck means stuck
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public WriteReport writeIndicators(List<IndicatorValues> rows) {
        indicators.addAll(rows);
        return new WriteReport(rows.size(), 0, List.of());
    }

    @Override
    public WriteReport writeQuotes(List<Quote> quotes) {
        return new WriteReport(quotes.size(), 0, List.of());
    }

    @Override
    public WriteReport writeIndexValues(List<IndexValue> values) {
        return new WriteReport(values.size(), 0, List.of());
    }

    @Override
    public BarStore reader() {
        throw new UnsupportedOperationException("this store is written to only");
    }

    @Override
    public boolean isOverCapacity(Throwable failure) {
        return failure instanceof StorageException storage && storage.reason() == FailureReason.RATE_LIMITED;
    }

    @Override
    public HealthCheck check() {
        return HealthCheck.ok();
    }

    @Override
    public void close() {}
}
