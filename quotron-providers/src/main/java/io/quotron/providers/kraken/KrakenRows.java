package io.quotron.providers.kraken;

import io.quotron.model.CurrencyUnit;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Side;
import io.quotron.model.Trade;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.StreamKey;
import java.time.Instant;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row of the channels {@code trade} and {@code ticker}.
 *
 * <p>A number counts only as a JSON number that is finite. Prices, sizes and times that are missing or wrong refuse the
 * row; what a quote can do without is absent then. Zero bids, offers, highs and lows stand for "none" at Kraken.
 */
final class KrakenRows {
    private static final int ID_DIGITS = 19;

    /**
     * What a row gave.
     *
     * @param key the stream; null if there is a problem
     * @param event the event; null if there is a problem
     * @param problem why there is no event; empty if there is one
     */
    record Outcome(@Nullable StreamKey key, @Nullable MarketEvent event, String problem) {
        static Outcome problem(String text) {
            return new Outcome(null, null, text);
        }
    }

    /** Of a market that is not subscribed. */
    static final Outcome UNASKED = Outcome.problem("a row of a symbol that is not subscribed");

    private KrakenRows() {}

    /** Reads a trade. */
    static Outcome trade(JsonValue row, KrakenStreamTable streams, Instant received) {
        StreamKey key = streams.find(row.get("symbol").text().orElse(""));
        if (key == null) {
            return UNASKED;
        }
        double price = row.get("price").decimal().orElse(Double.NaN);
        double size = row.get("qty").decimal().orElse(Double.NaN);
        long time = KrakenTime.ofTimestamp(row.get("timestamp").text().orElse(""));
        if (!KrakenTime.isPlausible(time, received)) {
            return Outcome.problem("a row with an impossible time");
        }
        JsonValue id = row.get("trade_id");
        boolean idFits = id.is(JsonValue.Kind.MISSING)
                || id.numberText().filter(KrakenRows::isId).isPresent();
        JsonValue side = row.get("side");
        boolean sideFits = side.is(JsonValue.Kind.MISSING) || side.is(JsonValue.Kind.STRING);
        if (!(price > 0) || !(size >= 0) || !idFits || !sideFits) {
            return Outcome.problem("a trade without a price above zero, a size, a side or a number");
        }
        Trade trade = new Trade(
                key.symbol(),
                KrakenErrors.SOURCE,
                price,
                size,
                side(side.text().orElse("")),
                id.numberText().orElse(null),
                0,
                KrakenTime.instant(time),
                received);
        return new Outcome(key, trade, "");
    }

    private static boolean isId(String text) {
        return text.length() <= ID_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Side side(String text) {
        return switch (text) {
            case "buy" -> Side.BUY;
            case "sell" -> Side.SELL;
            default -> Side.UNKNOWN;
        };
    }

    /** Reads a ticker. Rows of older servers have no time; theirs is the time of receipt. */
    static Outcome quote(JsonValue row, KrakenStreamTable streams, Instant received) {
        StreamKey key = streams.find(row.get("symbol").text().orElse(""));
        if (key == null) {
            return UNASKED;
        }
        double price = number(row, "last");
        if (!(price > 0)) {
            return Outcome.problem("a ticker without a last price");
        }
        JsonValue told = row.get("timestamp");
        long time = KrakenTime.ofTimestamp(told.text().orElse(""));
        boolean timed = !told.is(JsonValue.Kind.MISSING);
        if (timed && !KrakenTime.isPlausible(time, received)) {
            return Outcome.problem("a row with an impossible time");
        }
        return new Outcome(key, quote(row, key, price, timed ? KrakenTime.instant(time) : received, received), "");
    }

    private static Quote quote(JsonValue row, StreamKey key, double price, Instant at, Instant received) {
        Quote.Builder quote = Quote.builder(key.symbol(), KrakenErrors.SOURCE)
                .price(price)
                .eventTime(at)
                .receivedTime(received);
        key.symbol().quoteCurrency().map(CurrencyUnit::of).ifPresent(quote::currency);
        KrakenQuotes.fill(
                quote, number(row, "bid"), number(row, "bid_qty"), number(row, "ask"), number(row, "ask_qty"));
        KrakenQuotes.fillDay(quote, number(row, "high"), number(row, "low"), number(row, "volume"));
        present(row, "change", quote::change);
        present(row, "change_pct", quote::changePercent);
        return quote.build();
    }

    private static void present(JsonValue row, String field, DoubleConsumer consumer) {
        row.get(field).decimal().ifPresent(consumer);
    }

    private static double number(JsonValue row, String field) {
        return row.get(field).decimal().orElse(Double.NaN);
    }
}
