package io.quotron.testkit.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The length of klines: a fixed one counted from an origin (1970, but a Monday for weeks), or the months of the calendar.
 *
 * @param name as in requests, where the case tells minutes from months
 * @param nanos the length; of no meaning for months
 */
record BinanceSpan(String name, long nanos) {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final long FIRST_MONDAY = 4 * DAY;
    private static final Map<String, Long> UNITS = Map.of("s", SECOND, "m", 60 * SECOND, "h", 3_600 * SECOND, "d", DAY);
    private static final List<String> NAMES =
            List.of("1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M");

    static Optional<BinanceSpan> of(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        String unit = name.substring(name.length() - 1);
        long amount = Long.parseLong(name.substring(0, name.length() - 1));
        return Optional.of(new BinanceSpan(name, "w".equals(unit) ? 7 * DAY : amount * UNITS.getOrDefault(unit, DAY)));
    }

    /** The start of the bar in which an instant lies. */
    long start(long at) {
        if (name.equals("1M")) {
            return nanosOf(dateOf(at).withDayOfMonth(1));
        }
        long origin = name.equals("1w") ? FIRST_MONDAY : 0;
        return Math.floorDiv(at - origin, nanos) * nanos + origin;
    }

    /** The start of the bar after one. */
    long next(long start) {
        return name.equals("1M") ? nanosOf(dateOf(start).plusMonths(1)) : start + nanos;
    }

    /** The start of the bar before one. */
    long previous(long start) {
        return start(start - 1);
    }

    private static LocalDate dateOf(long at) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(Math.floorDiv(at, SECOND)), ZoneOffset.UTC);
    }

    private static long nanosOf(LocalDate date) {
        return date.toEpochDay() * DAY;
    }

    /** A bar as far as it lies before an instant; one without trades repeats the price before. Empty before all trades. */
    Optional<Bar> bar(BinancePair pair, long start, long until) {
        long end = Math.min(next(start), until);
        Candle candle = pair.tape().candle(start, end);
        if (!candle.isEmpty()) {
            List<Tick> last = pair.tape().lastTicks(end, 1);
            long lastId = last.get(0).id();
            double turnover = pair.tape().turnover(start, end);
            return Optional.of(new Bar(start, next(start), candle, turnover, lastId - candle.count() + 1, lastId));
        }
        return pair.tape().lastTicks(start, 1).stream()
                .findFirst()
                .map(tick -> new Candle(tick.price(), tick.price(), tick.price(), tick.price(), 0, 0))
                .map(flat -> new Bar(start, next(start), flat, 0, -1, -1));
    }

    /**
     * A bar.
     *
     * @param start its first instant
     * @param end the first instant after it
     * @param candle its prices
     * @param turnover in price steps times size steps
     * @param firstId the id of its first trade, -1 for none
     * @param lastId the id of its last trade, -1 for none
     */
    record Bar(long start, long end, Candle candle, double turnover, long firstId, long lastId) {
        /** A row of REST. */
        List<Object> row(BinancePair pair) {
            return List.of(
                    start / MILLI,
                    pair.price(candle.open()),
                    pair.price(candle.high()),
                    pair.price(candle.low()),
                    pair.price(candle.close()),
                    pair.size(candle.volume()),
                    end / MILLI - 1,
                    pair.turnover(turnover),
                    candle.count(),
                    pair.size(candle.volume() / 2),
                    pair.turnover(turnover / 2),
                    "0");
        }

        /** The data of a frame. */
        Map<String, @Nullable Object> frame(BinancePair pair, String interval, boolean closed, long nowNanos) {
            return Json.object(
                    "e",
                    "kline",
                    "E",
                    nowNanos / MILLI,
                    "s",
                    pair.name(),
                    "k",
                    Json.object(
                            "t", start / MILLI,
                            "T", end / MILLI - 1,
                            "s", pair.name(),
                            "i", interval,
                            "f", firstId,
                            "L", lastId,
                            "o", pair.price(candle.open()),
                            "c", pair.price(candle.close()),
                            "h", pair.price(candle.high()),
                            "l", pair.price(candle.low()),
                            "v", pair.size(candle.volume()),
                            "n", candle.count(),
                            "x", closed,
                            "q", pair.turnover(turnover),
                            "V", pair.size(candle.volume() / 2),
                            "Q", pair.turnover(turnover / 2),
                            "B", "0"));
        }
    }
}
