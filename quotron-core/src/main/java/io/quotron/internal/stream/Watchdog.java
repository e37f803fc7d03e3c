package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.internal.stream.LiveStream.Healing;
import io.quotron.model.FeedState;
import java.time.Duration;

/**
 * Judges at every tick whether the connection and the streams of an engine are alive, and starts their healing.
 *
 * <h2>When is a stream alive</h2>
 * Only data counts. A stream that is silent for longer than usual ({@link Pauses}) is STALE; it is subscribed anew by itself, and
 * if that brings neither data nor, by way of the trades of the past, the proof that there was none, the socket is opened anew,
 * once per silence. A connection on which nothing at all arrives, not even a heartbeat, is opened anew after the idle timeout.
 *
 * <h2>Answers</h2>
 * A stream that was asked for and got no answer is asked for again, three times, then it has FAILED until the next connection. A
 * stream that is polled is asked for at each round anyway; it is STALE when three rounds brought no answer.
 *
 * <p>Confined to the turn of its engine.
 */
final class Watchdog {
    private static final int MAX_ASKS = 4;

    private final FeedEngine engine;
    private final GapFiller gaps;
    private final boolean polled;
    private final EngineRoom room;

    Watchdog(FeedEngine engine, GapFiller gaps, boolean polled, EngineRoom room) {
        this.engine = engine;
        this.gaps = gaps;
        this.polled = polled;
        this.room = room;
    }

    /** Looks at the connection, then at each stream, as long as the connection stays the current one. */
    void look(Line line) {
        Link link = line.current();
        if (link == null) {
            return;
        }
        endIfDead(line, link);
        if (!link.isOpen) {
            return;
        }
        for (LiveStream stream : line.streams()) {
            if (line.isCurrent(link)) {
                watch(link, stream);
            }
        }
    }

    private void endIfDead(Line line, Link current) {
        long silence = nanos() - current.lastSignNanos;
        if (!current.isOpen && silence >= room.settings().connectTimeout().toNanos()) {
            line.closed(
                    current,
                    FailureReason.TIMEOUT,
                    "not open after " + room.settings().connectTimeout());
        } else if (current.isOpen && !polled && silence >= idleNanos() && isToSpeak(line)) {
            line.closed(
                    current,
                    FailureReason.TIMEOUT,
                    "nothing came for " + room.settings().idleTimeout());
        }
    }

    /** Changes of status may be days apart, so their silence says nothing of the connection. */
    private static boolean isToSpeak(Line line) {
        return line.streams().stream().anyMatch(stream -> stream.asked || stream.hasRhythm());
    }

    private long idleNanos() {
        return room.settings().idleTimeout().toNanos();
    }

    private void watch(Link current, LiveStream stream) {
        engine.checkOverrun(stream);
        if (stream.asked) {
            watchAnswer(current, stream);
        } else if (stream.isActive() && stream.hasRhythm()) {
            watchSilence(current, stream);
        } else if (stream.isStale() && stream.healing == Healing.RESUBSCRIBED) {
            watchHealing(current, stream);
        }
    }

    private void watchAnswer(Link current, LiveStream stream) {
        if (polled
                || nanos() - stream.askedNanos
                        < room.settings().subscribeTimeout().toNanos()) {
            return;
        }
        if (stream.dataNanos - stream.askedNanos > 0 && stream.dataNanos != 0) {
            engine.answers().confirm(stream); // data came since; the answer was lost
        } else if (stream.asks < MAX_ASKS) {
            stream.line.askAnew(current, stream);
        } else {
            engine.answers().fail(stream, "no answer to " + MAX_ASKS + " subscriptions");
        }
    }

    private void watchSilence(Link current, LiveStream stream) {
        long silence = nanos() - stream.aliveNanos;
        if (polled) {
            if (silence >= 3 * room.settings().pollInterval().toNanos()) {
                stream.change(FeedState.Status.STALE, "no answer for " + Duration.ofNanos(silence));
            }
        } else if (silence >= stream.pauses.usualNanos(idleNanos(), stream.expectedPauseNanos())) {
            stream.change(FeedState.Status.STALE, "no data for " + Duration.ofNanos(silence));
            stream.healing = Healing.RESUBSCRIBED;
            gaps.broken(stream);
            stream.line.askAnew(current, stream);
        }
    }

    private void watchHealing(Link current, LiveStream stream) {
        boolean provenQuiet = stream.quiet || stream.dataNanos == 0;
        if (!provenQuiet && nanos() - stream.healedNanos >= idleNanos()) {
            stream.healing = Healing.REOPENED;
            stream.line.closed(
                    current, FailureReason.TIMEOUT, stream.key + " stays silent after it was subscribed anew");
        }
    }

    private long nanos() {
        return room.time().nanoTime();
    }
}
