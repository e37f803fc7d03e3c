package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.Trade;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.OverflowStrategy;
import io.quotron.stream.Subscription;
import java.util.function.Consumer;

/** A live stream with a listener and a policy for when the listener is too slow. */
public final class LiveTrades {
    private LiveTrades() {}

    /**
     * Subscribes to the trades of a pair.
     *
     * @param client the client
     * @param symbol the canonical symbol
     * @param lines is told of everything, on a thread of the client
     * @return the subscription, to be closed by the caller
     */
    public static Subscription watch(MarketDataClient client, String symbol, Consumer<String> lines) {
        // tag::stream
        return client.stream(symbol)
                .trades()
                .overflow(OverflowStrategy.DROP_OLDEST) // the newest matter most; what is left out is counted
                .queueCapacity(10_000)
                .subscribe(new MarketDataListener() {
                    @Override
                    public void onTrade(Trade trade) {
                        lines.accept(trade.symbol() + " " + trade.price() + " x " + trade.size());
                    }

                    @Override
                    public void onFeedState(FeedState state) {
                        lines.accept(state.symbol() + " is " + state.status() + ": " + state.detail());
                    }

                    @Override
                    public void onGap(Gap gap) {
                        lines.accept("gap " + gap.status() + ", " + gap.recovered() + " trades recovered");
                    }
                });
        // end::stream
    }
}
