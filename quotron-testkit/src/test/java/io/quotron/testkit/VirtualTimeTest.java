package io.quotron.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.spi.Registration;
import io.quotron.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private static final Instant START = Instant.parse("2026-03-02T14:30:00Z");

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final Scheduler scheduler = time.newScheduler(task -> {
        throw new AssertionError("no thread is needed");
    });
    private final List<String> ran = new ArrayList<>();

    @Test
    void advance_noTasks_movesBothClocks() {
        long before = time.nanoTime();

        time.advance(Duration.ofMinutes(2));

        assertThat(time.now()).isEqualTo(START.plusSeconds(120));
        assertThat(time.nanoTime() - before).isEqualTo(120_000_000_000L);
    }

    @Test
    void advance_negative_isRefused() {
        assertThatThrownBy(() -> time.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jumpWallClock_back_leavesMonotonicTimeAlone() {
        long before = time.nanoTime();

        time.jumpWallClock(Duration.ofHours(-1));

        assertThat(time.now()).isEqualTo(START.minusSeconds(3600));
        assertThat(time.nanoTime()).isEqualTo(before);
    }

    @Test
    void advance_severalTasks_runInOrderOfDueTimeAtTheirTime() {
        note("c", 3);
        note("a", 1);
        note("b", 2);
        note("later", 10);

        time.advance(Duration.ofSeconds(5));

        assertThat(ran).containsExactly("a@1", "b@2", "c@3");
        assertThat(time.scheduled()).isEqualTo(1);
        assertThat(time.now()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void advance_sameDueTime_keepsOrderOfScheduling() {
        note("first", 1);
        note("second", 1);

        time.advance(Duration.ofSeconds(1));

        assertThat(ran).containsExactly("first@1", "second@1");
    }

    @Test
    void advance_taskSchedulesTask_runsItInTheSameSpan() {
        repeatEverySecond();

        time.advance(Duration.ofSeconds(4));

        assertThat(ran).containsExactly("tick@1", "tick@2", "tick@3", "tick@4");
    }

    private void repeatEverySecond() {
        scheduler.schedule(Duration.ofSeconds(1), () -> {
            ran.add("tick@" + secondsSinceStart());
            repeatEverySecond();
        });
    }

    @Test
    void advance_taskThrows_othersStillRun() {
        scheduler.schedule(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("on purpose");
        });
        note("after", 2);

        time.advance(Duration.ofSeconds(3));

        assertThat(ran).containsExactly("after@2");
    }

    @Test
    void advance_withinTask_doesNotRunTwoTasksOfOneSchedulerAtOnce() {
        scheduler.schedule(Duration.ofSeconds(1), () -> {
            time.advance(Duration.ofSeconds(5));
            ran.add("outer@" + secondsSinceStart());
        });
        note("inner", 2);

        time.advance(Duration.ofSeconds(1));

        assertThat(ran).containsExactly("outer@6", "inner@6");
    }

    @Test
    void schedule_negativeDelay_runsAtNextAdvance() {
        scheduler.schedule(Duration.ofSeconds(-1), () -> ran.add("now"));
        assertThat(ran).isEmpty();

        time.advance(Duration.ZERO);

        assertThat(ran).containsExactly("now");
    }

    @Test
    void registration_closed_cancelsTask() {
        Registration registration = scheduler.schedule(Duration.ofSeconds(1), () -> ran.add("never"));

        registration.close();
        registration.close();
        time.advance(Duration.ofSeconds(2));

        assertThat(ran).isEmpty();
    }

    @Test
    void close_pendingTasks_neverRun() {
        note("never", 1);

        scheduler.close();
        scheduler.close();
        note("tooLate", 1);
        time.advance(Duration.ofSeconds(2));

        assertThat(ran).isEmpty();
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void close_otherThreadRunsTask_waitsForIt() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        scheduler.schedule(Duration.ZERO, () -> {
            running.countDown();
            awaitQuietly(release);
            ran.add("finished");
        });
        CompletableFuture<Void> advancing = CompletableFuture.runAsync(() -> time.advance(Duration.ZERO));
        running.await();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(scheduler::close);
        release.countDown();
        closing.get(5, TimeUnit.SECONDS);

        assertThat(ran).containsExactly("finished");
        advancing.get(5, TimeUnit.SECONDS);
    }

    @Test
    void sleep_untilAdvancedFarEnough_blocks() throws Exception {
        CompletableFuture<Instant> woken = sleeping(Duration.ofSeconds(10));
        time.awaitSleepers(1);

        time.advance(Duration.ofSeconds(9));
        assertThat(woken).isNotDone();
        assertThat(time.sleepers()).isEqualTo(1);
        time.advance(Duration.ofSeconds(1));

        assertThat(woken.get(5, TimeUnit.SECONDS)).isEqualTo(START.plusSeconds(10));
        assertThat(time.sleepers()).isZero();
    }

    @Test
    void sleep_wallClockJumps_isNotWoken() throws Exception {
        CompletableFuture<Instant> woken = sleeping(Duration.ofSeconds(10));
        time.awaitSleepers(1);

        time.jumpWallClock(Duration.ofDays(1));

        assertThat(time.sleepers()).isEqualTo(1);
        time.advance(Duration.ofSeconds(10));
        woken.get(5, TimeUnit.SECONDS);
    }

    @Test
    void sleep_interrupted_throws() throws Exception {
        CompletableFuture<Thread> sleeper = new CompletableFuture<>();
        CompletableFuture<Instant> woken = CompletableFuture.supplyAsync(() -> {
            sleeper.complete(Thread.currentThread());
            return sleepOrFail(Duration.ofSeconds(10));
        });
        time.awaitSleepers(1);

        sleeper.join().interrupt();

        assertThatThrownBy(() -> woken.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(time.sleepers()).isZero();
    }

    @Test
    void sleep_alreadyInterrupted_throwsEvenForZero() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> time.sleep(Duration.ZERO)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void sleep_autoAdvancing_movesClockAndRunsTasks() throws Exception {
        VirtualTime auto = VirtualTime.autoAdvancing(START);
        auto.newScheduler(Thread::new).schedule(Duration.ofSeconds(3), () -> ran.add("task"));

        auto.sleep(Duration.ofSeconds(5));

        assertThat(auto.now()).isEqualTo(START.plusSeconds(5));
        assertThat(ran).containsExactly("task");
    }

    @Test
    void awaitScheduled_taskOfOtherThread_returns() throws Exception {
        CompletableFuture<Registration> other =
                CompletableFuture.supplyAsync(() -> scheduler.schedule(Duration.ofDays(1), () -> {}));

        time.awaitScheduled(1);

        assertThat(time.scheduled()).isEqualTo(1);
        other.get(5, TimeUnit.SECONDS);
    }

    private void note(String name, long seconds) {
        scheduler.schedule(Duration.ofSeconds(seconds), () -> ran.add(name + "@" + secondsSinceStart()));
    }

    private long secondsSinceStart() {
        return Duration.between(START, time.now()).toSeconds();
    }

    private CompletableFuture<Instant> sleeping(Duration duration) {
        return CompletableFuture.supplyAsync(() -> sleepOrFail(duration));
    }

    private Instant sleepOrFail(Duration duration) {
        try {
            time.sleep(duration);
            return time.now();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
