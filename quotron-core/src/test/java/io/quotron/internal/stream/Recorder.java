package io.quotron.internal.stream;

import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import io.quotron.stream.MarketDataListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
class Recorder implements MarketDataListener {
    final List<Trade> trades = new CopyOnWriteArrayList<>();
    final List<Quote> quotes = new CopyOnWriteArrayList<>();
    final List<Bar> bars = new CopyOnWriteArrayList<>();
    final List<OrderBook> books = new CopyOnWriteArrayList<>();
    final List<Bar> candles = new CopyOnWriteArrayList<>();
    final List<TradingStatus> words = new CopyOnWriteArrayList<>();
    final List<Gap> gaps = new CopyOnWriteArrayList<>();
    final List<FeedState> states = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Override
    public void onTrade(Trade trade) {
        trades.add(trade);
    }

    @Override
    public void onQuote(Quote quote) {
        quotes.add(quote);
    }

    @Override
    public void onBook(OrderBook book) {
        books.add(book);
    }

    @Override
    public void onCandle(Bar candle) {
        candles.add(candle);
    }

    @Override
    public void onStatus(TradingStatus status) {
        words.add(status);
    }

    @Override
    public void onBar(Bar bar) {
        bars.add(bar);
    }

    @Override
    public void onGap(Gap gap) {
        gaps.add(gap);
    }

    @Override
    public void onFeedState(FeedState state) {
        states.add(state);
    }

    @Override
    public void onError(Throwable error) {
        errors.add(error);
    }

    List<String> ids() {
        return trades.stream().map(Trade::id).toList();
    }

    List<FeedState.Status> statuses(String symbol) {
        return states.stream()
                .filter(state -> state.symbol().code().equals(symbol))
                .map(FeedState::status)
                .toList();
    }

    List<Gap.Status> gapStatuses() {
        return gaps.stream().map(Gap::status).toList();
    }
}
