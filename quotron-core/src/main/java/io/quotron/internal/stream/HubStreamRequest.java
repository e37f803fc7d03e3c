package io.quotron.internal.stream;

import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.spi.StreamKind;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.OverflowStrategy;
import io.quotron.stream.StreamRequest;
import io.quotron.stream.Subscription;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;

/** A request that a hub serves. */
final class HubStreamRequest implements StreamRequest {
    private final StreamHub hub;
    private final StreamSpec spec;

    HubStreamRequest(StreamHub hub, StreamSpec spec) {
        this.hub = hub;
        this.spec = spec;
    }

    @Override
    public StreamRequest trades() {
        return with(spec.withKind(StreamKind.TRADES));
    }

    @Override
    public StreamRequest quotes() {
        return with(spec.withKind(StreamKind.QUOTES));
    }

    @Override
    public StreamRequest bars(Interval... intervals) {
        if (intervals.length == 0) {
            throw new IllegalArgumentException("bars need at least one interval");
        }
        return with(spec.withIntervals(List.of(intervals)));
    }

    @Override
    public StreamRequest book(int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("the depth of a book must be at least 1, but is " + depth);
        }
        return with(spec.withBook(depth));
    }

    @Override
    public StreamRequest candles(Interval... intervals) {
        if (intervals.length == 0) {
            throw new IllegalArgumentException("candles need at least one interval");
        }
        return with(spec.withCandles(List.of(intervals)));
    }

    @Override
    public StreamRequest status() {
        return with(spec.withKind(StreamKind.STATUS));
    }

    @Override
    public StreamRequest from(String... providerIds) {
        List<String> ids = List.of(providerIds);
        hub.checkProviders(ids);
        return with(spec.withProviders(ids));
    }

    @Override
    public StreamRequest overflow(OverflowStrategy strategy) {
        return with(spec.withOverflow(Objects.requireNonNull(strategy, "strategy")));
    }

    @Override
    public StreamRequest queueCapacity(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("queue capacity must be at least 1, but is " + capacity);
        }
        return with(spec.withCapacity(capacity));
    }

    private StreamRequest with(StreamSpec changed) {
        return new HubStreamRequest(hub, changed);
    }

    @Override
    public Flow.Publisher<MarketEvent> asPublisher() {
        if (!spec.candles().isEmpty() && !spec.intervals().isEmpty()) {
            throw new IllegalStateException(
                    "bars and candles cannot be told apart by a publisher; make one for each of them");
        }
        return new RequestPublisher(hub, spec);
    }

    @Override
    public Subscription subscribe(MarketDataListener listener) {
        return hub.subscribe(spec, Objects.requireNonNull(listener, "listener"));
    }
}
