package io.quotron.providers.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.model.SourceId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TellingTest {
    private final Telling telling = new Telling(SourceId.of("probe"));
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void tell_listenerThrows_whatFollowsIsTold() {
        telling.tell(() -> {
            throw new StackOverflowError("on purpose");
        });
        telling.tell(() -> told.add("next"));

        assertThat(told).containsExactly("next");
        assertThat(telling.isOver()).isFalse();
    }

    @Test
    void tellLast_twice_isToldOnceAndNothingFollows() {
        telling.tellLast(() -> told.add("last"));
        telling.tellLast(() -> told.add("again"));
        telling.tell(() -> told.add("after"));

        assertThat(told).containsExactly("last");
    }

    @Test
    void end_insideACall_waitsForNobodyAndEndsIt() {
        telling.tell(() -> {
            telling.end();
            telling.awaitSilence();
            telling.tell(() -> told.add("after"));
        });

        assertThat(told).isEmpty();
    }

    @Test
    void awaitSilence_callUnderWay_returnsAfterIt() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread caller = new Thread(() -> telling.tell(() -> {
            inside.countDown();
            await(goOn);
            told.add("call");
        }));
        caller.start();
        inside.await();

        telling.end();
        goOn.countDown();
        telling.awaitSilence();

        assertThat(told).containsExactly("call");
        caller.join();
    }

    @Test
    void tellUnlessInterrupted_lockHeldElsewhere_givesUp() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread holder = new Thread(() -> telling.inSilence(() -> {
            held.countDown();
            await(goOn);
            return told;
        }));
        holder.start();
        held.await();
        Thread scheduler = new Thread(() -> telling.tellUnlessInterrupted(() -> told.add("too late")));
        scheduler.start();
        scheduler.interrupt();
        scheduler.join();
        goOn.countDown();
        holder.join();

        assertThat(told).isEmpty();
        telling.tellUnlessInterrupted(() -> told.add("now"));
        assertThat(told).containsExactly("now");
    }

    @Test
    void inSilence_workThrows_passesItOn() {
        assertThatThrownBy(() -> telling.inSilence(() -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
