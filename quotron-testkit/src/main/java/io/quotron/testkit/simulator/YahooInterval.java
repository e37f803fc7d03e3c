package io.quotron.testkit.simulator;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The bar lengths of Yahoo's chart, how far back each goes, and which day a longer bar is stamped with. */
enum YahooInterval {
    M1("1m", 1, 30),
    M2("2m", 2, 60),
    M5("5m", 5, 60),
    M15("15m", 15, 60),
    M30("30m", 30, 60),
    M60("60m", 60, 730),
    M90("90m", 90, 60),
    H1("1h", 60, 730),
    D1("1d", 0, 0),
    D5("5d", 0, 0),
    W1("1wk", 0, 0),
    MO1("1mo", 0, 0),
    MO3("3mo", 0, 0);

    private final String text;
    private final int minutes;
    private final int lookBackDays;

    YahooInterval(String text, int minutes, int lookBackDays) {
        this.text = text;
        this.minutes = minutes;
        this.lookBackDays = lookBackDays;
    }

    static Optional<YahooInterval> of(String text) {
        return Arrays.stream(values()).filter(i -> i.text.equals(text)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(YahooInterval::text).collect(Collectors.joining(", ", "[", "]"));
    }

    String text() {
        return text;
    }

    int minutes() {
        return minutes;
    }

    int lookBackDays() {
        return lookBackDays;
    }

    boolean isIntraday() {
        return minutes > 0;
    }

    /** The first day of the bar that a day belongs to; five days are simulated as a week. */
    LocalDate startOf(LocalDate day) {
        return switch (this) {
            case D5, W1 -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MO1 -> day.withDayOfMonth(1);
            case MO3 -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
            default -> day;
        };
    }
}
