package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.model.OrderBook;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.Subscription;
import java.util.function.Consumer;

/** An order book that is kept up to date and says when it cannot be relied on. */
public final class LiveBook {
    private LiveBook() {}

    /**
     * Follows the best five levels of a market.
     *
     * @param client the client
     * @param symbol the market
     * @param spreads is told the spread each time that the book is live
     * @return the subscription, to be closed
     */
    public static Subscription follow(MarketDataClient client, String symbol, Consumer<Double> spreads) {
        // tag::book
        return client.stream(symbol).book(5).subscribe(new MarketDataListener() {
            @Override
            public void onBook(OrderBook book) {
                if (book.state() == OrderBook.State.LIVE) { // else SYNCING or STALE: look, but do not trade on it
                    book.spread().ifPresent(spreads::accept);
                }
            }
        });
        // end::book
    }
}
