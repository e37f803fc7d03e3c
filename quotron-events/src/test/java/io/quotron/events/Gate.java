package io.quotron.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.spi.EventEnvelope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A subscriber that holds its first event until it is opened, and remembers the sequence numbers it got. */
final class Gate implements Consumer<EventEnvelope> {
    final List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public void accept(EventEnvelope event) {
        entered.countDown();
        boolean held = true;
        while (held) {
            try {
                opened.await();
                held = false;
            } catch (InterruptedException ignored) {
                // a callback that cannot be interrupted
            }
        }
        seen.add(event.sequence());
    }

    void awaitEntered() throws InterruptedException {
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    void open() {
        opened.countDown();
    }
}
