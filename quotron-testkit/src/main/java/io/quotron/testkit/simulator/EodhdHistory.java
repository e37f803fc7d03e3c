package io.quotron.testkit.simulator;

import io.quotron.model.Dividend;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * EODHD's history. Days appear when their session is over: raw prices, a close adjusted for splits and dividends, a volume in shares of
 * today. Weeks and months are stamped with their first session. Minutes are raw; behind a session of shares there is one more row
 * with the close and no volume.
 */
final class EodhdHistory {
    private static final long NANOS = 1_000_000_000L;
    private static final int DECIMALS = 4;
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final Map<String, Integer> MINUTES = Map.of("1m", 1, "5m", 5, "1h", 60);
    private static final Map<String, Integer> MOST_DAYS = Map.of("1m", 120, "5m", 600, "1h", 7_200);
    private static final DateTimeFormatter DATETIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Market market;

    EodhdHistory(Market market) {
        this.market = market;
    }

    static Reply invalid(String field) {
        return Reply.json(422, Json.object("errors", Json.object(field, List.of("The " + field + " is invalid."))));
    }

    Reply days(Listing listing, Map<String, String> query) {
        Optional<LocalDate> from = date(query.getOrDefault("from", FIRST_DAY.toString()));
        Optional<LocalDate> to = date(query.getOrDefault("to", "2199-12-31"));
        String period = query.getOrDefault("period", "d");
        if (from.isEmpty() || to.isEmpty() || !period.matches("[dwm]")) {
            return invalid(from.isEmpty() ? "from" : to.isEmpty() ? "to" : "period");
        }
        List<Object> rows = new ArrayList<>();
        List<Day> gathered = new ArrayList<>();
        for (Day day : days(listing, from.get(), to.get())) {
            boolean sameAsBefore =
                    !gathered.isEmpty() && start(period, gathered.get(0).date).equals(start(period, day.date));
            if (!gathered.isEmpty() && !sameAsBefore) {
                rows.add(row(listing, gathered));
                gathered.clear();
            }
            gathered.add(day);
        }
        if (!gathered.isEmpty()) {
            rows.add(row(listing, gathered));
        }
        if (query.getOrDefault("order", "a").equals("d")) {
            Collections.reverse(rows);
        }
        return Reply.json(200, rows);
    }

    /** The row of one day of an exchange; empty where there was no session. */
    Optional<Map<String, @Nullable Object>> day(Listing listing, LocalDate date) {
        List<Day> found = days(listing, date, date);
        return found.isEmpty() ? Optional.empty() : Optional.of(row(listing, found));
    }

    private record Day(LocalDate date, Candle candle) {}

    private List<Day> days(Listing listing, LocalDate from, LocalDate to) {
        TradingHours hours = listing.hours();
        List<Day> days = new ArrayList<>();
        LocalDate date = from.isBefore(FIRST_DAY) ? FIRST_DAY : from;
        for (; !date.isAfter(to) && hours.closeSecond(date) * NANOS <= market.nowNanos(); date = date.plusDays(1)) {
            Candle candle = hours.isTradingDay(date) ? listing.session(date, Long.MAX_VALUE) : Candle.NONE;
            if (!candle.isEmpty()) {
                days.add(new Day(date, candle));
            }
        }
        return days;
    }

    private static LocalDate start(String period, LocalDate day) {
        return switch (period) {
            case "w" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case "m" -> day.withDayOfMonth(1);
            default -> day;
        };
    }

    private Map<String, @Nullable Object> row(Listing listing, List<Day> days) {
        Candle.Fold fold = new Candle.Fold();
        LocalDate today = listing.hours().dateOf(market.nowNanos());
        double volume = 0;
        for (Day day : days) {
            fold.add(day.candle);
            volume += listing.size(day.candle.volume()) * listing.splitRatio(day.date, today);
        }
        Candle candle = fold.candle();
        return Json.object(
                "date", days.get(0).date.toString(),
                "open", price(listing, candle.open()),
                "high", price(listing, candle.high()),
                "low", price(listing, candle.low()),
                "close", price(listing, candle.close()),
                "adjusted_close",
                        number(adjusted(listing, candle, days.get(days.size() - 1).date, today), DECIMALS + 2),
                "volume", volume(listing, volume));
    }

