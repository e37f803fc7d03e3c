package io.quotron.providers.csv;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as CSV files write them, to epoch nanoseconds. Immutable and thread-safe. */
final class CsvTimes {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?");
    private static final Pattern COMPACT_DATE = Pattern.compile("(1[6-9]|2[0-2])[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]");
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final ZoneId zone;
    private final @Nullable DateTimeFormatter pattern;
    private final boolean epochOnly;

    CsvTimes(ZoneId zone, @Nullable DateTimeFormatter pattern, boolean epochOnly) {
        this.zone = zone;
        this.pattern = pattern;
        this.epochOnly = epochOnly;
    }

    /**
     * Reads a time.
     *
     * @param cell the date and time, or only the date
     * @param clock the time of day where it stands in a cell of its own; else empty
     * @return epoch nanoseconds; empty if it is no time
     */
    OptionalLong nanos(String cell, String clock) {
        try {
            return OptionalLong.of(pattern != null ? byPattern(pattern, cell, clock) : byShape(cell, clock));
        } catch (DateTimeException | ArithmeticException notTime) {
            return OptionalLong.empty();
        }
    }

    private long byPattern(DateTimeFormatter format, String cell, String clock) {
        TemporalAccessor parsed = format.parse(clock.isEmpty() ? cell : cell + " " + clock);
        ZoneId told = parsed.query(TemporalQueries.zone());
        LocalDate date = LocalDate.from(parsed);
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return nanos(
                time == null
                        ? date.atStartOfDay(told == null ? zone : told)
                        : ZonedDateTime.of(date, time, told == null ? zone : told));
    }

    private long byShape(String cell, String clock) {
        if (clock.isEmpty() && (epochOnly || (NUMBER.matcher(cell).matches() && !isCompactDate(cell)))) {
            return epoch(cell);
        }
        if (isCompactDate(cell)) {
            return onDate(LocalDate.parse(cell, DateTimeFormatter.BASIC_ISO_DATE), clock);
        }
        return cell.length() <= 10 ? onDate(LocalDate.parse(cell), clock) : onTime(cell);
    }

    private static boolean isCompactDate(String cell) {
        return cell.length() == 8 && COMPACT_DATE.matcher(cell).matches();
    }

    private long onDate(LocalDate date, String clock) {
        return nanos(
                clock.isEmpty()
                        ? date.atStartOfDay(zone)
                        : date.atTime(LocalTime.parse(clock)).atZone(zone));
    }

    private long onTime(String cell) {
        String iso = cell.replace(' ', 'T');
        boolean hasOffset = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
        return hasOffset
                ? nanos(OffsetDateTime.parse(iso).toZonedDateTime())
                : nanos(LocalDateTime.parse(iso).atZone(zone));
    }

    /** Returns the day that a text with an offset names, else the day of an instant in the zone. */
    LocalDate day(String cell, Instant start) {
        boolean dated = pattern == null && !epochOnly && cell.length() > 10 && cell.charAt(4) == '-';
        try {
            return dated ? LocalDate.parse(cell.substring(0, 10)) : LocalDate.ofInstant(start, zone);
        } catch (DateTimeException notDate) {
            return LocalDate.ofInstant(start, zone);
        }
    }

    private static long nanos(ZonedDateTime time) {
        return nanos(time.toInstant());
    }

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /** The unit is told by the magnitude: below 1e11 seconds (up to the year 5138), then milli-, micro- and nanoseconds. */
    private static long epoch(String cell) {
        if (!NUMBER.matcher(cell).matches()) {
            throw new DateTimeException("no number");
        }
        BigDecimal number = new BigDecimal(cell);
        double magnitude = number.abs().doubleValue();
        int power = magnitude < 1e11 ? 9 : magnitude < 1e14 ? 6 : magnitude < 1e17 ? 3 : 0;
        BigDecimal nanos = number.scaleByPowerOfTen(power).setScale(0, RoundingMode.HALF_EVEN);
        if (nanos.abs().compareTo(LONGEST) > 0) {
            throw new ArithmeticException("out of range");
        }
        return nanos.longValueExact();
    }
}
