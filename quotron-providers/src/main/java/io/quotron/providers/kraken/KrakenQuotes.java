package io.quotron.providers.kraken;

import io.quotron.model.Quote;

/** Sets the numbers that a quote can do without; NaN and what Kraken sends for "none" are left out. */
final class KrakenQuotes {
    private KrakenQuotes() {}

    /** Sets best bid and offer; a side whose price is missing or zero has no size either. */
    static void fill(Quote.Builder quote, double bid, double bidSize, double ask, double askSize) {
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
    static void fillDay(Quote.Builder quote, double high, double low, double volume) {
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
}
