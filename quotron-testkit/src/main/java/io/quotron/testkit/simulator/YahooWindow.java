package io.quotron.testkit.simulator;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The span that a chart request asks for.
 *
 * @param start the first second
 * @param end the second after the last
 * @param range the range as asked; empty where the request gave seconds
 */
record YahooWindow(long start, long end, String range) {
    static final List<String> RANGES = List.of("1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max");

    private static final long NANOS = 1_000_000_000L;

    /**
     * Reads {@code period1} and {@code period2}, or {@code range}, or takes one day. Empty where they make no sense.
     */
    static Optional<YahooWindow> of(Listing listing, Map<String, String> query, long nowNanos) {
        long now = Math.floorDiv(nowNanos, NANOS);
        String from = query.get("period1");
        if (from != null) {
            return between(from, query.get("period2"), now);
        }
        String range = query.getOrDefault("range", "1d").toLowerCase(Locale.ROOT);
        if (!RANGES.contains(range)) {
            return Optional.empty();
        }
        return Optional.of(new YahooWindow(start(listing, range, nowNanos), now + 1, range));
    }

    private static Optional<YahooWindow> between(String from, @Nullable String to, long now) {
        try {
            return Optional.of(new YahooWindow(Long.parseLong(from), to == null ? now + 1 : Long.parseLong(to), ""));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long start(Listing listing, String range, long nowNanos) {
        TradingHours hours = listing.hours();
        LocalDate last = hours.lastSession(nowNanos);
        LocalDate first = switch (range) {
            case "1d" -> last;
            case "5d" -> back(hours, last, 4);
            case "ytd" -> hours.dateOf(nowNanos).withDayOfYear(1);
            case "max" -> Walk.FIRST_DAY;
            default -> minus(hours.dateOf(nowNanos), range);
        };
        return hours.openSecond(first);
    }

    private static LocalDate back(TradingHours hours, LocalDate day, int sessions) {
        LocalDate result = day;
        for (int i = 0; i < sessions; i++) {
            result = hours.previousTradingDay(result);
        }
        return result;
    }

    private static LocalDate minus(LocalDate day, String range) {
        boolean months = range.endsWith("mo");
        int amount = Integer.parseInt(range.substring(0, range.length() - (months ? 2 : 1)));
        return months ? day.minusMonths(amount) : day.minusYears(amount);
    }
}
