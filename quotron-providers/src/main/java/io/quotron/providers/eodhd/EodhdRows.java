package io.quotron.providers.eodhd;

import io.quotron.error.Excerpt;
import io.quotron.providers.internal.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads the parts that rows of several endpoints share. */
final class EodhdRows {
    static final long NANOS = 1_000_000_000L;

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final long YEAR_1980 = 315_532_800L;
    private static final LocalDate FIRST_DAY = LocalDate.of(1800, 1, 1);

    private static final List<String> PRICES = List.of("open", "high", "low", "close");

    private static final Pattern HARMLESS =
            Pattern.compile("(?i)\"?(?:[-+0-9.,:TZ ]{0,30}|null|none|true|false|n/?a|nan|-?inf(?:inity)?)\"?");

    private EodhdRows() {}

    /** Returns the number, or NaN where there is none. */
    static double number(JsonValue row, String field) {
        return row.get(field).decimalOrText().orElse(Double.NaN);
    }

    /** Names the first price that is none, or the last one where only together they make no bar. */
    static String firstUnusable(JsonValue row) {
        return PRICES.stream()
                .filter(field -> !(number(row, field) > 0))
                .findFirst()
                .orElse("close");
    }

    /** Reads a date such as {@code 2024-09-30}. */
    static Optional<LocalDate> date(JsonValue value) {
        return value.text().filter(text -> DATE.matcher(text).matches()).flatMap(EodhdRows::parse);
    }

    private static Optional<LocalDate> parse(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(day -> day.isAfter(FIRST_DAY));
        } catch (DateTimeException notADay) {
            return Optional.empty();
        }
    }

    /** Reads epoch seconds from 1980 on; what lies after the latest possible time, such as milliseconds, is none. */
    static OptionalLong seconds(JsonValue value, Instant latest) {
        OptionalLong seconds = whole(value);
        return seconds.isPresent() && seconds.getAsLong() >= YEAR_1980 && seconds.getAsLong() <= latest.getEpochSecond()
                ? seconds
                : OptionalLong.empty();
    }

    /** Reads a whole number, also one that is written as text. */
    static OptionalLong whole(JsonValue value) {
        return value.text()
                .filter(text -> text.matches("-?[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(value::whole);
    }

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
    }

    /** Names a value by its place. */
    static String place(int row, String field, JsonValue value) {
        return "[" + row + "]." + field + " cannot be used: " + told(value);
    }

    /** Returns a value for a message. Only what is like a number or a day is told, because a server may repeat the token anywhere. */
    static String told(JsonValue value) {
        String text = value.toString();
        return HARMLESS.matcher(text).matches() ? Excerpt.of(text) : "something of " + text.length() + " characters";
    }
}
