package io.quotron.providers.binance;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.Result;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Side;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of REST. Pure: bytes and the question in, values out, and a {@link
 * io.quotron.error.ProviderException} for everything else.
 *
 * <p>Decimals are strings; they count if they are plain decimals and finite. A zero price stands for "none".
 */
final class BinanceParser {
    private final BinanceErrors errors;
    private final SourceId source;

    BinanceParser(BinanceErrors errors) {
        this.errors = errors;
        this.source = errors.source();
    }

    /** Reads exchangeInfo row by row; markets that make no symbol are left out, but a list without any is no list. */
    BinanceSymbols symbols(byte[] body, String venue) {
        List<BinanceMarket> markets = new ArrayList<>();
        JsonValue rest =
                Json.rows(source, body, List.of("symbols"), row -> market(row).ifPresent(markets::add));
        if (!rest.get("symbols").is(JsonValue.Kind.ARRAY) || markets.isEmpty()) {
            throw errors.malformed("symbols", "no market is listed");
        }
        return BinanceSymbols.of(source, venue, markets);
    }

    private static Optional<BinanceMarket> market(JsonValue row) {
        String name = row.get("symbol").text().orElse("");
        String base = row.get("baseAsset").text().orElse("");
        String quote = row.get("quoteAsset").text().orElse("");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return BinanceSymbols.symbol(base, quote)
                .map(symbol -> new BinanceMarket(
                        symbol,
                        name,
                        quote,
                        status(row.get("status").text().orElse("")),
                        filter(row, "PRICE_FILTER", "tickSize"),
                        filter(row, "LOT_SIZE", "stepSize")));
    }

    /** A step of zero means that there is none. */
    private static OptionalDouble filter(JsonValue row, String type, String field) {
        for (JsonValue filter : row.get("filters").items()) {
            if (filter.get("filterType").text().filter(type::equals).isPresent()) {
                OptionalDouble step = filter.get(field).decimalOrText();
                return step.isPresent() && step.getAsDouble() > 0 ? step : OptionalDouble.empty();
            }
        }
        return OptionalDouble.empty();
    }

    private static TradingStatus.Status status(String text) {
        return switch (text) {
            case "TRADING" -> TradingStatus.Status.TRADING;
            case "PRE_TRADING", "POST_TRADING", "AUCTION_MATCH", "CANCEL_ONLY" -> TradingStatus.Status.RESTRICTED;
            case "HALT", "BREAK", "END_OF_DAY" -> TradingStatus.Status.HALTED;
            case "DELISTED", "CLOSE" -> TradingStatus.Status.DELISTED;
            default -> TradingStatus.Status.UNKNOWN;
        };
    }

    /**
     * Reads ticker/24hr: one object, or an array of them.
     *
     * @param body what came
     * @param markets what was asked
     * @param received the time of receipt
     * @return one entry for each market
     */
    Map<Symbol, Result<Quote>> quotes(byte[] body, Collection<BinanceMarket> markets, Instant received) {
        JsonValue answer = Json.read(source, body);
        Map<String, JsonValue> rows = new HashMap<>();
        List<JsonValue> sent = answer.is(JsonValue.Kind.OBJECT) ? List.of(answer) : answer.items();
        for (JsonValue row : sent) {
            String name = row.get("symbol").text().orElseThrow(() -> errors.malformed("symbol", "there is none"));
            if (rows.put(name, row) != null) {
                throw errors.malformed("symbol", "the answer holds " + name + " twice");
            }
        }
        if (rows.isEmpty() && !markets.isEmpty()) {
            throw errors.malformed("ticker", "the answer holds no ticker");
        }
        Map<Symbol, Result<Quote>> quotes = new LinkedHashMap<>();
        for (BinanceMarket market : markets) {
            JsonValue row = rows.get(market.name());
            quotes.put(
                    market.symbol(),
                    row == null
                            ? Result.failure(FailureReason.NO_DATA, "the answer holds no ticker of " + market.name())
                            : quote(row, market, received));
        }
        return quotes;
    }

    private Result<Quote> quote(JsonValue row, BinanceMarket market, Instant received) {
        double price = decimal(row.get("lastPrice"));
        if (price == 0) {
            return Result.failure(FailureReason.NO_DATA, "nothing was traded on " + market.name() + " in 24 hours");
        }
        long time = BinanceTime.past(row.get("closeTime"), received);
        if (!(price > 0) || time == BinanceTime.UNREADABLE) {
            String field = price > 0 ? "closeTime" : "lastPrice";
            return Result.failure(
                    FailureReason.MALFORMED_RESPONSE,
                    market.name() + "/" + field + ": "
                            + Excerpt.of(row.get(field).toString()));
        }
        Quote.Builder quote = Quote.builder(market.symbol(), source)
                .price(price)
                .currency(market.currency())
                .eventTime(BinanceTime.instant(time))
                .receivedTime(received);
        BinanceQuotes.fillBest(
                quote,
                decimal(row.get("bidPrice")),
                decimal(row.get("bidQty")),
                decimal(row.get("askPrice")),
                decimal(row.get("askQty")));
        BinanceQuotes.fillDay(
                quote,
                decimal(row.get("openPrice")),
                decimal(row.get("highPrice")),
                decimal(row.get("lowPrice")),
                decimal(row.get("volume")));
        BinanceQuotes.fillChange(
                quote,
                decimal(row.get("prevClosePrice")),
                decimal(row.get("priceChange")),
                decimal(row.get("priceChangePercent")));
        return Result.success(quote.build());
    }

