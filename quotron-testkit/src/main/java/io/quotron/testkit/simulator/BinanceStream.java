package io.quotron.testkit.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one socket, as {@code btcusd@aggTrade}; everything up to the cursor was sent or skipped. Trades and best prices come as
 * they happen, books ten times a second, statistics each second, klines every two.
 */
final class BinanceStream {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private final String name;
    private final BinancePair pair;
    private final Kind kind;
    private final long step;
    private final @Nullable BinanceSpan span;
    private final int levels;
    private volatile long cursor;

    private enum Kind {
        TRADE,
        AGGREGATE,
        BEST,
        MINI,
        TICKER,
        KLINE,
        DEPTH,
        PARTIAL
    }

    private BinanceStream(String name, BinancePair pair, Kind kind, long step, @Nullable BinanceSpan span, int levels) {
        this.name = name;
        this.pair = pair;
        this.kind = kind;
        this.step = step;
        this.span = span;
        this.levels = levels;
    }

    /** Finds a stream by its name; empty for one that will stay silent. */
    static Optional<BinanceStream> of(List<BinancePair> pairs, String name, long now) {
        int at = name.indexOf('@');
        String market = at < 0 ? "" : name.substring(0, at);
        Optional<BinanceStream> found = pairs.stream()
                .filter(pair -> pair.streamName().equals(market))
                .findFirst()
                .flatMap(pair -> of(pair, name, name.substring(at + 1)));
        found.ifPresent(stream -> stream.cursor = now);
        return found;
    }

    private static Optional<BinanceStream> of(BinancePair pair, String name, String kind) {
        if (kind.startsWith("kline_")) {
            return BinanceSpan.of(kind.substring(6)).map(span -> {
                long step = span.name().equals("1s") ? SECOND : 2 * SECOND;
                return new BinanceStream(name, pair, Kind.KLINE, step, span, 0);
            });
        }
        if (kind.matches("depth(5|10|20)?(@100ms|@1000ms)?")) {
            String digits = kind.replaceAll("@.*|depth", "");
            long step = kind.endsWith("@100ms") ? 100 * MILLI : SECOND;
            Kind depth = digits.isEmpty() ? Kind.DEPTH : Kind.PARTIAL;
            int levels = digits.isEmpty() ? 0 : Integer.parseInt(digits);
            return Optional.of(new BinanceStream(name, pair, depth, step, null, levels));
        }
        Kind plain = switch (kind) {
            case "trade" -> Kind.TRADE;
            case "aggTrade" -> Kind.AGGREGATE;
            case "bookTicker" -> Kind.BEST;
            case "miniTicker" -> Kind.MINI;
            case "ticker" -> Kind.TICKER;
            default -> null;
        };
        return Optional.ofNullable(plain).map(known -> new BinanceStream(name, pair, known, SECOND, null, 0));
    }

    String name() {
        return name;
    }

    BinancePair pair() {
        return pair;
    }

    boolean isTrades() {
        return kind == Kind.TRADE || kind == Kind.AGGREGATE;
    }

    /** When the next message is due; the largest number for never. */
    long due() {
        return switch (kind) {
            case TRADE, AGGREGATE, BEST -> nextTrade().orElse(Long.MAX_VALUE);
            case DEPTH, PARTIAL -> {
                OptionalLong next = nextTrade();
                yield next.isEmpty() ? Long.MAX_VALUE : -Math.floorDiv(-next.getAsLong(), step) * step;
            }
            case MINI, TICKER, KLINE -> (Math.floorDiv(cursor, step) + 1) * step;
        };
    }

    private OptionalLong nextTrade() {
        return pair.tape().nextTime(cursor + 1);
    }

    /** Returns the data of the messages that are due, and moves the cursor. */
    List<Map<String, @Nullable Object>> take(long now) {
        if (due() > now) {
            return List.of();
        }
        long from = cursor;
        cursor = now;
        return switch (kind) {
            case TRADE, AGGREGATE -> trades(from, now);
            case BEST ->
                BinanceTicker.of(pair, now).map(BinanceTicker::best).stream().toList();
            case MINI ->
                BinanceTicker.of(pair, now).map(BinanceTicker::mini).stream().toList();
            case TICKER ->
                BinanceTicker.of(pair, now).map(BinanceTicker::full).stream().toList();
            case KLINE -> klines(from, now);
            case DEPTH -> changes(from, now);
            case PARTIAL -> partial(now);
        };
    }

    private List<Map<String, @Nullable Object>> trades(long from, long now) {
        List<Map<String, @Nullable Object>> frames = new ArrayList<>();
        for (Tick tick : pair.tape().ticks(from + 1, now + 1, Integer.MAX_VALUE)) {
            Map<String, @Nullable Object> frame = Json.object(
                    "e", kind == Kind.TRADE ? "trade" : "aggTrade", "E", tick.nanos() / MILLI, "s", pair.name());
            Map<String, @Nullable Object> row = BinanceRest.aggregate(pair, tick);
            if (kind == Kind.TRADE) {
                row.put("t", row.remove("a"));
                row.remove("f");
                row.remove("l");
            }
            frame.putAll(row);
            frames.add(frame);
        }
        return frames;
    }

    /** Each bar that has ended since, and the one that runs. */
    private List<Map<String, @Nullable Object>> klines(long from, long now) {
        List<Map<String, @Nullable Object>> frames = new ArrayList<>();
        BinanceSpan length = java.util.Objects.requireNonNull(span);
        for (long start = length.start(from); start <= now; start = length.next(start)) {
            boolean closed = length.next(start) <= now;
            length.bar(pair, start, closed ? length.next(start) : now + 1)
                    .ifPresent(bar -> frames.add(bar.frame(pair, length.name(), closed, now)));
        }
        return frames;
    }

    private List<Map<String, @Nullable Object>> changes(long from, long now) {
        List<Tick> before = pair.tape().lastTicks(from + 1, 1);
        List<Tick> last = pair.tape().lastTicks(now + 1, 1);
        if (before.isEmpty() || last.isEmpty()) {
            return List.of();
        }
        BinanceDepth old = BinanceDepth.after(before.get(0));
        BinanceDepth fresh = BinanceDepth.after(last.get(0));
        return List.of(Json.object(
                "e", "depthUpdate",
                "E", now / MILLI,
                "s", pair.name(),
                "U", old.lastId() + 1,
                "u", fresh.lastId(),
                "b", BinanceDepth.changes(pair, old.bids(), fresh.bids()),
                "a", BinanceDepth.changes(pair, old.asks(), fresh.asks())));
    }

    private List<Map<String, @Nullable Object>> partial(long now) {
        List<Map<String, @Nullable Object>> frames = new ArrayList<>();
        for (Tick last : pair.tape().lastTicks(now + 1, 1)) {
            BinanceDepth depth = BinanceDepth.after(last);
            frames.add(Json.object(
                    "lastUpdateId", depth.lastId(),
                    "bids", BinanceDepth.levels(pair, depth.bids(), levels),
                    "asks", BinanceDepth.levels(pair, depth.asks(), levels)));
        }
        return frames;
    }
}
