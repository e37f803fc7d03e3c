package io.quotron.providers.binance;

import io.quotron.model.CurrencyUnit;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts the quotes of one market together: prices and statistics come once a second, best bid and offer with each change. Best prices
 * alone are no quote, because they tell no last price and no time: they wait for the first ticker. Not thread-safe.
 */
final class BinanceQuoteBoard {
    private double price = Double.NaN;
    private double open = Double.NaN;
    private double high = Double.NaN;
    private double low = Double.NaN;
    private double volume = Double.NaN;
    private double previousClose = Double.NaN;
    private double change = Double.NaN;
    private double percent = Double.NaN;
    private double bid = Double.NaN;
    private double bidSize = Double.NaN;
    private double ask = Double.NaN;
    private double askSize = Double.NaN;
    private long time = BinanceTime.UNREADABLE;
    private long bestId = -1;

    /** What a message did. */
    enum Effect {
        /** There is a new quote. */
        CHANGED,
        /** There is nothing new to tell. */
        NOTHING,
        /** The message cannot be read. */
        UNREADABLE
    }

    /** Takes 24hrTicker or 24hrMiniTicker. The best prices of the former count until the first message of their own. */
    Effect ticker(JsonValue data, Instant received) {
        double last = BinanceParser.decimal(data.get("c"));
        long at = BinanceTime.past(data.get("E"), received);
        if (!(last >= 0) || at == BinanceTime.UNREADABLE) {
            return Effect.UNREADABLE;
        }
        if (last == 0 || at < time) {
            return Effect.NOTHING; // nothing was traded in 24 hours, or older than what is known
        }
        price = last;
        time = at;
        open = BinanceParser.decimal(data.get("o"));
        high = BinanceParser.decimal(data.get("h"));
        low = BinanceParser.decimal(data.get("l"));
        volume = BinanceParser.decimal(data.get("v"));
        previousClose = BinanceParser.decimal(data.get("x"));
        change = BinanceParser.decimal(data.get("p"));
        percent = BinanceParser.decimal(data.get("P"));
        if (bestId < 0) {
            best(data);
        }
        return Effect.CHANGED;
    }

    /** Takes bookTicker. */
    Effect bookTicker(JsonValue data) {
        long id = data.get("u").whole().orElse(-1);
        boolean readable =
                id >= 0 && BinanceParser.decimal(data.get("b")) >= 0 && BinanceParser.decimal(data.get("a")) >= 0;
        if (!readable) {
            return Effect.UNREADABLE;
        }
        if (id <= bestId) {
            return Effect.NOTHING;
        }
        bestId = id;
        best(data);
        return price > 0 ? Effect.CHANGED : Effect.NOTHING;
    }

    private void best(JsonValue data) {
        bid = BinanceParser.decimal(data.get("b"));
        bidSize = BinanceParser.decimal(data.get("B"));
        ask = BinanceParser.decimal(data.get("a"));
        askSize = BinanceParser.decimal(data.get("A"));
    }

    /** Returns the quote after a message that changed something. */
    Quote quote(Symbol symbol, SourceId source, @Nullable CurrencyUnit currency, Instant received) {
        Quote.Builder quote = Quote.builder(symbol, source)
                .price(price)
                .currency(currency)
                .eventTime(BinanceTime.instant(time))
                .receivedTime(received);
        BinanceQuotes.fillBest(quote, bid, bidSize, ask, askSize);
        BinanceQuotes.fillDay(quote, open, high, low, volume);
        BinanceQuotes.fillChange(quote, previousClose, change, percent);
        return quote.build();
    }
}
