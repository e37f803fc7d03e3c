package io.quotron.internal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.SourceId;
import io.quotron.resilience.ProviderSettings;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.LimitReport;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.Seed;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limiter follows the server's own count where it is stricter. */
@Timeout(60)
class LimitReportTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration PATIENT = Duration.ofDays(2);

    private final VirtualTime time = VirtualTime.autoAdvancing(Instant.parse("2026-01-05T15:00:00Z"));

    private SlidingWindowLimiter limiter(RateLimit limit) {
        return new SlidingWindowLimiter(SourceId.of("test"), limit, time);
    }

    /** Takes a permit and returns how long it took. */
    private Duration acquire(SlidingWindowLimiter limiter, int weight) {
        long start = time.nanoTime();
        Call call = new Call(time, PATIENT, false);
        RequestContext context = RequestContext.builder(time).timeout(PATIENT).build();
        limiter.acquire(weight, PATIENT, call, context);
        return Duration.ofNanos(time.nanoTime() - start);
    }

    @Test
    void used_aboveOurCount_blocksTheDifferenceForTheWindow() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(6_000, MINUTE));
        acquire(limiter, 10);
        limiter.follow(LimitReport.used(MINUTE, 5_990));

        assertThat(acquire(limiter, 10)).isZero();
        assertThat(acquire(limiter, 1)).isBetween(MINUTE, MINUTE.plusMillis(20));
    }

    @Test
    void used_belowOurCount_changesNothing() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(3, MINUTE));
        acquire(limiter, 3);
        limiter.follow(LimitReport.used(MINUTE, 0));
        limiter.follow(LimitReport.remaining(MINUTE, 100, 100));

        assertThat(acquire(limiter, 1)).isGreaterThanOrEqualTo(MINUTE);
    }

    @Test
    void used_toldTwice_isBlockedOnce() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(100, MINUTE));
        limiter.follow(LimitReport.used(MINUTE, 60));
        limiter.follow(LimitReport.used(MINUTE, 60));

        assertThat(acquire(limiter, 40)).isZero();
        assertThat(limiter.pausedFor()).isZero();
        assertThat(acquire(limiter, 1)).isGreaterThanOrEqualTo(MINUTE);
    }

    @Test
    void remaining_none_pausesUntilTheWindowCanHaveRoom() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(1_000, MINUTE));
        acquire(limiter, 1);
        time.advance(Duration.ofSeconds(20));
        limiter.follow(LimitReport.remaining(MINUTE, 1_000, 0));

        assertThat(limiter.pausedFor()).isBetween(Duration.ofSeconds(40), Duration.ofMillis(40_020));
        assertThat(acquire(limiter, 1)).isBetween(Duration.ofSeconds(40), Duration.ofMillis(40_020));
        assertThat(acquire(limiter, 1)).isBetween(Duration.ofMillis(19_900), Duration.ofMillis(20_020));
    }

    @Test
    void used_atTheLimit_pauses() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(1_000, MINUTE));
        limiter.follow(new LimitReport(MINUTE, OptionalInt.of(50), OptionalInt.of(50), OptionalInt.empty()));

        assertThat(limiter.pausedFor()).isGreaterThanOrEqualTo(MINUTE);
    }

    @Test
    void window_thatWeDoNotCount_isCountedFromNowOnWhereItsLimitIsTold() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(10, SECOND));
        limiter.follow(LimitReport.remaining(MINUTE, 5, 3));

        assertThat(acquire(limiter, 3)).isZero();
        assertThat(acquire(limiter, 1)).isGreaterThanOrEqualTo(MINUTE);
    }

    @Test
    void window_thatWeDoNotCountWithoutLimit_countsForTheNextLonger() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(10, SECOND).and(100, Duration.ofHours(1)));
        limiter.follow(LimitReport.used(MINUTE, 98));

        assertThat(acquire(limiter, 2)).isZero();
        assertThat(acquire(limiter, 1)).isGreaterThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void noLimitOfOurs_nothingLeft_pausesForTheWindow() {
        SlidingWindowLimiter limiter = limiter(RateLimit.unlimited());
        limiter.follow(new LimitReport(MINUTE, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0)));

        assertThat(limiter.pausedFor()).isEqualTo(MINUTE);
    }

    @Test
    void reports_ofEachWindow_areTheLatest() {
        SlidingWindowLimiter limiter = limiter(RateLimit.of(10, SECOND));
        limiter.follow(LimitReport.used(MINUTE, 1));
        limiter.follow(LimitReport.used(SECOND, 1));
        limiter.follow(LimitReport.used(MINUTE, 2));

        assertThat(limiter.reports()).containsExactly(LimitReport.used(SECOND, 1), LimitReport.used(MINUTE, 2));
    }

    @Test
    void streamGate_report_holdsRequestsToo() {
        ProviderState state = new ProviderState(
                new ScriptedProvider("test"), ProviderSettings.builder().build(), time, MetricsListener.none());
        LimitReport report = LimitReport.remaining(MINUTE, 5, 0);

        RequestContext.builder(time)
                .gate(state.streamGate())
                .build()
                .withTimeout(SECOND)
                .reportLimit(report);

        assertThat(state.health().limits()).containsExactly(report);
        assertThat(state.health().pausedFor()).isGreaterThanOrEqualTo(MINUTE);
    }

    /** A server that counts us and somebody else exactly: it must never see more than its limit from the moment it tells. */
    @Test
    void model_serverCountsOthersToo_isNeverExceeded() {
        for (int round = 0; round < 50; round++) {
            Seed seed = Seed.of("LimitReportTest.model." + round);
            RandomGenerator random = seed.generator();
            int permits = 5 + random.nextInt(20);
            SlidingWindowLimiter limiter = limiter(RateLimit.of(permits, MINUTE));
            List<long[]> seen = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                if (random.nextInt(8) == 0) {
                    int free = permits - used(seen);
                    int others = free <= 0 ? 0 : random.nextInt(free + 1);
                    seen.add(new long[] {time.nanoTime(), others});
                    limiter.follow(report(random, permits, used(seen)));
                }
                int weight = 1 + random.nextInt(3);
                acquire(limiter, weight);
                seen.add(new long[] {time.nanoTime(), weight});
                assertThat(used(seen)).as("step %s, seed %s", i, seed).isLessThanOrEqualTo(permits);
                if (random.nextBoolean()) {
                    limiter.follow(report(random, permits, used(seen)));
                }
                time.advance(Duration.ofMillis(random.nextInt(10_000)));
            }
        }
    }

    private static LimitReport report(RandomGenerator random, int permits, int used) {
        return random.nextBoolean()
                ? LimitReport.used(MINUTE, used)
                : LimitReport.remaining(MINUTE, permits, permits - used);
    }

    private int used(List<long[]> seen) {
        long from = time.nanoTime() - MINUTE.toNanos();
        return (int) seen.stream()
                .filter(entry -> entry[0] - from > 0)
                .mapToLong(entry -> entry[1])
                .sum();
    }

    /** Whatever a server says, nothing comes earlier than by our own limit alone. */
    @Test
    void model_anyReports_neverMakeUsFaster() {
        for (int round = 0; round < 50; round++) {
            Seed seed = Seed.of("LimitReportTest.faster." + round);
            RandomGenerator random = seed.generator();
            RateLimit limit = RateLimit.of(3, SECOND).and(20, MINUTE);
            SlidingWindowLimiter limiter = limiter(limit);
            List<Long> grants = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                if (random.nextInt(3) == 0) {
                    limiter.follow(anyReport(random));
                }
                acquire(limiter, 1);
                grants.add(time.nanoTime());
                time.advance(Duration.ofMillis(random.nextInt(700)));
            }
            for (int i = 20; i < grants.size(); i++) {
                assertThat(grants.get(i) - grants.get(i - 3))
                        .as("seed %s", seed)
                        .isGreaterThan(SECOND.toNanos());
                assertThat(grants.get(i) - grants.get(i - 20))
                        .as("seed %s", seed)
                        .isGreaterThan(MINUTE.toNanos());
            }
        }
    }

    private static LimitReport anyReport(RandomGenerator random) {
        Duration window = Duration.ofSeconds(List.of(1, 10, 60, 300).get(random.nextInt(4)));
        int limit = random.nextInt(40);
        return switch (random.nextInt(3)) {
            case 0 -> LimitReport.used(window, random.nextInt(40));
            case 1 -> LimitReport.remaining(window, limit, random.nextInt(40));
            default ->
                new LimitReport(window, OptionalInt.of(limit), OptionalInt.of(random.nextInt(40)), OptionalInt.empty());
        };
    }
}
