package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.internal.stream.LiveStream.Healing;
import io.quotron.model.FeedState;
import io.quotron.spi.StreamKey;

/**
 * What a source says about the streams that it was asked for. A source has to confirm each stream; data confirms too, unless an
 * older subscription on the same connection may be its cause.
 *
 * <p>Confined to the turn of its engine.
 */
final class Answers {
    private final FeedEngine engine;
    private final GapFiller gaps;
    private final boolean polled;
    private final EngineRoom room;

    Answers(FeedEngine engine, GapFiller gaps, boolean polled, EngineRoom room) {
        this.engine = engine;
        this.gaps = gaps;
        this.polled = polled;
        this.room = room;
    }

    void subscribed(Link from, StreamKey key) {
        LiveStream stream = engine.streamOf(from, key);
        if (stream == null) {
            return;
        }
        from.lastSignNanos = nanos();
        Handover handover = from.line().handover();
        if (handover != null && handover.isTo(from)) {
            handover.confirmed(key);
        } else if (stream.asked || stream.isFailed()) {
            confirm(stream);
        } else if (polled) {
            stream.aliveNanos = nanos(); // an answer came, though nothing new: that is life
            stream.change(FeedState.Status.ACTIVE, "answers come");
        }
    }

    void confirm(LiveStream stream) {
        stream.asked = false;
        stream.asks = 0;
        stream.refused = false;
        stream.healedNanos = nanos();
        stream.line.isWell();
        if (stream.dataNanos != 0 && stream.dataNanos - stream.askedNanos > 0) {
            stream.healing = Healing.NONE;
        }
        if (stream.confirmedTime == null) {
            stream.confirmedTime = room.time().now();
        }
        if (stream.healing == Healing.NONE) {
            stream.aliveNanos = nanos();
            stream.change(FeedState.Status.ACTIVE, "confirmed");
        }
        gaps.restored(stream);
    }

    void refused(Link from, StreamKey key, FailureReason reason, String message) {
        LiveStream stream = engine.streamOf(from, key);
        if (stream == null) {
            return;
        }
        from.lastSignNanos = nanos();
        Handover handover = from.line().handover();
        if (handover != null && handover.isTo(from)) {
            if (isForGood(reason)) {
                handover.refused(key, reason, message);
            }
        } else if (isForGood(reason)) {
            failFor(stream, reason + ": " + message);
        } else if (polled) {
            stream.asked = false;
            stream.change(FeedState.Status.STALE, reason + ": " + message);
        }
        // what is refused for now stays asked and is asked again when the time for an answer is over
    }

    /** A poll asks again anyway, so that it gives up only where the question itself is wrong. */
    private boolean isForGood(FailureReason reason) {
        return polled
                ? reason == FailureReason.SYMBOL_UNKNOWN
                        || reason == FailureReason.UNSUPPORTED
                        || reason == FailureReason.INVALID_REQUEST
                : reason.retry() == FailureReason.Retry.NO;
    }

    /** The source will never serve the stream. */
    void failFor(LiveStream stream, String why) {
        stream.refused = true;
        fail(stream, why);
    }

    void fail(LiveStream stream, String why) {
        stream.asked = false;
        stream.asks = 0;
        stream.change(FeedState.Status.FAILED, why);
    }

    private long nanos() {
        return room.time().nanoTime();
    }
}
