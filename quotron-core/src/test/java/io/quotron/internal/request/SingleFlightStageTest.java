package io.quotron.internal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Trail;
import io.quotron.model.SourceId;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SingleFlightStageTest {
    private static final Asked<String> KEY = new Asked<>("key", List.of());

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);

    private Call call(Duration timeout) {
        return new Call(time, timeout, false);
    }

    @Test
    void ask_fails_hasTheTrailOfTheLeaderBeforeAnybodyElseSeesIt() {
        QuotronException failure = new QuotronException(FailureReason.TIMEOUT, "late");
        SingleFlightStage<String, String> stage = new SingleFlightStage<>((keys, call) -> {
            call.note(Trail.Kind.ATTEMPT, SourceId.of("first"), FailureReason.TIMEOUT, "");
            return Map.of(KEY, Outcome.failed(failure));
        });
        stage.ask(Set.of(KEY), call(Duration.ofSeconds(5)));

        assertThat(failure.trail().attempts()).isEqualTo(1);
    }

    @Test
    void ask_leaderCannotWaitAsLongAsThoseWhoJoined_theyAskThemselves() throws Exception {
        CountDownLatch leading = new CountDownLatch(1);
        CountDownLatch joined = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        SingleFlightStage<String, String> stage = new SingleFlightStage<>((keys, call) -> {
            if (asked.getAndIncrement() > 0) {
                return Map.of(KEY, Outcome.of("answer"));
            }
            leading.countDown();
            try {
                joined.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Map.of(
                    KEY,
                    Outcome.failed(new RateLimitedException(SourceId.of("first"), "later", Duration.ofSeconds(3))));
        });
        CompletableFuture<Outcome<String>> impatient =
                CompletableFuture.supplyAsync(() -> only(stage.ask(Set.of(KEY), call(Duration.ofSeconds(1)))));
        assertThat(leading.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Outcome<String>> patient = new CompletableFuture<>();
        Thread follower =
                new Thread(() -> patient.complete(only(stage.ask(Set.of(KEY), call(Duration.ofSeconds(20))))));
        follower.start();
        while (follower.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        joined.countDown();

        assertThat(impatient.get(10, TimeUnit.SECONDS).failure()).isInstanceOf(RateLimitedException.class);
        assertThat(patient.get(10, TimeUnit.SECONDS).value()).isEqualTo("answer");
        assertThat(asked).hasValue(2);
    }

    private static Outcome<String> only(Map<Asked<String>, Outcome<String>> outcomes) {
        return outcomes.values().iterator().next();
    }
}
