package io.quotron.internal.stream;

import io.quotron.model.MarketEvent;
import io.quotron.spi.StreamKey;

/** A piece of data on its way from the socket. */
record Inbound(FeedEngine engine, Link from, StreamKey key, MarketEvent event) implements Mailbox.Data {
    @Override
    public void run() {
        engine.data(from, key, event);
    }

    @Override
    public void discard() {
        engine.dropped(1);
    }
}