    /**
     * Reads klines.
     *
     * @param body what came
     * @return the rows
     */
    BinanceRows bars(byte[] body) {
        BinanceRows rows = new BinanceRows();
        if (!rows.read(body)) {
            rows.take(array(body, "klines"));
        }
        return rows;
    }

    /**
     * Reads aggTrades. A span of trades is complete or nothing, so one unreadable row spoils the page.
     *
     * @param body what came
     * @param market what was asked
     * @param received the time of receipt
     * @return the trades in the order sent
     */
    List<Trade> trades(byte[] body, BinanceMarket market, Instant received) {
        List<Trade> trades = new ArrayList<>();
        for (JsonValue row : array(body, "aggTrades")) {
            trades.add(trade(row, market, trades.size(), received));
        }
        return trades;
    }

    private Trade trade(JsonValue row, BinanceMarket market, int index, Instant received) {
        Trade trade = trade(source, market.symbol(), row, "a", received);
        if (trade == null) {
            throw errors.malformed(
                    market.name() + "/" + index,
                    "a trade cannot be read: " + row.fields().toString());
        }
        return trade;
    }

    /**
     * Reads a trade of REST or WebSocket; the names of its fields are the same.
     *
     * @param source under which it appears
     * @param symbol under which it appears
     * @param row the trade
     * @param idField the field of its id
     * @param received the time of receipt
     * @return the trade; null if it is none
     */
    static @Nullable Trade trade(SourceId source, Symbol symbol, JsonValue row, String idField, Instant received) {
        double price = decimal(row.get("p"));
        double size = decimal(row.get("q"));
        OptionalLong id = row.get(idField).whole();
        long time = BinanceTime.past(row.get("T"), received);
        Optional<Boolean> buyerIsMaker = row.get("m").bool();
        boolean readable = price > 0
                && size >= 0
                && id.orElse(-1) >= 0
                && time != BinanceTime.UNREADABLE
                && buyerIsMaker.isPresent();
        if (!readable) {
            return null;
        }
        Side side = buyerIsMaker.get() ? Side.SELL : Side.BUY;
        String text = Long.toString(id.getAsLong());
        return new Trade(symbol, source, price, size, side, text, 0, BinanceTime.instant(time), received);
    }

    /**
     * Reads depth.
     *
     * @param body what came
     * @param path the market, for messages
     * @return the levels and the number of the last change in them
     */
    BinanceDepth depth(byte[] body, String path) {
        JsonValue answer = Json.read(source, body);
        BinanceDepth depth = BinanceDepth.snapshot(answer)
                .orElseThrow(() -> errors.malformed(path + "/bids, asks", "the levels cannot be read"));
        if (depth.isCrossed()) {
            throw errors.malformed(path + "/bids, asks", "the best bid is not below the best ask");
        }
        return depth;
    }

    /**
     * Makes a book of levels.
     *
     * @param depth the levels
     * @param symbol whose they are
     * @param most how many levels of each side
     * @param received the time of receipt, which also stands for the time of the book, because Binance tells none
     * @return the book
     */
    OrderBook book(BinanceDepth depth, Symbol symbol, int most, Instant received) {
        OrderBook.Builder book =
                OrderBook.builder(symbol, source).eventTime(received).receivedTime(received);
        for (int i = 0; i < depth.bidPrices().length; i++) {
            book.bid(depth.bidPrices()[i], depth.bidSizes()[i]);
        }
        for (int i = 0; i < depth.askPrices().length; i++) {
            book.ask(depth.askPrices()[i], depth.askSizes()[i]);
        }
        return book.build().top(most);
    }

    /** Checks that a body is an object, as the empty one of ping. */
    void object(byte[] body) {
        JsonValue answer = Json.read(source, body);
        if (!answer.is(JsonValue.Kind.OBJECT)) {
            throw errors.malformed("ping", "an object was expected, but this came: " + answer);
        }
    }

    private List<JsonValue> array(byte[] body, String path) {
        JsonValue answer = Json.read(source, body);
        if (!answer.is(JsonValue.Kind.ARRAY)) {
            throw errors.malformed(path, "an array was expected, but this came: " + answer.fields());
        }
        return answer.items();
    }

    /** Returns the number, or NaN where there is none that counts. */
    static double decimal(JsonValue value) {
        return value.decimalOrText().orElse(Double.NaN);
    }
}
