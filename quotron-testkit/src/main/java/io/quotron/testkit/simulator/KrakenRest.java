package io.quotron.testkit.simulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /0/public/...}: every answer has HTTP status 200, failures are told in the body.
 *
 * <p>Differences from the real service: {@code EUR/USD} rests at weekends; the mean price of bars of a day and longer
 * is computed
 * from minutes instead of trades.
 */
final class KrakenRest {
    private static final String ROOT = "/0/public/";
    private static final long NANOS = 1_000_000_000L;
    private static final long SECONDS_BELOW = 100_000_000_000L;
    private static final int MAX_ROWS = 720;
    private static final int MAX_TRADES = 1_000;
    private static final int MAX_LEVELS = 500;
    static final List<Integer> INTERVALS = List.of(1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600);

    private final Market market;
    private final List<KrakenPair> pairs;

    KrakenRest(Market market, List<KrakenPair> pairs) {
        this.market = market;
        this.pairs = pairs;
    }

    static Reply error(String message) {
        return Reply.json(200, Json.object("error", List.of(message)));
    }

    private static Reply result(@Nullable Object result) {
        return Reply.json(200, Json.object("error", List.of(), "result", result));
    }

    private static Reply unknownPair() {
        return Reply.json(200, Json.object("error", List.of("EQuery:Unknown asset pair"), "result", null));
    }

    private static Reply invalid(String field) {
        return error("EGeneral:Invalid arguments:" + field);
    }

    Reply answer(String path, Map<String, String> query) {
        String method = path.startsWith(ROOT) ? path.substring(ROOT.length()) : path.substring(1);
        return switch (method) {
            case "Time" -> time();
            case "SystemStatus" ->
                result(Json.object("status", "online", "timestamp", WireTime.seconds(market.nowNanos())));
            case "AssetPairs" -> each(query.get("pair"), KrakenPair::key, p -> Optional.of(p.description()));
            case "Ticker" -> ticker(query.get("pair"));
            case "OHLC" -> withPair(query, (pair, asked) -> ohlc(pair, asked, query));
            case "Depth" -> withPair(query, (pair, asked) -> depth(pair, asked, query));
            case "Trades" -> withPair(query, (pair, asked) -> trades(pair, asked, query));
            default -> error("EGeneral:Unknown method");
        };
    }

    private Reply time() {
        long now = market.nowNanos();
        return result(Json.object("unixtime", now / NANOS, "rfc1123", WireTime.rfc1123(now)));
    }

    private Reply ticker(@Nullable String names) {
        long now = market.nowNanos();
        return each(names, KrakenPair::key, p -> KrakenTicker.of(p, now).map(KrakenTicker::result));
    }

    /** One entry for each pair asked for, or for all. */
    private Reply each(
            @Nullable String names,
            Function<KrakenPair, String> key,
            Function<KrakenPair, Optional<Map<String, @Nullable Object>>> value) {
        Map<String, @Nullable Object> result = Json.object();
        if (names == null) {
            pairs.forEach(pair -> value.apply(pair).ifPresent(v -> result.put(key.apply(pair), v)));
            return result(result);
        }
        for (String name : names.split(",", -1)) {
            Optional<KrakenPair> pair = KrakenPair.find(pairs, name.trim());
            if (pair.isEmpty()) {
                return unknownPair();
            }
            value.apply(pair.get()).ifPresent(v -> result.put(pair.get().resultKey(name.trim()), v));
        }
        return result(result);
    }

    /** Answers for one pair under the name that was asked. */
    private interface PairAnswer {
        Reply of(KrakenPair pair, String asked);
    }

    private Reply withPair(Map<String, String> query, PairAnswer answer) {
        String name = query.get("pair");
        if (name == null) {
            return error("EGeneral:Invalid arguments");
        }
        return KrakenPair.find(pairs, name).map(pair -> answer.of(pair, name)).orElseGet(KrakenRest::unknownPair);
    }

    private Reply ohlc(KrakenPair pair, String asked, Map<String, String> query) {
        String interval = query.getOrDefault("interval", "1");
        if (!interval.matches("[0-9]{1,6}") || !INTERVALS.contains(Integer.parseInt(interval))) {
            return invalid("interval");
        }
        Optional<Long> since = since(query.getOrDefault("since", "0"));
        if (since.isEmpty()) {
            return invalid("since");
        }
        long length = Integer.parseInt(interval) * 60L * NANOS;
        long now = market.nowNanos();
        long forming = Math.floorDiv(now, length) * length;
        List<Object> rows = rows(pair, forming, length, now, since.get());
        return result(Json.object(pair.resultKey(asked), rows, "last", (forming - length) / NANOS));
    }

