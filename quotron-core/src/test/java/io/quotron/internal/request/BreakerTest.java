package io.quotron.internal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.testkit.Seed;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerTest {
    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-05T15:00:00Z"));
    private final Breaker breaker = new Breaker(SourceId.of("test"), BreakerPolicy.defaults(), time);

    /** F fails, S succeeds, N says nothing, w waits 59.999 s, W waits 1 ms. */
    @ParameterizedTest
    @CsvSource({
        "FFFF, CLOSED",
        "FFFFSFFFF, CLOSED",
        "FFFFF, OPEN",
        "SSSFFFFF, OPEN",
        "FFFFNF, OPEN",
        "FFNFNFSFFFF, CLOSED",
        "FFFFFw, OPEN",
        "FFFFFwW, HALF_OPEN",
        "FFFFFwWS, HALF_OPEN",
        "FFFFFwWSF, OPEN",
        "FFFFFwWF, OPEN",
        "FFFFFwWSS, CLOSED",
        "FFFFFwWSNS, CLOSED",
        "FFFFFwWNNNS, HALF_OPEN",
        "FFFFFwWSFwWSS, CLOSED",
        "FFFFFwWSSFFFF, CLOSED",
        "FFFFFwWSSFFFFF, OPEN",
    })
    void state_afterOutcomes_followsTheTable(String outcomes, BreakerPolicy.State expected) {
        outcomes.chars().forEach(this::play);

        assertThat(settled()).isEqualTo(expected);
    }

    private void play(int outcome) {
        switch (outcome) {
            case 'w' -> time.advance(Duration.ofMillis(59_999));
            case 'W' -> time.advance(Duration.ofMillis(1));
            case 'S' -> acquire().succeeded();
            case 'F' -> acquire().failed();
            default -> acquire().release();
        }
    }

    private Breaker.Permit acquire() {
        return breaker.acquire(new Call(time, Duration.ofSeconds(1), false));
    }

    /** An open breaker becomes half-open by the next call, so one is tried. */
    private BreakerPolicy.State settled() {
        try {
            acquire().release();
        } catch (ProviderException refused) {
            assertThat(refused.reason()).isEqualTo(FailureReason.UNAVAILABLE);
        }
        return breaker.state();
    }

    @Test
    void acquire_halfOpenWithTwoProbesUnderWay_refusesTheThird() {
        "FFFFFwW".chars().forEach(this::play);
        Breaker.Permit first = acquire();
        acquire();

        assertThatThrownBy(this::acquire).isInstanceOf(ProviderException.class).hasMessageContaining("left alone");

        first.release();
        acquire().release();
    }

    @Test
    void acquire_probesNeverComeBack_asksAgainAfterTheirDeadline() {
        "FFFFFwW".chars().forEach(this::play);
        acquire();
        Breaker.Permit lost = acquire();
        time.advance(Duration.ofSeconds(2)); // both had one second
        assertThatThrownBy(this::acquire).isInstanceOf(ProviderException.class);
        assertThat(breaker.state()).isEqualTo(BreakerPolicy.State.OPEN);
        "wWSS".chars().forEach(this::play);

        lost.failed();

        assertThat(breaker.state()).isEqualTo(BreakerPolicy.State.CLOSED);
    }

    @Test
    void failed_ofACallFromBeforeTheBreakerOpened_saysNothingAboutTheProbe() {
        Breaker.Permit slow = acquire();
        "FFFFFwWS".chars().forEach(this::play);

        slow.failed();

        assertThat(breaker.state()).isEqualTo(BreakerPolicy.State.HALF_OPEN);
    }

    @Test
    void acquire_wallClockJumpsBackAnHour_stillOpensAfterSixtySeconds() {
        "FFFFF".chars().forEach(this::play);
        time.jumpWallClock(Duration.ofHours(-1));
        time.advance(Duration.ofSeconds(60));

        acquire().release();

        assertThat(breaker.state()).isEqualTo(BreakerPolicy.State.HALF_OPEN);
    }

    @Test
    void state_randomCommands_equalsTheModel() {
        Seed seed = Seed.of("BreakerTest.state_randomCommands");
        RandomGenerator random = seed.generator();
        for (int run = 0; run < 10_000; run++) {
            VirtualTime clock = VirtualTime.startingAt(Instant.EPOCH);
            Breaker subject = new Breaker(SourceId.of("test"), BreakerPolicy.defaults(), clock);
            Model model = new Model();
            StringBuilder history = new StringBuilder();
            for (int step = 0; step < 30; step++) {
                char command = "FFFSSNW".charAt(random.nextInt(7));
                history.append(command);
                apply(command, subject, clock, model);
                assertThat(subject.state().name())
                        .as("seed %s, run %d, history %s", seed, run, history)
                        .isEqualTo(model.state);
            }
        }
    }

    private static void apply(char command, Breaker subject, VirtualTime clock, Model model) {
        if (command == 'W') {
            clock.advance(Duration.ofSeconds(60));
            model.waited = true;
            return;
        }
        boolean allowed = model.acquire();
        try {
            Breaker.Permit permit = subject.acquire(new Call(clock, Duration.ofSeconds(1), false));
            assertThat(allowed).isTrue();
            switch (command) {
                case 'S' -> permit.succeeded();
                case 'F' -> permit.failed();
                default -> permit.release();
            }
            model.report(command);
        } catch (ProviderException refused) {
            assertThat(allowed).isFalse();
        }
    }

    /** The table in its plainest form. */
    private static final class Model {
        private String state = "CLOSED";
        private boolean waited;
        private int failures;
        private int successes;

        boolean acquire() {
            if (state.equals("OPEN") && waited) {
                state = "HALF_OPEN";
                successes = 0;
            }
            return !state.equals("OPEN");
        }

        void report(char outcome) {
            if (outcome == 'F') {
                failures++;
                if (state.equals("HALF_OPEN") || failures == 5) {
                    state = "OPEN";
                    waited = false;
                    failures = 0;
                }
            } else if (outcome == 'S') {
                failures = 0;
                successes++;
                if (state.equals("HALF_OPEN") && successes == 2) {
                    state = "CLOSED";
                }
            }
        }
    }

    @Test
    void acquire_fromManyThreads_neverLetsMoreThanTwoProbesThrough() throws InterruptedException {
        "FFFFFwW".chars().forEach(this::play);
        List<Breaker.Permit> permits = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Thread thread = new Thread(() -> {
                try {
                    Breaker.Permit permit = acquire();
                    synchronized (permits) {
                        permits.add(permit);
                    }
                } catch (ProviderException refused) {
                    // expected for all but two
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(permits).hasSize(2);
    }
}
