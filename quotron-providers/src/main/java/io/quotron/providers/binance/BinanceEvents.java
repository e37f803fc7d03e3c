package io.quotron.providers.binance;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.model.Bar;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Trade;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Scheduler;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes events of the messages of one connection and tells them to the keys that they belong to. Called under the lock of the
 * connection.
 *
 * <p>Trades are those of {@code aggTrade}, because REST can be asked for these by time and id, so that gaps are filled with the same
 * ids. Should a server send {@code trade} instead, those count; the first of the two that comes for a market decides.
 */
final class BinanceEvents {
    /** Where events go. */
    interface Target {
        /** Tells the listener, whose failures harm nothing. */
        void listen(Consumer<StreamListener> call);

        /** Ends the streams of keys that cannot be served any more. */
        void giveUp(Set<StreamKey> keys);

        /** Keeps a message for later; false if all that is wanted is known. */
        boolean keepBack(String text);

        /** Runs something under the lock, unless the connection is over. */
        void locked(Runnable task);
    }

    private final BinanceRest rest;
    private final BinanceSubscriptions subscriptions;
    private final Supplier<RequestContext> contexts;
    private final Scheduler worker;
    private final Target target;
    private final BinanceBooks books;
    private final Map<String, BinanceQuoteBoard> boards = new HashMap<>();
    private final Map<String, BinanceMessage.Kind> tradeKinds = new HashMap<>();
    private final BinanceFastTrades fastTrades = new BinanceFastTrades();

    BinanceEvents(
            BinanceRest rest,
            BinanceSubscriptions subscriptions,
            Supplier<RequestContext> contexts,
            Scheduler worker,
            Target target) {
        this.rest = rest;
        this.subscriptions = subscriptions;
        this.contexts = contexts;
        this.worker = worker;
        this.target = target;
        this.books = new BinanceBooks(rest, subscriptions, contexts, worker, new Books());
    }

