package io.quotron.internal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Scheduler;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.Seed;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SlidingWindowLimiterTest {
    private static final SourceId SOURCE = SourceId.of("test");
    private static final Duration PATIENT = Duration.ofDays(1);

    private final VirtualTime time = VirtualTime.autoAdvancing(Instant.parse("2026-01-05T15:00:00Z"));

    private SlidingWindowLimiter limiter(RateLimit limit) {
        return new SlidingWindowLimiter(SOURCE, limit, time);
    }

    private void acquire(SlidingWindowLimiter limiter, int weight, Duration deadline) {
        Call call = new Call(time, deadline, false);
        limiter.acquire(
                weight,
                PATIENT,
                call,
                RequestContext.builder(time).timeout(deadline).build());
    }

    @Test
    void acquire_overAMillionVirtualSeconds_neverExceedsAnyWindow() {
        Seed seed = Seed.of("SlidingWindowLimiterTest.windows");
        RandomGenerator random = seed.generator();
        RateLimit limit = RateLimit.of(10, Duration.ofSeconds(1)).and(100, Duration.ofMinutes(1));
        SlidingWindowLimiter limiter = limiter(limit);
        List<long[]> grants = new ArrayList<>();
        long end = time.nanoTime() + Duration.ofSeconds(1_000_000).toNanos();
        while (time.nanoTime() < end) {
            int burst = 1 + random.nextInt(40);
            for (int i = 0; i < burst; i++) {
                int weight = 1 + random.nextInt(5);
                acquire(limiter, weight, Duration.ofHours(10));
                grants.add(new long[] {time.nanoTime(), weight});
            }
            time.advance(Duration.ofMillis(random.nextInt(2_000_000)));
        }

        assertThat(worstWindow(grants, Duration.ofSeconds(1)))
                .as("seed %s", seed)
                .isLessThanOrEqualTo(10);
        assertThat(worstWindow(grants, Duration.ofMinutes(1)))
                .as("seed %s", seed)
                .isLessThanOrEqualTo(100);
        assertThat(limiter.charged()).isEqualTo(grants.size());
    }

    private static long worstWindow(List<long[]> grants, Duration window) {
        long worst = 0;
        long sum = 0;
        int first = 0;
        for (long[] grant : grants) {
            sum += grant[1];
            while (grant[0] - grants.get(first)[0] > window.toNanos()) {
                sum -= grants.get(first++)[1];
            }
            worst = Math.max(worst, sum);
        }
        return worst;
    }

    /** A clock whose sleepers now and then wake up late, as those of a busy machine do. */
    private static final class LateTime implements TimeSource {
        private final Random random;
        private long nanos;

        LateTime(Random random) {
            this.random = random;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void sleep(Duration duration) {
            long late = random.nextInt(4) == 0 ? random.nextLong(700_000_000L) : 0;
            nanos += duration.toNanos() + late;
        }

        @Override
        public Scheduler newScheduler(ThreadFactory threads) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void acquire_sleepersWakeUpLate_neverExceedsTheWindow() {
        LateTime late = new LateTime(new Random(11));
        SlidingWindowLimiter limiter =
                new SlidingWindowLimiter(SourceId.of("test"), RateLimit.of(2, Duration.ofSeconds(1)), late);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Call call = new Call(late, Duration.ofHours(10), false);
            limiter.acquire(
                    1,
                    Duration.ofHours(10),
                    call,
                    RequestContext.builder(late).timeout(Duration.ofHours(10)).build());
            times.add(late.nanoTime());
        }
        for (int i = 2; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 2)).as("request %s", i).isGreaterThanOrEqualTo(1_000_000_000L);
        }
        assertThat(limiter.charged()).isEqualTo(1_000);
    }

    @Test
    void acquire_manyThreadsAndInterrupts_losesNoPermitAndExceedsNothing() throws Exception {
        TimeSource real = TimeSource.system();
        SlidingWindowLimiter limiter =
                new SlidingWindowLimiter(SourceId.of("test"), RateLimit.of(5, Duration.ofMillis(50)), real);
        ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
        Random random = new Random(5);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Thread thread = new Thread(() -> {
                Call call = new Call(real, Duration.ofSeconds(20), false);
                try {
                    limiter.acquire(
                            1,
                            Duration.ofSeconds(20),
                            call,
                            RequestContext.builder(real).build());
                    times.add(real.nanoTime());
                } catch (QuotronException cancelled) {
                    Thread.currentThread().interrupt();
                }
            });
            threads.add(thread);
            thread.start();
            if (random.nextInt(3) == 0) {
                threads.get(random.nextInt(threads.size())).interrupt();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(limiter.charged()).isEqualTo(times.size());
        assertThat(times.size()).isBetween(60, 120);
    }

    @Test
    void acquire_fullWindow_waitsNoLongerThanItMust() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(2, Duration.ofSeconds(10)));
        long start = time.nanoTime();
        acquire(limiter, 1, PATIENT);
        acquire(limiter, 1, PATIENT);

        acquire(limiter, 1, PATIENT);

        assertThat(Duration.ofNanos(time.nanoTime() - start))
                .isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_011));
    }

    @Test
    void acquire_permitCannotComeInTime_failsAtOnceAndTakesNothing() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(1, Duration.ofSeconds(10)));
        acquire(limiter, 1, PATIENT);
        long before = time.nanoTime();

        assertThatThrownBy(() -> acquire(limiter, 1, Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        refused -> assertThat(refused.retryAfter())
                                .isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_011)));

        assertThat(time.nanoTime()).isEqualTo(before);
        assertThat(limiter.charged()).isEqualTo(1);
    }

    @Test
    void acquire_weightThatNeverFits_isRefusedByName() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(5, Duration.ofSeconds(1)));

        assertThatThrownBy(() -> acquire(limiter, 6, PATIENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight 6")
                .hasMessageContaining("limit of 5");
    }

    @Test
    void acquire_whilePaused_waitsForTheEndOfThePause() {
        SlidingWindowLimiter limiter = limiter(RateLimit.unlimited());
        limiter.pause(Duration.ofSeconds(7));
        long start = time.nanoTime();

        acquire(limiter, 1, PATIENT);

        assertThat(time.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(7).toNanos());
    }

    @Test
    @Timeout(20)
    void acquire_interruptedWhileWaiting_givesThePermitBack() throws Exception {
        VirtualTime clock = VirtualTime.startingAt(Instant.parse("2026-01-05T15:00:00Z"));
        SlidingWindowLimiter limiter = new SlidingWindowLimiter(SOURCE, RateLimit.of(1, Duration.ofSeconds(10)), clock);
        RequestContext context =
                RequestContext.builder(clock).timeout(Duration.ofHours(1)).build();
        Call call = new Call(clock, Duration.ofHours(1), false);
        limiter.acquire(1, PATIENT, call, context);
        CompletableFuture<QuotronException> outcome = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                limiter.acquire(1, PATIENT, call, context);
            } catch (QuotronException e) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                outcome.complete(e);
            }
        });
        waiting.start();
        clock.awaitSleepers(1);

        waiting.interrupt();

        assertThat(outcome.get().reason()).isEqualTo(FailureReason.CANCELLED);
        waiting.join();
        assertThat(limiter.charged()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(11));
        limiter.acquire(1, PATIENT, call, context);
        assertThat(limiter.charged()).isEqualTo(2);
    }

    @Test
    @Timeout(20)
    void acquire_pauseBeginsWhileOthersWait_holdsThemToo() throws Exception {
        VirtualTime clock = VirtualTime.startingAt(Instant.parse("2026-01-05T15:00:00Z"));
        SlidingWindowLimiter limiter = new SlidingWindowLimiter(SOURCE, RateLimit.of(1, Duration.ofSeconds(1)), clock);
        RequestContext context =
                RequestContext.builder(clock).timeout(Duration.ofHours(1)).build();
        limiter.acquire(1, PATIENT, new Call(clock, Duration.ofHours(1), false), context);
        CompletableFuture<Long> grantedAt = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            limiter.acquire(1, PATIENT, new Call(clock, Duration.ofHours(1), false), context);
            grantedAt.complete(clock.nanoTime());
        });
        waiting.start();
        clock.awaitSleepers(1);
        long paused = clock.nanoTime();
        limiter.pause(Duration.ofSeconds(7));

        clock.advance(Duration.ofMillis(1_100));
        clock.awaitSleepers(1);
        assertThat(grantedAt).isNotDone();
        clock.advance(Duration.ofSeconds(7));

        assertThat(grantedAt.get() - paused)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(7).toNanos());
        waiting.join();
    }
}
