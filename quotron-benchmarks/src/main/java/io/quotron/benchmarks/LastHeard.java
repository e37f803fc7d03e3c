package io.quotron.benchmarks;

import io.quotron.error.FailureReason;
import io.quotron.model.MarketEvent;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import org.jspecify.annotations.Nullable;

/** Keeps the last event, and fails at a message that was not understood. */
final class LastHeard implements StreamListener {
    @Nullable
    Object last;

    @Override
    public void onOpen() {
        last = this;
    }

    @Override
    public void onEvent(StreamKey key, MarketEvent event) {
        last = event;
    }

    @Override
    public void onSubscribed(StreamKey key) {
        last = key;
    }

    @Override
    public void onRefused(StreamKey key, FailureReason reason, String message) {
        throw new IllegalStateException(message);
    }

    @Override
    public void onHeartbeat() {
        last = this;
    }

    @Override
    public void onRejected(String detail) {
        throw new IllegalStateException(detail);
    }

    @Override
    public void onClosed(FailureReason reason, String detail) {
        throw new IllegalStateException(detail);
    }
}
