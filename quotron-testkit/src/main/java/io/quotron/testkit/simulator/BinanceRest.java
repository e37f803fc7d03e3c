package io.quotron.testkit.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v3/...} with weights counted by the minute of the clock and told in each answer.
 *
 * <p>Differences from the real service: every trade is an aggregate of its own, so that both have the same ids; a book has {@value
 * BinanceDepth#LEVELS} levels of each side.
 */
final class BinanceRest {
    private static final String ROOT = "/api/v3/";
    private static final String USED = "X-MBX-USED-WEIGHT-1M";
    private static final long MILLI = 1_000_000L;
    private static final long MINUTE = 60_000 * MILLI;
    private static final int LIMIT = 6_000;
    private static final int MAX_ROWS = 1_000;
    private static final int UNTOLD = 500;

    private final Market market;
    private final List<BinancePair> pairs;
    private long minute;
    private int used;

    BinanceRest(Market market, List<BinancePair> pairs) {
        this.market = market;
        this.pairs = pairs;
    }

    static Reply error(int status, int code, String message) {
        return Reply.json(status, Json.object("code", code, "msg", message));
    }

    static Reply tooFast(int status, long retryAfterSeconds) {
        return error(
                        status,
                        -1003,
                        "Too much request weight used; current limit is " + LIMIT
                                + " request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid"
                                + " polling the API.")
                .with(Map.of("Retry-After", Long.toString(retryAfterSeconds)));
    }

    Reply answer(String path, Map<String, String> query) {
        String method = path.startsWith(ROOT) ? path.substring(ROOT.length()) : path.substring(1);
        int total = charge(weight(method, query));
        if (total > LIMIT) {
            long left = MINUTE - Math.floorMod(market.nowNanos(), MINUTE);
            return tooFast(429, left / (1_000 * MILLI) + 1);
        }
        Reply reply = reply(method, query);
        return reply.with(Map.of(USED, Integer.toString(total), "X-MBX-USED-WEIGHT", Integer.toString(total)));
    }

    private synchronized int charge(int weight) {
        long now = Math.floorDiv(market.nowNanos(), MINUTE);
        used = now == minute ? used + weight : weight;
        minute = now;
        return used;
    }

    private static int weight(String method, Map<String, String> query) {
        return switch (method) {
            case "exchangeInfo" -> 20;
            case "klines", "avgPrice" -> 2;
            case "aggTrades", "ticker/bookTicker", "ticker/price" -> 4;
            case "trades", "historicalTrades" -> 25;
            case "ticker/24hr" -> tickerWeight(query);
            case "depth" -> depthWeight(limit(query, 100, 5_000).orElse(100));
            default -> 1;
        };
    }

    private static int tickerWeight(Map<String, String> query) {
        if (query.containsKey("symbol")) {
            return 2;
        }
        int symbols = query.containsKey("symbols") ? query.get("symbols").split(",", -1).length : MAX_ROWS;
        if (symbols <= 20) {
            return 2;
        }
        return symbols <= 100 ? 40 : 80;
    }

    private static int depthWeight(int limit) {
        if (limit <= 100) {
            return 5;
        }
        if (limit <= 500) {
            return 25;
        }
        return limit <= 1_000 ? 50 : 250;
    }

    private Reply reply(String method, Map<String, String> query) {
        long now = market.nowNanos();
        return switch (method) {
            case "ping" -> Reply.json(200, Json.object());
            case "time" -> Reply.json(200, Json.object("serverTime", now / MILLI));
            case "exchangeInfo" -> exchangeInfo(query, now);
            case "ticker/24hr" ->
                each(query, pair -> BinanceTicker.of(pair, now).map(BinanceTicker::row));
            case "ticker/bookTicker" ->
                each(query, pair -> BinanceTicker.of(pair, now).map(BinanceTicker::bestRow));
            case "klines" -> withPair(query, pair -> klines(pair, query, now));
            case "aggTrades" -> withPair(query, pair -> aggregates(pair, query, now));
            case "trades" -> withPair(query, pair -> trades(pair, query, now));
            case "depth" -> withPair(query, pair -> depth(pair, query, now));
            default -> Reply.html(404, "<html><body>Not found</body></html>");
        };
    }

    private Reply exchangeInfo(Map<String, String> query, long now) {
        List<Object> rows = new ArrayList<>();
        for (BinancePair pair : pairs) {
            if (query.getOrDefault("symbol", pair.name()).equals(pair.name())) {
                rows.add(pair.description());
            }
        }
        if (rows.isEmpty()) {
            return invalidSymbol();
        }
        Object limit =
                Json.object("rateLimitType", "REQUEST_WEIGHT", "interval", "MINUTE", "intervalNum", 1, "limit", LIMIT);
        return Reply.json(
                200,
                Json.object(
                        "timezone",
                        "UTC",
                        "serverTime",
                        now / MILLI,
                        "rateLimits",
                        List.of(limit),
                        "exchangeFilters",
                        List.of(),
                        "symbols",
                        rows));
    }

    private static Reply invalidSymbol() {
        return error(400, -1121, "Invalid symbol.");
    }

    private static Reply illegal(String parameter) {
        return error(400, -1100, "Illegal characters found in parameter '" + parameter + "'.");
    }

    /** One object for one symbol, an array for several or all. */
    private Reply each(Map<String, String> query, Function<BinancePair, Optional<Map<String, @Nullable Object>>> row) {
        String one = query.get("symbol");
        if (one != null) {
            return BinancePair.find(pairs, one)
                    .flatMap(row)
                    .map(found -> Reply.json(200, found))
                    .orElseGet(BinanceRest::invalidSymbol);
        }
        List<Object> rows = new ArrayList<>();
        for (String name : names(query)) {
            Optional<BinancePair> pair = BinancePair.find(pairs, name);
            if (pair.isEmpty()) {
                return invalidSymbol();
            }
            row.apply(pair.get()).ifPresent(rows::add);
        }
        return Reply.json(200, rows);
    }

    private List<String> names(Map<String, String> query) {
        String several = query.get("symbols");
        return several == null
                ? pairs.stream().map(BinancePair::name).toList()
                : List.of(several.replaceAll("[\\[\\]\" ]", "").split(",", -1));
    }

    private Reply withPair(Map<String, String> query, Function<BinancePair, Reply> answer) {
        String name = query.get("symbol");
        if (name == null) {
            return error(400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.");
        }
        return BinancePair.find(pairs, name).map(answer).orElseGet(BinanceRest::invalidSymbol);
    }

    private static Optional<Integer> limit(Map<String, String> query, int untold, int most) {
        String text = query.getOrDefault("limit", Integer.toString(untold));
        return text.matches("[1-9][0-9]{0,5}") ? Optional.of(Math.min(most, Integer.parseInt(text))) : Optional.empty();
    }

    private static Optional<Long> number(Map<String, String> query, String name) {
        String text = query.getOrDefault(name, "");
        return text.matches("[0-9]{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** The oldest rows from the start on, or the newest where there is no start. */
    private static Reply klines(BinancePair pair, Map<String, String> query, long now) {
        Optional<BinanceSpan> span = BinanceSpan.of(query.getOrDefault("interval", ""));
        Optional<Integer> limit = limit(query, UNTOLD, MAX_ROWS);
        if (span.isEmpty()) {
            return error(400, -1120, "Invalid interval.");
        }
        if (limit.isEmpty()) {
            return illegal("limit");
        }
        long end = number(query, "endTime").map(millis -> millis * MILLI + 1).orElse(Long.MAX_VALUE);
        long from = number(query, "startTime")
                .map(millis -> firstFrom(
                        span.get(), Math.max(millis * MILLI, pair.tape().firstNanos())))
                .orElseGet(() -> newest(span.get(), Math.min(end - 1, now), limit.get()));
        List<Object> rows = new ArrayList<>();
        for (long start = from;
                start < end && start <= now && rows.size() < limit.get();
                start = span.get().next(start)) {
            span.get().bar(pair, start, now + 1).ifPresent(bar -> rows.add(bar.row(pair)));
        }
        return Reply.json(200, rows);
    }

    private static long firstFrom(BinanceSpan span, long at) {
        long start = span.start(at);
        return start < at ? span.next(start) : start;
    }

    private static long newest(BinanceSpan span, long at, int count) {
        long start = span.start(at);
        for (int i = 1; i < count; i++) {
            start = span.previous(start);
        }
        return start;
    }

    private static Reply aggregates(BinancePair pair, Map<String, String> query, long now) {
        Optional<Integer> limit = limit(query, UNTOLD, MAX_ROWS);
        if (limit.isEmpty()) {
            return illegal("limit");
        }
        Optional<Long> start = number(query, "startTime");
        Optional<Long> fromId = number(query, "fromId");
        long end = number(query, "endTime").map(millis -> (millis + 1) * MILLI).orElse(now + 1);
        List<Tick> ticks;
        if (fromId.isPresent()) {
            ticks = fromId(pair.tape(), fromId.get(), now + 1, limit.get());
        } else if (start.isPresent()) {
            ticks = pair.tape().ticks(start.get() * MILLI, Math.min(end, now + 1), limit.get());
        } else {
            ticks = pair.tape().lastTicks(Math.min(end, now + 1), limit.get());
        }
        List<Object> rows = new ArrayList<>(ticks.size());
        ticks.forEach(tick -> rows.add(aggregate(pair, tick)));
        return Reply.json(200, rows);
    }

    /** Ids grow with time, so the instant of an id is found by halving. */
    private static List<Tick> fromId(Tape tape, long id, long until, int limit) {
        long low = tape.firstNanos();
        long high = until;
        while (high - low > MINUTE) {
            long middle = low + (high - low) / 2;
            List<Tick> before = tape.lastTicks(middle, 1);
            if (before.isEmpty() || before.get(0).id() < id) {
                low = middle;
            } else {
                high = middle;
            }
        }
        List<Tick> found = new ArrayList<>();
        long from = low;
        while (found.size() < limit && from < until) {
            List<Tick> part = tape.ticks(from, until, limit);
            part.stream()
                    .filter(tick -> tick.id() >= id && found.size() < limit)
                    .forEach(found::add);
            from = part.size() < limit ? until : part.get(part.size() - 1).nanos() + 1;
        }
        return found;
    }

    static Map<String, @Nullable Object> aggregate(BinancePair pair, Tick tick) {
        return Json.object(
                "a", tick.id(),
                "p", pair.price(tick.price()),
                "q", pair.size(tick.size()),
                "f", tick.id(),
                "l", tick.id(),
                "T", tick.nanos() / MILLI,
                "m", !tick.buy(),
                "M", true);
    }

    private static Reply trades(BinancePair pair, Map<String, String> query, long now) {
        Optional<Integer> limit = limit(query, UNTOLD, MAX_ROWS);
        List<Object> rows = new ArrayList<>();
        for (Tick tick : pair.tape().lastTicks(now + 1, limit.orElse(UNTOLD))) {
            rows.add(Json.object(
                    "id", tick.id(),
                    "price", pair.price(tick.price()),
                    "qty", pair.size(tick.size()),
                    "quoteQty", pair.turnover((double) tick.price() * tick.size()),
                    "time", tick.nanos() / MILLI,
                    "isBuyerMaker", !tick.buy(),
                    "isBestMatch", true));
        }
        return Reply.json(200, rows);
    }

    private static Reply depth(BinancePair pair, Map<String, String> query, long now) {
        Optional<Integer> limit = limit(query, 100, 5_000);
        List<Tick> last = pair.tape().lastTicks(now + 1, 1);
        if (limit.isEmpty()) {
            return illegal("limit");
        }
        if (last.isEmpty()) {
            return Reply.json(200, Json.object("lastUpdateId", 0, "bids", List.of(), "asks", List.of()));
        }
        BinanceDepth depth = BinanceDepth.after(last.get(0));
        return Reply.json(
                200,
                Json.object(
                        "lastUpdateId", depth.lastId(),
                        "bids", BinanceDepth.levels(pair, depth.bids(), limit.get()),
                        "asks", BinanceDepth.levels(pair, depth.asks(), limit.get())));
    }
}
