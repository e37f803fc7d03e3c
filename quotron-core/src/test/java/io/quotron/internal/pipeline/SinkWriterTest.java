package io.quotron.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.internal.stream.Rig;
import io.quotron.pipeline.SinkAccounting;
import io.quotron.spi.Scheduler;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.LeakGuard;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
final class SinkWriterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final VirtualTime time = VirtualTime.startingAt(Rig.START);
    private final Scheduler scheduler = time.newScheduler(Thread::new);
    private final List<Integer> written = new CopyOnWriteArrayList<>();
    private final List<Duration> tries = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile int failures;
    private volatile int triesAllowed = 4;

    @AfterEach
    void close() {
        release.countDown();
        scheduler.close();
    }

    private SinkWriter<Integer> writer() {
        return new SinkWriter<>(
                "a list",
                this::write,
                (failure, tries) -> tries < triesAllowed && failure instanceof IllegalStateException,
                time,
                scheduler,
                Rig.threads("sink"));
    }

    private int write(List<Integer> rows) {
        tries.add(Duration.between(Rig.START, time.now()));
        if (tries.size() <= failures) {
            throw new IllegalStateException("busy");
        }
        written.addAll(rows);
        return (int) rows.stream().filter(row -> row < 0).count();
    }

    @Test
    void rows_fewerThanABatch_areWrittenAfterTheLinger() {
        SinkWriter<Integer> writer = writer();
        writer.offer(1);
        writer.offer(-2);
        assertThat(written).isEmpty();
        time.advance(Duration.ofMillis(250));
        Rig.await(() -> writer.accounting().pending() == 0, "the rows");

        assertThat(written).containsExactly(1, -2);
        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(2, 1, 1, 0, 0));
        end(writer);
    }

    @Test
    void sinkThatIsBusyTwice_isAskedAgainAfterOneAndTwoSeconds() {
        failures = 2;
        SinkWriter<Integer> writer = writer();
        writer.offer(1);
        time.advance(Duration.ofMillis(250));
        sleepThrough(Duration.ofSeconds(1), 2);
        sleepThrough(Duration.ofSeconds(2), 3);
        Rig.await(() -> writer.accounting().acked() == 1, "the row");

        assertThat(tries).containsExactly(Duration.ofMillis(250), Duration.ofMillis(1250), Duration.ofMillis(3250));
        end(writer);
    }

    @Test
    void sinkThatStaysBusy_isAskedFourTimesThenTheRowsHaveFailed() {
        failures = 4;
        SinkWriter<Integer> writer = writer();
        writer.offer(1);
        time.advance(Duration.ofMillis(250));
        sleepThrough(Duration.ofSeconds(1), 2);
        sleepThrough(Duration.ofSeconds(2), 3);
        sleepThrough(Duration.ofSeconds(4), 4);
        Rig.await(() -> writer.accounting().failed() == 1, "the failure");

        assertThat(writer.isFailing()).isTrue();
        writer.offer(2);
        assertThat(writer.flush(PATIENCE)).isTrue();
        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(2, 1, 1, 0, 0));
        assertThat(writer.isFailing()).isFalse();
        end(writer);
    }

    @Test
    void sinkThatIsStuck_neverStopsOfferingAndDropsTheOldest() {
        SinkWriter<Integer> writer = new SinkWriter<>(
                "a stuck sink", rows -> stuck(rows), (failure, tries) -> false, time, scheduler, Rig.threads("sink"));
        for (int i = 0; i < 500; i++) {
            writer.offer(i);
        }
        Rig.await(() -> tries.size() == 1, "the write that is stuck");
        for (int i = 500; i < 51_500; i++) {
            writer.offer(i);
        }
        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(51_500, 0, 0, 1_000, 50_500));
        release.countDown();
        assertThat(writer.flush(PATIENCE)).isTrue();

        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(51_500, 50_500, 0, 1_000, 0));
        end(writer);
    }

    private int stuck(List<Integer> rows) {
        tries.add(Duration.ofNanos(rows.size()));
        while (release.getCount() > 0) {
            Thread.onSpinWait();
        }
        return 0;
    }

    @Test
    void finish_withASinkThatIsStuck_returnsInTimeAndCountsTheRest() {
        SinkWriter<Integer> writer = new SinkWriter<>(
                "a stuck sink", rows -> stuck(rows), (failure, tries) -> false, time, scheduler, Rig.threads("sink"));
        for (int i = 0; i < 600; i++) {
            writer.offer(i);
        }
        Rig.await(() -> tries.size() == 1, "the write that is stuck");
        long before = TimeSource.system().nanoTime();
        writer.stop();
        writer.finish(Duration.ofMillis(200));

        assertThat(TimeSource.system().nanoTime() - before)
                .isLessThan(Duration.ofSeconds(2).toNanos());
        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(600, 0, 0, 100, 500));
        writer.offer(601);
        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(601, 0, 0, 101, 500));
        release.countDown();
    }

    @Test
    void sinkThatIsOutOfReachForLong_isAskedUntilItWorks_andNoRowHasFailed() {
        triesAllowed = Integer.MAX_VALUE;
        failures = 10;
        SinkWriter<Integer> writer = writer();
        writer.offer(1);
        time.advance(Duration.ofMillis(250));
        sleepThrough(Duration.ofSeconds(1), 2);
        writer.offer(2);
        assertThat(writer.isFailing()).isTrue();
        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(2, 0, 0, 0, 2));
        sleepThrough(Duration.ofSeconds(2), 3);
        for (int next = 4; next <= 10; next++) {
            sleepThrough(Duration.ofSeconds(4), next);
        }
        time.awaitSleepers(1);
        time.advance(Duration.ofSeconds(4));
        assertThat(writer.flush(PATIENCE)).isTrue();

        assertThat(written).containsExactly(1, 2);
        assertThat(writer.isFailing()).isFalse();
        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(2, 2, 0, 0, 0));
        end(writer);
    }

    @Test
    void stop_inThePauseBeforeATry_triesOnceMoreAtOnce() {
        failures = 1;
        SinkWriter<Integer> writer = writer();
        writer.offer(1);
        time.advance(Duration.ofMillis(250));
        time.awaitSleepers(1);
        end(writer);

        assertThat(written).containsExactly(1);
        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(1, 1, 0, 0, 0));
    }

    @Test
    void sinkThatThrowsAnything_orLeavesTheInterruptFlag_getsTheNextRows() {
        SinkWriter<Integer> writer = new SinkWriter<>(
                "a bad sink", this::misbehave, (failure, tries) -> false, time, scheduler, Rig.threads("sink"));
        for (int row = 1; row <= 4; row++) {
            writer.offer(row);
            assertThat(writer.flush(PATIENCE)).as("row " + row).isTrue();
        }

        assertThat(written).containsExactly(2, 4);
        assertThat(writer.accounting()).isEqualTo(new SinkAccounting(4, 2, 2, 0, 0));
        end(writer);
    }

    private int misbehave(List<Integer> rows) {
        switch (rows.get(0)) {
            case 1 -> throw new StackOverflowError();
            case 2 -> Thread.currentThread().interrupt();
            case 3 -> SinkWriterTest.<RuntimeException>sneak(new IOException("undeclared"));
            default -> {}
        }
        written.addAll(rows);
        return 0;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private void sleepThrough(Duration pause, int nextTry) {
        time.awaitSleepers(1);
        time.advance(pause.minusNanos(1));
        assertThat(tries).hasSize(nextTry - 1);
        time.advance(Duration.ofNanos(1));
        Rig.await(() -> tries.size() == nextTry, "try " + nextTry);
    }

    private static void end(SinkWriter<Integer> writer) {
        writer.stop();
        writer.finish(PATIENCE);
    }
}