    /**
     * The newest rows; what is older cannot be had, whatever {@code since} says. A span without trades repeats the last
     * price.
     */
    private static List<Object> rows(KrakenPair pair, long forming, long length, long now, long since) {
        Tape tape = pair.listing().tape();
        long start = forming - (MAX_ROWS - 1L) * length;
        List<Tick> before = tape.lastTicks(start, 1);
        long close = before.isEmpty() ? 0 : before.get(0).price();
        List<Object> rows = new ArrayList<>();
        for (long open = start; open <= forming; open += length) {
            long end = Math.min(open + length, now + 1);
            Candle candle = tape.candle(open, end);
            close = candle.isEmpty() ? close : candle.close();
            if (open > since && close > 0) {
                rows.add(candle.isEmpty() ? flat(pair, open, close) : row(pair, open, end, candle));
            }
        }
        return rows;
    }

    private static Object row(KrakenPair pair, long open, long end, Candle candle) {
        return List.of(
                open / NANOS,
                pair.priceText(candle.open()),
                pair.priceText(candle.high()),
                pair.priceText(candle.low()),
                pair.priceText(candle.close()),
                pair.priceText(Math.round(KrakenTicker.mean(pair.listing().tape(), open, end))),
                pair.sizeText(candle.volume()),
                candle.count());
    }

    private static Object flat(KrakenPair pair, long open, long close) {
        String price = pair.priceText(close);
        return List.of(open / NANOS, price, price, price, price, pair.priceText(0), pair.sizeText(0), 0);
    }

    private Reply depth(KrakenPair pair, String asked, Map<String, String> query) {
        String count = query.getOrDefault("count", "100");
        if (!count.matches("[0-9]{1,4}") || Integer.parseInt(count) < 1 || Integer.parseInt(count) > MAX_LEVELS) {
            return invalid("count");
        }
        Object book = KrakenOrderBook.of(pair, Integer.parseInt(count), market.nowNanos())
                .<Object>map(KrakenOrderBook::result)
                .orElseGet(() -> Json.object("asks", List.of(), "bids", List.of()));
        return result(Json.object(pair.resultKey(asked), book));
    }

    private Reply trades(KrakenPair pair, String asked, Map<String, String> query) {
        String count = query.getOrDefault("count", String.valueOf(MAX_TRADES));
        if (!count.matches("[0-9]{1,4}") || Integer.parseInt(count) < 1 || Integer.parseInt(count) > MAX_TRADES) {
            return invalid("count");
        }
        String cursor = query.get("since");
        long until = market.nowNanos() + 1;
        Tape tape = pair.listing().tape();
        if (cursor == null) {
            return trades(pair, asked, tape.lastTicks(until, Integer.parseInt(count)), until - 1);
        }
        Optional<Long> since = since(cursor);
        if (since.isEmpty()) {
            return invalid("since");
        }
        List<Tick> page = page(tape, since.get() + 1, until, Integer.parseInt(count));
        return trades(pair, asked, page, since.get());
    }

    /** A page never ends between two trades of the same instant, since the next would begin behind both. */
    private static List<Tick> page(Tape tape, long from, long until, int count) {
        List<Tick> ticks = tape.ticks(from, until, count + 1);
        if (ticks.size() <= count) {
            return ticks;
        }
        long next = ticks.get(count).nanos();
        int end = count;
        while (end > 0 && ticks.get(end - 1).nanos() == next) {
            end--;
        }
        return ticks.subList(0, end == 0 ? count : end);
    }

    private static Reply trades(KrakenPair pair, String asked, List<Tick> ticks, long since) {
        List<Object> rows = new ArrayList<>(ticks.size());
        ticks.forEach(tick -> rows.add(row(pair, tick)));
        long last = ticks.isEmpty() ? since : ticks.get(ticks.size() - 1).nanos();
        return result(Json.object(pair.resultKey(asked), rows, "last", Long.toString(last)));
    }

    private static Object row(KrakenPair pair, Tick tick) {
        return List.of(
                pair.longPriceText(tick.price()),
                pair.sizeText(tick.size()),
                WireTime.secondsWithFraction(tick.nanos()),
                tick.buy() ? "b" : "s",
                tick.market() ? "m" : "l",
                "",
                tick.id());
    }

    /** A cursor in nanoseconds, or seconds with or without a fraction. */
    private static Optional<Long> since(String text) {
        if (!text.matches("[0-9]{1,19}(\\.[0-9]{1,9})?")) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(text);
        boolean seconds = value.compareTo(BigDecimal.valueOf(SECONDS_BELOW)) < 0;
        BigDecimal nanos = seconds ? value.movePointRight(9) : value;
        return Optional.of(nanos.min(BigDecimal.valueOf(Long.MAX_VALUE - 1)).longValue());
    }
}