    /** Takes a message if it is of a kind that comes by the thousand and as it always is; returns whether it was taken. */
    boolean takeFast(String text, Instant received) {
        if (!fastTrades.read(text, received)) {
            return false;
        }
        String name = fastTrades.name();
        List<StreamKey> keys = subscriptions.keys(name, StreamKind.TRADES);
        BinanceMessage.Kind kind = fastTrades.lastKind();
        BinanceMessage.Kind known = tradeKinds.get(name);
        if (keys.isEmpty() || kind == null || (known != null && known != kind)) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            if (known == null) {
                tradeKinds.put(name, kind);
            }
            event(keys.get(i), fastTrades.trade(keys.get(i).symbol(), rest.source(), received));
        }
        return true;
    }

    /** Takes a message. */
    void take(BinanceMessage message, String text, Instant received) {
        switch (message.kind()) {
            case ANSWER -> answered(message);
            case REFUSAL -> refused(message, text);
            case ENDING -> target.listen(listener -> listener.onEnding("the server says that it will shut down"));
            case TRADE, AGGREGATE -> trade(message, text, received);
            case TICKER, BEST -> quote(message, text, received);
            case BAR -> bar(message, text, received);
            case DEPTH_CHANGE, DEPTH -> depth(message, text, received);
            case UNKNOWN -> unknown(message, text);
        }
    }

    private void rejected(String what, String text) {
        target.listen(listener -> listener.onRejected(what + ": " + Excerpt.of(text)));
    }

    /** An answer without a number of ours shows only that the server is alive. */
    private void answered(BinanceMessage message) {
        if (!subscriptions.granted(message.id())) {
            target.listen(StreamListener::onHeartbeat);
        }
        tellGranted();
    }

    /** Tells the keys that are complete now. */
    void tellGranted() {
        for (StreamKey key : subscriptions.newlyGranted()) {
            target.listen(listener -> listener.onSubscribed(key));
            if (key.kind() == StreamKind.BOOK) {
                Instant now = contexts.get().time().now();
                subscriptions.market(key).ifPresent(market -> books.granted(key, market, now));
            }
        }
    }

    private void refused(BinanceMessage message, String text) {
        Set<StreamKey> keys = subscriptions.refused(message.id());
        if (keys.isEmpty()) {
            rejected("the server refuses what is not waited for", text);
        }
        FailureReason reason = BinanceErrors.ofRefusal(message.code(), message.text());
        String words = Excerpt.of(message.text());
        keys.forEach(key -> target.listen(listener -> listener.onRefused(key, reason, words)));
    }

    /** A kind of message that we never ask for may be anything, but on a stream of ours it must be what we know. */
    private void unknown(BinanceMessage message, String text) {
        if (message.name().isEmpty() || message.stream().isEmpty() || subscriptions.uses(message.stream())) {
            rejected("the message is not one that is expected", text);
        } else {
            unasked(text);
        }
    }

    /** What nobody asked for is kept while it may be asked for yet; later it only shows that the server is alive. */
    private void unasked(String text) {
        if (!target.keepBack(text)) {
            target.listen(StreamListener::onHeartbeat);
        }
    }

    /** Returns the keys of a message. */
    private List<StreamKey> keys(BinanceMessage message, StreamKind kind, String text) {
        List<StreamKey> keys = subscriptions.keys(message.name(), kind);
        if (keys.isEmpty()) {
            unasked(text);
        }
        return keys;
    }

    private void event(StreamKey key, MarketEvent event) {
        target.listen(listener -> listener.onEvent(key, event));
    }

    private void trade(BinanceMessage message, String text, Instant received) {
        List<StreamKey> keys = keys(message, StreamKind.TRADES, text);
        boolean first = message.kind() == tradeKinds.getOrDefault(message.name(), message.kind());
        for (StreamKey key : keys) {
            String id = message.kind() == BinanceMessage.Kind.TRADE ? "t" : "a";
            Trade trade = BinanceParser.trade(rest.source(), key.symbol(), message.data(), id, received);
            if (trade == null) {
                rejected("the trade cannot be read", text);
                return;
            }
            if (!first) {
                unasked(text); // the same executions once more, in the other kind
                return;
            }
            tradeKinds.put(message.name(), message.kind());
            event(key, trade);
        }
    }

    private void quote(BinanceMessage message, String text, Instant received) {
        List<StreamKey> keys = keys(message, StreamKind.QUOTES, text);
        if (keys.isEmpty()) {
            return;
        }
        BinanceQuoteBoard board = boards.computeIfAbsent(message.name(), name -> new BinanceQuoteBoard());
        BinanceQuoteBoard.Effect effect = message.kind() == BinanceMessage.Kind.BEST
                ? board.bookTicker(message.data())
                : board.ticker(message.data(), received);
        switch (effect) {
            case CHANGED ->
                keys.forEach(key -> subscriptions
                        .market(key)
                        .ifPresent(market ->
                                event(key, board.quote(key.symbol(), rest.source(), market.currency(), received))));
            case NOTHING -> target.listen(StreamListener::onHeartbeat);
            case UNREADABLE -> rejected("the quote cannot be read", text);
        }
    }

    private void bar(BinanceMessage message, String text, Instant received) {
        List<StreamKey> keys = keys(message, StreamKind.BARS, text);
        if (keys.isEmpty()) {
            return;
        }
        Optional<BinanceKline> kline = BinanceKline.read(message.data(), message.name(), received);
        if (kline.isEmpty()) {
            rejected("the bar cannot be read", text);
            return;
        }
        for (StreamKey key : keys) {
            if (kline.get().interval().equals(key.interval())) {
                Bar bar = kline.get().bar(key.symbol(), rest.source(), received);
                event(key, bar);
            }
        }
    }

    private void depth(BinanceMessage message, String text, Instant received) {
        List<StreamKey> keys = keys(message, StreamKind.BOOK, text);
        Optional<BinanceMarket> market = keys.isEmpty() ? Optional.empty() : subscriptions.market(keys.get(0));
        if (market.isEmpty()) {
            return;
        }
        boolean readable = message.kind() == BinanceMessage.Kind.DEPTH_CHANGE
                ? books.change(message, market.get(), received)
                : books.levels(message, market.get(), received);
        if (!readable) {
            rejected("the levels cannot be read", text);
        }
    }

    /** Forgets what is known of markets that nobody wants any more. */
    void pruneLater() {
        worker.schedule(Duration.ZERO, () -> target.locked(this::prune));
    }

    private void prune() {
        books.prune();
        boards.keySet()
                .removeIf(name -> subscriptions.keys(name, StreamKind.QUOTES).isEmpty());
        tradeKinds
                .keySet()
                .removeIf(name -> subscriptions.keys(name, StreamKind.TRADES).isEmpty());
    }

    /** What the books tell. */
    private final class Books implements BinanceBooks.Owner {
        @Override
        public void event(StreamKey key, OrderBook book) {
            BinanceEvents.this.event(key, book);
        }

        @Override
        public void resync(StreamKey key, String detail) {
            target.listen(listener -> listener.onResync(key, detail));
        }

        @Override
        public void refuse(Collection<StreamKey> keys, FailureReason reason, String message) {
            Set<StreamKey> refused = new LinkedHashSet<>(keys);
            target.giveUp(refused);
            refused.forEach(key -> target.listen(listener -> listener.onRefused(key, reason, message)));
        }

        @Override
        public void locked(Runnable task) {
            target.locked(task);
        }
    }
}
