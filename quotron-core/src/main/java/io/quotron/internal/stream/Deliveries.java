package io.quotron.internal.stream;

import io.quotron.model.Bar;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.StreamKey;
import io.quotron.stream.StreamAccounting;

/**
 * Hands events on to the subscriptions and keeps the books of an engine: every event that arrived is delivered, rejected or dropped
 * once. The counts are thread-safe; the rest is confined to the turn of its engine.
 */
final class Deliveries {
    private final SourceId source;
    private final MetricsListener metrics;
    private final Ledger ledger = new Ledger();
    private volatile boolean closing;

    Deliveries(SourceId source, MetricsListener metrics) {
        this.source = source;
        this.metrics = metrics;
    }

    StreamAccounting accounting() {
        return ledger.snapshot();
    }

    void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    void arrived() {
        ledger.arrived();
        metrics.onStreamReceived(source);
    }

    void arrivedRejected() {
        ledger.arrivedRejected();
    }

    void rejected() {
        ledger.rejected();
    }

    void dropped(long count) {
        ledger.dropped(count);
        if (count > 0) {
            metrics.onStreamDropped(source, count);
        }
    }

    /** Tells whether an event is of the kind and the symbol of its stream. */
    static boolean fits(StreamKey key, MarketEvent event) {
        boolean kindFits = switch (key.kind()) {
            case TRADES -> event instanceof Trade;
            case QUOTES -> event instanceof Quote;
            case BOOK -> event instanceof OrderBook;
            case BARS -> event instanceof Bar bar && bar.interval().equals(key.interval());
            case STATUS -> event instanceof TradingStatus;
        };
        return kindFits && event.symbol().equals(key.symbol());
    }

    /** Delivers what has arrived before, unless it is known or was delivered already. */
    void deliverOnce(LiveStream stream, MarketEvent event, boolean known) {
        if (closing) {
            dropped(1);
        } else if (known || isOld(stream, event)) {
            rejectTwice(stream);
        } else {
            hand(stream, event);
        }
    }

    /** Counts an event that was told before. */
    void rejectTwice(LiveStream stream) {
        stream.reject();
        ledger.rejected();
    }

    private static boolean isOld(LiveStream stream, MarketEvent event) {
        return event instanceof Trade trade
                ? !stream.seen.add(trade)
                : event instanceof Bar bar && stream.isBehind(bar);
    }

    private void hand(LiveStream stream, MarketEvent event) {
        MarketEvent told = event;
        if (event instanceof Trade trade) {
            stream.numbers.delivered(trade);
        } else if (event instanceof OrderBook book) {
            told = book.top(stream.key.depth());
        }
        stream.deliver(told);
        ledger.delivered();
    }

    /** Delivers a trade of the past; returns false if it was delivered already or is not of this stream. */
    boolean deliverFetched(LiveStream stream, Trade trade, boolean known) {
        arrived();
        if (known || !trade.symbol().equals(stream.key.symbol()) || !stream.seen.add(trade)) {
            ledger.rejected();
            return false;
        }
        hand(stream, trade);
        return true;
    }

    /** Tells the newest book once more, in another state. */
    void retell(LiveStream stream, OrderBook.State state) {
        if (!closing && stream.last instanceof OrderBook book && book.state() != state) {
            arrived();
            hand(stream, book.withState(state));
        }
    }
}