    static Json.Digits price(Listing listing, long steps) {
        return Json.decimal(
                steps, listing.tape().priceDecimals(), listing.tape().priceDecimals());
    }

    /** Coins have fractions, currencies have no volume. */
    static Json.Digits volume(Listing listing, double volume) {
        return switch (listing.instrument().kind()) {
            case CURRENCY -> new Json.Digits("0");
            case CRYPTO -> number(volume, DECIMALS);
            default -> new Json.Digits(Long.toString(Math.round(volume)));
        };
    }

    static Json.Digits number(double value, int decimals) {
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return new Json.Digits(rounded.setScale(Math.max(0, rounded.scale())).toPlainString());
    }

    private static double adjusted(Listing listing, Candle candle, LocalDate day, LocalDate today) {
        double close = listing.price(candle.close()) / listing.splitRatio(day, today);
        for (Dividend dividend : listing.dividends(day, today).toList()) {
            LocalDate before = listing.hours().previousTradingDay(dividend.exDate());
            Candle last = listing.session(before, Long.MAX_VALUE);
            if (!last.isEmpty()) {
                double price = listing.price(last.close()) / listing.splitRatio(before, dividend.exDate());
                close *= 1 - dividend.amount() / price;
            }
        }
        return close;
    }

    Reply minutes(Listing listing, Map<String, String> query) {
        String interval = query.getOrDefault("interval", "5m");
        Integer length = MINUTES.get(interval);
        long now = market.nowNanos() / NANOS;
        String to = query.getOrDefault("to", Long.toString(now));
        String from = query.getOrDefault("from", Long.toString(now - 120L * 86_400));
        if (length == null || !from.matches("[0-9]{1,11}") || !to.matches("[0-9]{1,11}")) {
            return invalid(length == null ? "interval" : "from");
        }
        long last = Math.min(Long.parseLong(to), now);
        if (Long.parseLong(to) - Long.parseLong(from) > MOST_DAYS.getOrDefault(interval, 0) * 86_400L) {
            return invalid("to");
        }
        return Reply.json(200, minutes(listing, length * 60L, Long.parseLong(from), last));
    }

    private List<Object> minutes(Listing listing, long length, long from, long last) {
        TradingHours hours = listing.hours();
        List<Object> rows = new ArrayList<>();
        for (LocalDate day = hours.dateOf(from * NANOS); hours.openSecond(day) <= last; day = day.plusDays(1)) {
            if (!hours.isTradingDay(day) || day.isBefore(FIRST_DAY)) {
                continue;
            }
            long close = hours.closeSecond(day);
            for (long open = hours.openSecond(day); open < close; open += length) {
                if (open >= from && open <= last) {
                    addMinute(rows, listing, open, Math.min(open + length, close));
                }
            }
            if (EodhdNames.isShare(listing) && close >= from && close <= last) {
                addOfficialClose(rows, listing, day, close);
            }
        }
        return rows;
    }

    private void addMinute(List<Object> rows, Listing listing, long open, long end) {
        Candle candle = listing.tape().candle(open * NANOS, Math.min(end * NANOS, market.nowNanos() + 1));
        if (!candle.isEmpty()) {
            rows.add(minute(listing, open, candle, volume(listing, listing.size(candle.volume()))));
        }
    }

    private static void addOfficialClose(List<Object> rows, Listing listing, LocalDate day, long second) {
        Candle session = listing.session(day, Long.MAX_VALUE);
        if (!session.isEmpty()) {
            long price = session.close();
            rows.add(minute(listing, second, new Candle(price, price, price, price, 0, 1), null));
        }
    }

    private static Object minute(Listing listing, long second, Candle candle, @Nullable Object volume) {
        return Json.object(
                "timestamp", second,
                "gmtoffset", 0,
                "datetime", DATETIME.format(Instant.ofEpochSecond(second)),
                "open", price(listing, candle.open()),
                "high", price(listing, candle.high()),
                "low", price(listing, candle.low()),
                "close", price(listing, candle.close()),
                "volume", volume);
    }

    static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
