package io.quotron.testkit.simulator;

import io.quotron.model.Dividend;
import io.quotron.model.Split;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a series, newest first: raw prices as they were traded; the adjusted close is without splits and dividends, where a
 * dividend lowers all closes before it by the share that it had in the close of the day before.
 */
final class AlphaVantageTable {
    private static final long NANOS = 1_000_000_000L;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int DECIMALS = 4;
    private static final int TRAILING_DAYS = 30;
    private static final int COMPACT_DAYS = 170;

    private final Listing listing;
    private final long untilNanos;
    private final LocalDate today;
    private final AlphaVantageCuts cuts;
    private final List<Row> rows = new ArrayList<>();

    /** One row: its stamp, and the fields that its kind of series has. */
    record Row(String stamp, Map<String, String> fields) {}

    /** Sessions that make one bar. */
    private record Group(LocalDate last, Candle candle, double dividend) {}

    AlphaVantageTable(Listing listing, long nowNanos) {
        this.listing = listing;
        this.untilNanos = nowNanos + 1;
        this.today = listing.hours().dateOf(nowNanos);
        this.cuts = new AlphaVantageCuts(listing, today, untilNanos);
    }

    List<Row> rows(int most) {
        List<Row> newestFirst = new ArrayList<>(rows);
        Collections.reverse(newestFirst);
        return newestFirst.subList(0, Math.min(most, newestFirst.size()));
    }

    private LocalDate firstDay() {
        return listing.hours().dateOf(listing.tape().firstNanos());
    }

    /** Collects days, weeks or months; columns by what the function has. A compact series needs no older days. */
    AlphaVantageTable days(char unit, boolean adjusted, boolean compact) {
        LocalDate recent = today.minusDays(compact ? COMPACT_DAYS : today.toEpochDay());
        LocalDate from = recent.isAfter(firstDay()) ? recent : firstDay();
        Map<LocalDate, Group> groups = new LinkedHashMap<>();
        for (LocalDate day = from; !day.isAfter(today); day = listing.hours().nextTradingDay(day)) {
            Candle session = listing.hours().isTradingDay(day) ? listing.session(day, untilNanos) : Candle.NONE;
            if (!session.isEmpty()) {
                LocalDate key = startOf(day, unit);
                groups.put(key, joined(groups.get(key), day, session));
            }
        }
        groups.values().forEach(group -> rows.add(new Row(group.last.toString(), fields(group, unit, adjusted))));
        return this;
    }

    private Group joined(@Nullable Group before, LocalDate day, Candle session) {
        double paid = listing.dividends(day.minusDays(1), day)
                .mapToDouble(Dividend::amount)
                .sum();
        if (before == null) {
            return new Group(day, session, paid);
        }
        Candle.Fold fold = new Candle.Fold();
        fold.add(before.candle);
        fold.add(session);
        return new Group(day, fold.candle(), before.dividend + paid);
    }

    private static LocalDate startOf(LocalDate day, char unit) {
        return switch (unit) {
            case 'w' -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case 'm' -> day.withDayOfMonth(1);
            default -> day;
        };
    }

    private Map<String, String> fields(Group group, char unit, boolean adjusted) {
        if (!adjusted) {
            return raw(group.candle);
        }
        Map<String, String> raw = raw(group.candle);
        String volume = raw.remove("volume");
        raw.put("adjusted close", text(adjustedClose(group)));
        raw.put("volume", String.valueOf(volume));
        raw.put("dividend amount", text(group.dividend));
        if (unit == 'd') {
            double ratio = listing.splits(group.last.minusDays(1), group.last)
                    .mapToDouble(Split::ratio)
                    .reduce(1, (a, b) -> a * b);
            raw.put("split coefficient", text(ratio));
        }
        return raw;
    }

    private double adjustedClose(Group group) {
        return listing.price(group.candle.close()) / listing.splitRatio(group.last, today) * cuts.since(group.last);
    }

    private Map<String, String> raw(Candle candle) {
        int decimals = listing.tape().priceDecimals();
        int written = Math.max(DECIMALS, decimals);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("open", Json.text(candle.open(), decimals, written));
        fields.put("high", Json.text(candle.high(), decimals, written));
        fields.put("low", Json.text(candle.low(), decimals, written));
        fields.put("close", Json.text(candle.close(), decimals, written));
        if (listing.instrument().kind() != SimulatedInstrument.Kind.CURRENCY) {
            int digits = listing.tape().sizeDecimals();
            fields.put("volume", Json.text(candle.volume(), digits, digits));
        }
        return fields;
    }

    static String text(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** Collects bars below a day of a month, or of the newest 30 days; only hours of the session are simulated. */
    AlphaVantageTable minutes(int minutes, String month, boolean adjusted) {
        LocalDate first = month.isEmpty()
                ? today.minusDays(TRAILING_DAYS)
                : YearMonth.parse(month).atDay(1);
        LocalDate last = month.isEmpty() ? today : YearMonth.parse(month).atEndOfMonth();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            if (listing.hours().isTradingDay(day) && !day.isBefore(firstDay())) {
                addSlots(day, minutes, adjusted);
            }
        }
        return this;
    }

    private void addSlots(LocalDate day, int minutes, boolean adjusted) {
        ZoneId zone = listing.instrument().symbol().isPair()
                ? ZoneOffset.UTC
                : listing.hours().zone();
        long close = listing.hours().closeSecond(day);
        long length = minutes * 60L;
        long open = Math.floorDiv(listing.hours().openSecond(day), length) * length;
        for (long start = open; start < close && start * NANOS < untilNanos; start += length) {
            Candle candle = listing.tape().candle(start * NANOS, Math.min(untilNanos, (start + length) * NANOS));
            if (!candle.isEmpty()) {
                LocalDateTime stamp = LocalDateTime.ofInstant(Instant.ofEpochSecond(start), zone);
                Map<String, String> fields = raw(candle);
                if (adjusted) {
                    scale(fields, day);
                }
                rows.add(new Row(STAMP.format(stamp), fields));
            }
        }
    }

    private void scale(Map<String, String> fields, LocalDate day) {
        double factor = cuts.since(day) / listing.splitRatio(day, today);
        fields.replaceAll((name, value) ->
                name.equals("volume") || factor == 1 ? value : text(Double.parseDouble(value) * factor));
    }
}
