package io.quotron.providers.binance;

import io.quotron.model.Quote;

/** Sets the numbers that a quote can do without; NaN and what Binance sends for "none" are left out. */
final class BinanceQuotes {
    private BinanceQuotes() {}

    /** Sets best bid and offer; a side whose price is missing or zero has no size either. */
    static void fillBest(Quote.Builder quote, double bid, double bidSize, double ask, double askSize) {
        if (bid > 0) {
            quote.bid(bid);
            if (bidSize >= 0) {
                quote.bidSize(bidSize);
            }
        }
        if (ask > 0) {
            quote.ask(ask);
            if (askSize >= 0) {
                quote.askSize(askSize);
            }
        }
    }

    /** Sets the range and volume of the last 24 hours; a price of zero means that nothing was traded. */
    static void fillDay(Quote.Builder quote, double open, double high, double low, double volume) {
        if (open > 0) {
            quote.open(open);
        }
        if (high > 0) {
            quote.high(high);
        }
        if (low > 0) {
            quote.low(low);
        }
        if (volume >= 0) {
            quote.volume(volume);
        }
    }

    /** Sets how the price moved in the last 24 hours. */
    static void fillChange(Quote.Builder quote, double previousClose, double change, double percent) {
        if (previousClose > 0) {
            quote.previousClose(previousClose);
        }
        if (Double.isFinite(change)) {
            quote.change(change);
        }
        if (Double.isFinite(percent)) {
            quote.changePercent(percent);
        }
    }
}
