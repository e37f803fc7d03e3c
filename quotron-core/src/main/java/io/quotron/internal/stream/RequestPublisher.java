package io.quotron.internal.stream;

import io.quotron.model.MarketEvent;
import java.util.Objects;
import java.util.concurrent.Flow;

/** Publishes what a request asks for; each subscriber gets a subscription of its own. Thread-safe. */
final class RequestPublisher implements Flow.Publisher<MarketEvent> {
    private final StreamHub hub;
    private final StreamSpec spec;

    RequestPublisher(StreamHub hub, StreamSpec spec) {
        this.hub = hub;
        this.spec = spec;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super MarketEvent> subscriber) {
        FlowBridge bridge = new FlowBridge(Objects.requireNonNull(subscriber, "subscriber"));
        LiveSubscription subscription;
        try {
            subscription = hub.subscribe(spec, bridge);
        } catch (RuntimeException e) {
            subscriber.onSubscribe(bridge);
            subscriber.onError(e);
            return;
        }
        bridge.begin(subscription);
    }
}
