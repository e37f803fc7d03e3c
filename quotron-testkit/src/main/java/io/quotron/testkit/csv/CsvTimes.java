package io.quotron.testkit.csv;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Times as CSV files write them, as UTC epoch nanoseconds. */
final class CsvTimes {
    static final String EXPECTED = "an ISO time or date, yyyy-MM-dd HH:mm:ss, or an epoch number";

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,9})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern COMPACT_DATE = Pattern.compile("(19|20)[0-9]{6}");
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private CsvTimes() {}

    static long nanos(CsvTable table, int column) {
        String cell = table.cell(column);
        try {
            return nanos(cell);
        } catch (DateTimeException | ArithmeticException e) {
            throw table.malformed(column, EXPECTED);
        }
    }

    static long nanos(String cell) {
        if (COMPACT_DATE.matcher(cell).matches()) {
            return nanos(LocalDate.parse(cell, DateTimeFormatter.BASIC_ISO_DATE));
        }
        if (NUMBER.matcher(cell).matches()) {
            return epoch(new BigDecimal(cell));
        }
        if (DATE.matcher(cell).matches()) {
            return nanos(LocalDate.parse(cell));
        }
        return nanos(instant(cell));
    }

    private static Instant instant(String cell) {
        if (cell.endsWith("Z") && cell.indexOf('T') > 0) {
            return Instant.parse(cell);
        }
        String iso = cell.replace(' ', 'T');
        boolean hasOffset = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
        return hasOffset
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    private static long nanos(LocalDate date) {
        return nanos(date.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    /** The unit is told by the magnitude: numbers below 1e11 are seconds (up to the year 5138), and so on by thousands. */
    private static long epoch(BigDecimal number) {
        double magnitude = number.abs().doubleValue();
        int power = magnitude < 1e11 ? 9 : magnitude < 1e14 ? 6 : magnitude < 1e17 ? 3 : 0;
        BigDecimal nanos = number.scaleByPowerOfTen(power).setScale(0, RoundingMode.HALF_EVEN);
        if (nanos.abs().compareTo(LONGEST) > 0) {
            throw new ArithmeticException("out of range");
        }
        return nanos.longValueExact();
    }
}
