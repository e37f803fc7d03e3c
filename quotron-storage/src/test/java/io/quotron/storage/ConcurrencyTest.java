package io.quotron.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.spi.BarStore.SeriesKey;
import io.quotron.spi.WriteReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConcurrencyTest {
    private static final int BATCH = 50;
    private static final int BATCHES = 20;

    @TempDir
    private Path folder;

    @Test
    void fourWritersAndFourReaders_seeWholeBatchesOnly() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        AtomicBoolean done = new AtomicBoolean();
        try (JdbcStorage storage = JdbcStorage.embedded(folder)) {
            storage.open();
            List<Future<?>> writers = new ArrayList<>();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Symbol symbol = Symbol.of("S" + i);
                writers.add(executor.submit(() -> writeBatches(storage, symbol)));
                readers.add(executor.submit(() -> readUntil(done, storage, symbol)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
            for (int i = 0; i < 4; i++) {
                Symbol symbol = Symbol.of("S" + i);
                assertThat(storage.reader().bars(keyOf(symbol), Rows.ALWAYS))
                        .isEqualTo(Rows.bars(symbol, BATCH * BATCHES));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static void writeBatches(JdbcStorage storage, Symbol symbol) {
        List<Bar> bars = Rows.bars(symbol, BATCH * BATCHES);
        for (int batch = 0; batch < BATCHES; batch++) {
            WriteReport report = storage.writeBars(bars.subList(batch * BATCH, (batch + 1) * BATCH), Adjustment.RAW);
            assertThat(report).isEqualTo(new WriteReport(BATCH, 0, List.of()));
        }
    }

    private static void readUntil(AtomicBoolean done, JdbcStorage storage, Symbol symbol) {
        while (!done.get()) {
            assertThat(storage.reader().bars(keyOf(symbol), Rows.ALWAYS).size() % BATCH)
                    .isZero();
            storage.reader().series();
        }
    }

    private static SeriesKey keyOf(Symbol symbol) {
        return new SeriesKey(symbol, Rows.YAHOO, Interval.MINUTE_1, Adjustment.RAW);
    }

    @Test
    void write_otherProcessHoldsTheFile_isOverCapacityAndSucceedsLater() throws Exception {
        Path file = folder.resolve("x.db");
        try (JdbcStorage storage = JdbcStorage.builder(file)
                        .busyTimeout(Duration.ofMillis(50))
                        .build();
                Connection other = Sqlite.connect(file);
                Statement statement = other.createStatement()) {
            storage.open();
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> storage.writeBars(Rows.bars(Rows.AAPL, 1), Adjustment.RAW))
                    .isInstanceOfSatisfying(StorageException.class, busy -> {
                        assertThat(busy.reason()).isEqualTo(FailureReason.TIMEOUT);
                        assertThat(storage.isOverCapacity(busy)).isTrue();
                        assertThat(storage.isOverCapacity(new RuntimeException(busy)))
                                .isTrue();
                    });
            assertThat(storage.check().healthy()).isFalse();
            assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).isEmpty();

            statement.execute("ROLLBACK");
            assertThat(storage.check().healthy()).isTrue();
            assertThat(storage.writeBars(Rows.bars(Rows.AAPL, 1), Adjustment.RAW)
                            .stored())
                    .isEqualTo(1);
        }
    }

    @Test
    void write_diskFull_storesNothingIsOverCapacityAndHeals() throws Exception {
        Path file = folder.resolve("x.db");
        try (FullDisk disk = new FullDisk(file);
                JdbcStorage storage = JdbcStorage.create(disk)) {
            storage.open();
            disk.fill();

            assertThatThrownBy(() -> storage.writeBars(Rows.bars(Rows.AAPL, 5_000), Adjustment.RAW))
                    .isInstanceOfSatisfying(StorageException.class, full -> {
                        assertThat(full.reason()).isEqualTo(FailureReason.UNAVAILABLE);
                        assertThat(full).hasMessageContaining("full");
                        assertThat(storage.isOverCapacity(full)).isTrue();
                    });
            assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).isEmpty();

            disk.empty();
            assertThat(storage.writeBars(Rows.bars(Rows.AAPL, 5_000), Adjustment.RAW)
                            .stored())
                    .isEqualTo(5_000);
        }
    }

    @Test
    void write_readOnlyConnection_saysAuthenticationAndNotLater() throws Exception {
        Path file = folder.resolve("x.db");
        try (JdbcStorage own = JdbcStorage.embedded(file)) {
            own.open();
        }
        try (FullDisk disk = new FullDisk(file);
                JdbcStorage storage = JdbcStorage.create(disk)) {
            storage.open();
            disk.readOnly();

            assertThatThrownBy(() -> storage.writeBars(Rows.bars(Rows.AAPL, 1), Adjustment.RAW))
                    .isInstanceOfSatisfying(StorageException.class, refused -> {
                        assertThat(refused.reason()).isEqualTo(FailureReason.AUTHENTICATION);
                        assertThat(storage.isOverCapacity(refused)).isFalse();
                    });
        }
    }

    @Test
    void handles_writerAtWork_secondWriterGivesUpInTime() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Handles handles = new Handles(embedded(), Duration.ofMillis(50));
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> handles.write(handle -> {
            inside.countDown();
            await(leave);
            return 1;
        }));
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> handles.write(handle -> 2))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        busy -> assertThat(busy.reason()).isEqualTo(FailureReason.TIMEOUT));
        handles.close(); // the writer at work closes its handle itself
        leave.countDown();
        assertThat(first.join()).isEqualTo(1);
        assertThatThrownBy(() -> handles.write(handle -> 3)).hasMessageContaining("closed");
    }

    @Test
    void handles_allReadersAtWork_nextReaderGivesUpInTime() throws Exception {
        CountDownLatch inside = new CountDownLatch(Handles.READERS);
        CountDownLatch leave = new CountDownLatch(1);
        Handles handles = new Handles(embedded(), Duration.ofMillis(50));
        handles.write(handle -> 0);
        ExecutorService executor = Executors.newFixedThreadPool(Handles.READERS);
        List<Future<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < Handles.READERS; i++) {
            readers.add(executor.submit(() -> handles.read(handle -> {
                inside.countDown();
                await(leave);
                return 1;
            })));
        }
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> handles.read(handle -> 2)).hasMessageContaining("all 4 readers");
        handles.close();
        leave.countDown();
        for (Future<Integer> reader : readers) {
            assertThat(reader.get()).isEqualTo(1);
        }
        executor.shutdown();
        assertThatThrownBy(() -> handles.read(handle -> 3)).hasMessageContaining("closed");
    }

    @Test
    void write_threadInterrupted_isCancelledAndKeepsTheFlag() {
        try (JdbcStorage storage = JdbcStorage.embedded(folder)) {
            storage.open();
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> storage.writeBars(Rows.bars(Rows.AAPL, 1), Adjustment.RAW))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            cancelled -> assertThat(cancelled.reason()).isEqualTo(FailureReason.CANCELLED));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(storage.check().healthy()).isTrue();
        }
    }

    @Test
    void close_whileWriting_losesNothingAcknowledged() throws Exception {
        JdbcStorage storage = JdbcStorage.embedded(folder);
        storage.open();
        CountDownLatch some = new CountDownLatch(5);
        CompletableFuture<Integer> acknowledged = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            try {
                while (true) {
                    storage.writeBars(List.of(Rows.bar(count).build()), Adjustment.RAW);
                    count++;
                    some.countDown();
                }
            } catch (StorageException closed) {
                assertThat(closed.reason()).isEqualTo(FailureReason.CLOSED);
                return count;
            }
        });
        assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();

        storage.close();

        assertThat(folder.toFile().list()).containsExactly("quotron.db");
        assertThat(Sqlite.ask(folder.resolve("quotron.db"), "SELECT count(*) FROM candles"))
                .isEqualTo(String.valueOf(acknowledged.join()));
    }

    private EmbeddedDatabase embedded() {
        return new EmbeddedDatabase(
                folder.resolve("handles.db"),
                JdbcStorage.Synchronous.NORMAL,
                Duration.ofSeconds(1),
                io.quotron.spi.TimeSource.system());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
