package io.quotron.testkit.contract;

import io.quotron.model.Bar;
import io.quotron.model.BookSide;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.TradingStatus;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads the toy's messages about books, candles and status, or does it wrong in one way. Confined to one thread. */
final class ToyBooks {
    private final Set<ToyStream.Flaw> flaws;
    private final BookSide bids = BookSide.ofBids();
    private final BookSide asks = BookSide.ofAsks();
    private final Set<Instant> complete = new HashSet<>();
    private double number;

    ToyBooks(Set<ToyStream.Flaw> flaws) {
        this.flaws = Set.copyOf(flaws);
    }

    void read(StreamKey key, Map<?, ?> message, Instant now, StreamListener listener) {
        switch (key.kind()) {
            case BOOK -> book(key, message, now, listener);
            case BARS -> candle(key, message, listener);
            case STATUS -> status(key, message, now, listener);
            case TRADES, QUOTES -> throw ToyJson.malformed(null);
        }
    }

    private double required(Map<?, ?> message, String name) {
        OptionalDouble value = ToyJson.number(message.get(name));
        if (value.isEmpty() && !flaws.contains(ToyStream.Flaw.ZERO_FOR_NOTHING)) {
            throw ToyJson.malformed(null);
        }
        return value.orElse(0);
    }

    /** One level: its number, its price (a bid if negative) and its size. */
    private void book(StreamKey key, Map<?, ?> message, Instant now, StreamListener listener) {
        double next = required(message, "n");
        double price = required(message, "p");
        double size = required(message, "s");
        boolean hole = next != number + 1 && !flaws.contains(ToyStream.Flaw.ZERO_FOR_NOTHING);
        if (hole && !flaws.contains(ToyStream.Flaw.IGNORES_HOLES)) {
            listener.onResync(key, "a change was missed");
            return;
        }
        number = next;
        (price < 0 ? bids : asks).set(Math.abs(price), size);
        if (!flaws.contains(ToyStream.Flaw.CROSSES_BOOKS)) {
            uncross(price < 0);
        }
        int depth = flaws.contains(ToyStream.Flaw.IGNORES_DEPTH) ? 99 : key.depth();
        listener.onEvent(
                key,
                OrderBook.builder(key.symbol(), ToyHttp.SOURCE)
                        .levels(bids, depth)
                        .levels(asks, depth)
                        .eventTime(now)
                        .build());
    }

    /** The side that was not changed gives way. */
    private void uncross(boolean bidChanged) {
        BookSide old = bidChanged ? asks : bids;
        while (bids.size() > 0 && asks.size() > 0 && bids.price(0) >= asks.price(0)) {
            old.set(old.price(0), 0);
        }
    }

    private void candle(StreamKey key, Map<?, ?> message, StreamListener listener) {
        Instant open = Instant.ofEpochSecond((long) required(message, "o"));
        double close = required(message, "c");
        boolean closed = required(message, "x") > 1;
        if (complete.contains(open) && !flaws.contains(ToyStream.Flaw.FINAL_AGAIN)) {
            return;
        }
        if (closed) {
            complete.add(open);
        }
        listener.onEvent(
                key,
                Bar.builder(key.symbol(), ToyHttp.SOURCE, Objects.requireNonNull(key.interval()))
                        .span(open, open.plusSeconds(60))
                        .prices(close, close, close, close)
                        .state(closed ? Bar.State.FINAL : Bar.State.FORMING)
                        .build());
    }

    private void status(StreamKey key, Map<?, ?> message, Instant now, StreamListener listener) {
        String word = String.valueOf(message.get("w"));
        MarketEvent status =
                new TradingStatus(key.symbol(), ToyHttp.SOURCE, TradingStatus.Status.valueOf(word), word, now, now);
        listener.onEvent(key, status);
        if (flaws.contains(ToyStream.Flaw.REPEATS_STATUS)) {
            listener.onEvent(key, status);
        }
    }
}
