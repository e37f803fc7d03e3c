package io.quotron.providers.kraken;

import static io.quotron.providers.kraken.KrakenErrors.SOURCE;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Side;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of REST. Pure: bytes and the question in, values out, and {@link ProviderException} for everything
 * else.
 *
 * <p>Every body is an envelope {@code {"error":[...],"result":...}}. Decimals are strings; they count if they are plain
 * decimals and finite. A zero price stands for "none".
 */
final class KrakenParser {
    private static final String LAST = "last";
    private static final int MAX_DIGITS = 18;

    private KrakenParser() {}

    /**
     * Opens the envelope.
     *
     * @param body what came
     * @param warnings is told what the server warns of
     * @return the result; MISSING where there is none
     * @throws ProviderException for an error in the envelope, and MALFORMED_RESPONSE for a body that is no envelope
     */
    static JsonValue result(byte[] body, Consumer<String> warnings) {
        JsonValue envelope = Json.read(SOURCE, body);
        JsonValue errors = envelope.get("error");
        if (!errors.is(JsonValue.Kind.ARRAY)) {
            throw KrakenErrors.malformed("the answer has no list of errors: " + excerpt(body));
        }
        for (JsonValue error : errors.items()) {
            String text =
                    error.text().orElseThrow(() -> KrakenErrors.malformed("an error is no text: " + excerpt(body)));
            if (!KrakenErrors.isWarning(text)) {
                throw KrakenErrors.of(text);
            }
            warnings.accept("the server warns: " + Excerpt.of(text));
        }
        return envelope.get("result");
    }

    /** Reads AssetPairs; entries that make no symbol are left out, but a list without any market is no list. */
    static KrakenSymbols symbols(JsonValue result) {
        List<KrakenPair> pairs = new ArrayList<>();
        result.fields().forEach((key, entry) -> pair(key, entry).ifPresent(pairs::add));
        if (pairs.isEmpty()) {
            throw KrakenErrors.malformed("AssetPairs lists no market");
        }
        return KrakenSymbols.of(pairs);
    }

    private static Optional<KrakenPair> pair(String key, JsonValue entry) {
        String altname = entry.get("altname").text().orElse(key);
        return entry.get("wsname").text().flatMap(wsname -> KrakenSymbols.pair(key, altname, wsname, traits(entry)));
    }

    private static KrakenPair.Traits traits(JsonValue entry) {
        boolean tokenised = entry.get("aclass_base")
                .text()
                .filter("tokenized_asset"::equals)
                .isPresent();
        OptionalInt priceDecimals = digits(entry.get("pair_decimals"));
        OptionalInt sizeDecimals = digits(entry.get("lot_decimals"));
        return new KrakenPair.Traits(
                tokenised,
                tickSize(entry, priceDecimals),
                step(sizeDecimals),
                priceDecimals,
                sizeDecimals,
                entry.get("status").text().map(KrakenStates::of).orElse(TradingStatus.Status.UNKNOWN));
    }

    private static OptionalInt digits(JsonValue value) {
        return value.whole().stream()
                .filter(digits -> digits >= 0 && digits <= MAX_DIGITS)
                .mapToInt(digits -> (int) digits)
                .findFirst();
    }

    /** Older lists have no tick size but the number of digits behind the point. */
    private static OptionalDouble tickSize(JsonValue entry, OptionalInt digits) {
        OptionalDouble told = entry.get("tick_size").decimalOrText();
        return told.isPresent() && told.getAsDouble() > 0 ? told : step(digits);
    }

    private static OptionalDouble step(OptionalInt digits) {
        return digits.isPresent() ? Json.decimal("1e-" + digits.getAsInt()) : OptionalDouble.empty();
    }

    /**
     * Reads Ticker.
     *
     * @param result the result
     * @param pairs what was asked
     * @param received the time of receipt, which also stands for the time of the prices, because Kraken tells none
     * @return one entry for each pair
     */
    static Map<Symbol, Result<Quote>> quotes(JsonValue result, Collection<KrakenPair> pairs, Instant received) {
        Map<Symbol, Result<Quote>> quotes = new LinkedHashMap<>();
        for (KrakenPair pair : pairs) {
            JsonValue row = find(result, pair);
            quotes.put(
                    pair.symbol(),
                    row == null
                            ? Result.failure(FailureReason.NO_DATA, "the answer holds no ticker of " + pair.key())
                            : quote(row, pair, received));
        }
        return quotes;
    }

    /**
     * The row: a and b are price, whole lots, lots (older servers: price, lots); c is price and lots of the last trade;
     * h, l and v are today's and of the last 24 hours; o is today's opening price.
     */
    private static Result<Quote> quote(JsonValue row, KrakenPair pair, Instant received) {
        JsonValue last = row.get("c").at(0);
        double price = decimal(last);
        if (price == 0) {
            return Result.failure(FailureReason.NO_DATA, "nothing was ever traded on " + pair.key());
        }
        if (!(price > 0)) {
            return Result.failure(
                    FailureReason.MALFORMED_RESPONSE,
                    "the last price of " + pair.key() + " is no price: " + Excerpt.of(last.toString()));
        }
        Quote.Builder quote = Quote.builder(pair.symbol(), SOURCE)
                .price(price)
                .currency(pair.currency())
                .eventTime(received)
                .receivedTime(received);
        JsonValue bid = row.get("b");
        JsonValue ask = row.get("a");
        KrakenQuotes.fill(quote, decimal(bid.at(0)), lots(bid), decimal(ask.at(0)), lots(ask));
        KrakenQuotes.fillDay(
                quote,
                decimal(row.get("h").at(1)),
                decimal(row.get("l").at(1)),
                decimal(row.get("v").at(1)));
        double open = decimal(row.get("o"));
        if (open > 0) {
            quote.open(open);
        }
        return Result.success(quote.build());
    }

