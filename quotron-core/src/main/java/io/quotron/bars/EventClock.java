package io.quotron.bars;

/**
 * How far event time has come, from the newest event and from readings of the host's clock.
 *
 * <p>The host's clock may be wrong by minutes, and may jump. So a reading is trusted only for the time that went by
 * since the reading before: it moves event time by no more than that, and no further than itself. A host that is
 * ahead thus does not close bars early, and one that is behind still closes the bars of a silent symbol. A step back,
 * or one longer than the limit, moves nothing; the next reading counts from there. The first reading has none before
 * it and is taken as it is.
 */
final class EventClock {
    private final long longestStep;
    private long now = Long.MIN_VALUE;
    private long lastReading = Long.MIN_VALUE;
    private long jumps;

    EventClock(long longestStep) {
        this.longestStep = longestStep;
    }

    long now() {
        return now;
    }

    long jumps() {
        return jumps;
    }

    void event(long time) {
        if (time > now) {
            now = time;
        }
    }

    void absurdReading() {
        jumps++;
    }

    void reading(long host) {
        long before = lastReading;
        lastReading = host;
        if (now == Long.MIN_VALUE) {
            return;
        }
        if (before == Long.MIN_VALUE) {
            first(host);
        } else if (host < before || host - before > longestStep) {
            jumps++;
        } else {
            long byElapsed = now + (host - before);
            now = host >= now ? Math.min(host, byElapsed) : byElapsed;
        }
    }

    private void first(long host) {
        if (host - now > longestStep) {
            jumps++;
        } else {
            now = Math.max(now, host);
        }
    }
}
