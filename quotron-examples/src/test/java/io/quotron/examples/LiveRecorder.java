package io.quotron.examples;

import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.stream.MarketDataListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class LiveRecorder implements MarketDataListener {
    private final List<Trade> trades = new CopyOnWriteArrayList<>();
    private final List<Gap> gaps = new CopyOnWriteArrayList<>();
    private final List<FeedState> states = new CopyOnWriteArrayList<>();
    final List<Quote> quotes = new CopyOnWriteArrayList<>();
    final List<Bar> bars = new CopyOnWriteArrayList<>();

    @Override
    public void onTrade(Trade trade) {
        trades.add(trade);
    }

    @Override
    public void onQuote(Quote quote) {
        quotes.add(quote);
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

    List<Trade> trades(Symbol symbol) {
        return trades.stream().filter(trade -> trade.symbol().equals(symbol)).toList();
    }

    List<Gap.Status> gaps(Symbol symbol) {
        return gaps.stream()
                .filter(gap -> gap.symbol().equals(symbol))
                .map(Gap::status)
                .toList();
    }

    long gaps(Symbol symbol, Gap.Status status) {
        return gaps(symbol).stream().filter(status::equals).count();
    }

    List<FeedState.Status> states(Symbol symbol) {
        return states.stream()
                .filter(state -> state.symbol().equals(symbol))
                .map(FeedState::status)
                .toList();
    }

    String lastDetail(Symbol symbol) {
        return states.stream()
                .filter(state -> state.symbol().equals(symbol))
                .reduce((first, second) -> second)
                .map(FeedState::detail)
                .orElse("");
    }
}
