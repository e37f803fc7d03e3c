package io.quotron.internal.stream;

import io.quotron.spi.Registration;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets an engine look at its streams every now and then; a tick that has not been worked on is not followed by another. Started and
 * stopped in the turn of the engine.
 */
final class Ticker {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final EngineRoom room;
    private final Mailbox mailbox;
    private final Runnable task;
    private final AtomicBoolean waits = new AtomicBoolean();
    private volatile @Nullable Registration timer;

    Ticker(EngineRoom room, Mailbox mailbox, Runnable task) {
        this.room = room;
        this.mailbox = mailbox;
        this.task = task;
    }

    void start() {
        if (timer == null) {
            schedule();
        }
    }

    void stop() {
        Registration running = timer;
        timer = null;
        if (running != null) {
            running.close();
        }
    }

    private void schedule() {
        Duration idle = room.settings().idleTimeout().dividedBy(4);
        Duration period = idle.compareTo(LONGEST) < 0 ? idle : LONGEST;
        timer = room.scheduler().schedule(period, this::tick);
    }

    private void tick() {
        if (timer == null) {
            return;
        }
        schedule();
        if (waits.compareAndSet(false, true)) {
            mailbox.post(this::run);
        }
    }

    private void run() {
        waits.set(false);
        task.run();
    }
}