    private static double lots(JsonValue side) {
        return decimal(side.at(side.size() > 2 ? 2 : 1));
    }

    /**
     * Reads OHLC.
     *
     * @param result the result
     * @param pair what was asked
     * @param received the time of receipt
     * @return the rows
     */
    static KrakenBars bars(JsonValue result, KrakenPair pair, Instant received) {
        return KrakenBars.read(rows(result, pair), result.get(LAST), received);
    }

    /**
     * Reads Depth.
     *
     * @param result the result
     * @param pair what was asked
     * @param depth the most levels of each side to keep
     * @param received the time of receipt
     * @return the book
     */
    static OrderBook book(JsonValue result, KrakenPair pair, int depth, Instant received) {
        return KrakenDepth.read(required(result, pair), pair, depth, received);
    }

    /**
     * One page of Trades.
     *
     * @param trades in the order sent
     * @param cursor where the next page starts, epoch nanoseconds
     */
    record TradePage(List<Trade> trades, long cursor) {}

    /**
     * Reads Trades. A span of trades is complete or nothing, so one unreadable row spoils the page.
     *
     * @param result the result
     * @param pair what was asked
     * @param received the time of receipt
     * @return the page
     */
    static TradePage trades(JsonValue result, KrakenPair pair, Instant received) {
        List<Trade> trades = new ArrayList<>();
        for (JsonValue row : rows(result, pair).items()) {
            trades.add(trade(row, pair, received));
        }
        return new TradePage(trades, cursor(result.get(LAST)));
    }

    private static long cursor(JsonValue last) {
        String text = last.text().or(last::numberText).orElse("");
        if (!text.matches("[0-9]{1,19}")) {
            throw KrakenErrors.malformed("the answer has no cursor: " + Excerpt.of(last.toString()));
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            throw KrakenErrors.malformed("the cursor is too large: " + text);
        }
    }

    /** The row: price, volume, seconds, b or s, m or l, remark and, on newer servers, the id. */
    private static Trade trade(JsonValue row, KrakenPair pair, Instant received) {
        double price = decimal(row.at(0));
        double size = decimal(row.at(1));
        long time = KrakenTime.ofSeconds(
                row.at(2).numberText().or(() -> row.at(2).text()).orElse(""));
        String side = row.at(3).text().orElse("?");
        JsonValue id = row.at(6);
        boolean idFits = id.isAbsent() || idText(id) != null;
        if (!(price > 0) || !(size >= 0) || !KrakenTime.isPlausible(time, received) || !idFits || side.equals("?")) {
            throw KrakenErrors.malformed("a trade of " + pair.key() + " cannot be read: "
                    + Excerpt.of(row.items().toString()));
        }
        return new Trade(
                pair.symbol(), SOURCE, price, size, side(side), idText(id), 0, KrakenTime.instant(time), received);
    }

    private static @Nullable String idText(JsonValue id) {
        return id.numberText()
                .or(id::text)
                .filter(text -> text.matches("[0-9]{1,19}"))
                .orElse(null);
    }

    private static Side side(String text) {
        return switch (text) {
            case "b" -> Side.BUY;
            case "s" -> Side.SELL;
            default -> Side.UNKNOWN;
        };
    }

    /**
     * Reads SystemStatus.
     *
     * @param result the result
     * @return for example {@code online}
     */
    static String status(JsonValue result) {
        return result.get("status").text().orElseThrow(() -> KrakenErrors.malformed("the answer holds no status"));
    }

    static JsonValue rows(JsonValue result, KrakenPair pair) {
        JsonValue rows = required(result, pair);
        if (!rows.is(JsonValue.Kind.ARRAY)) {
            throw KrakenErrors.malformed(
                    "result/" + pair.key() + " is no list of rows: " + Excerpt.of(rows.toString()));
        }
        return rows;
    }

    private static JsonValue required(JsonValue result, KrakenPair pair) {
        JsonValue entry = find(result, pair);
        if (entry == null) {
            throw KrakenErrors.malformed("the answer holds nothing of " + pair.key() + " but "
                    + Excerpt.of(result.fields().keySet().toString()));
        }
        return entry;
    }

    /** The key of an answer is the market's key or the name as asked, depending on the age of the server. */
    private static @Nullable JsonValue find(JsonValue result, KrakenPair pair) {
        JsonValue found = null;
        for (Map.Entry<String, JsonValue> entry : result.fields().entrySet()) {
            if (!entry.getKey().equals(LAST) && pair.isNamed(entry.getKey())) {
                if (found != null) {
                    throw KrakenErrors.malformed("the answer holds " + pair.key() + " twice");
                }
                found = entry.getValue();
            }
        }
        return found;
    }

    /** Returns the number, or NaN where there is none that counts. */
    static double decimal(JsonValue value) {
        return value.decimalOrText().orElse(Double.NaN);
    }

    private static String excerpt(byte[] body) {
        return Excerpt.of(new String(body, 0, Math.min(body.length, 1_024), StandardCharsets.UTF_8));
    }
}
