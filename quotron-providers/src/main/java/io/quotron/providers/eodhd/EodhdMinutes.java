package io.quotron.providers.eodhd;

import io.quotron.error.NoDataException;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Split;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code intraday} answers and the series that is made of them. Not thread-safe.
 *
 * <p>A row is stamped with its start in epoch seconds; its {@code datetime} must say the same, in UTC. Behind the last bar of a session EODHD
 * sends one more with the official close as all four prices and no volume: it is no trading of that minute and is left out. Every other row
 * that lacks a number is refused and counted.
 */
final class EodhdMinutes {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final DateTimeFormatter DATETIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Row(long time, double open, double high, double low, double close, double volume) {
        boolean isOfficialClose() {
            return Double.isNaN(volume) && open == high && high == low && low == close;
        }
    }

    private final EodhdSymbols.Name name;
    private final BarQuery query;
    private final Instant received;
    private final List<Row> rows = new ArrayList<>();
    private int index;
    private int unreadable;
    private boolean volumeSeen;
    private @Nullable String problem;

    EodhdMinutes(EodhdSymbols.Name name, BarQuery query, Instant received) {
        this.name = name;
        this.query = query;
        this.received = received;
    }

    /** Takes a row: timestamp, gmtoffset, datetime, open, high, low, close, volume. */
    void read(JsonValue row) {
        OptionalLong time = EodhdRows.seconds(row.get("timestamp"), received.plus(TOLERANCE));
        if (time.isEmpty() || !agrees(row, time.getAsLong())) {
            unreadable++;
            note("timestamp", row);
        } else {
            double volume = row.get("volume").isAbsent() ? Double.NaN : volume(row);
            volumeSeen |= volume > 0;
            rows.add(new Row(
                    time.getAsLong(),
                    EodhdRows.number(row, "open"),
                    EodhdRows.number(row, "high"),
                    EodhdRows.number(row, "low"),
                    EodhdRows.number(row, "close"),
                    volume));
        }
        index++;
    }

    /** A volume that is there and cannot be read is not the same as none. */
    private static double volume(JsonValue row) {
        return row.get("volume").decimalOrText().orElse(-1);
    }

    /** The text of the time is that of UTC, or of the offset where one is told. */
    private static boolean agrees(JsonValue row, long time) {
        String text = row.get("datetime").text().orElse("");
        long offset = row.get("gmtoffset").whole().orElse(0);
        return text.isEmpty()
                || text.equals(DATETIME.format(Instant.ofEpochSecond(time)))
                || text.equals(DATETIME.format(Instant.ofEpochSecond(time + Math.floorMod(offset, 86_400L))))
                || text.equals(DATETIME.format(Instant.ofEpochSecond(time - Math.floorMod(-offset, 86_400L))));
    }

    private void note(String field, JsonValue row) {
        if (problem == null) {
            problem = EodhdRows.place(index, field, row.get(field));
        }
    }

    boolean isEmpty() {
        return index == 0;
    }

    /** Makes the series. */
    BarSeries series(SeriesIdentity identity, ZoneId zone, List<Split> splits) {
        if (rows.isEmpty()) {
            throw EodhdErrors.malformed("no row of " + name.full() + " can be read: " + problem);
        }
        boolean hasVolume = volumeSeen || !name.mayLackVolume();
        BarSeries.Builder series = BarSeries.builder(identity, received);
        if (!hasVolume) {
            series.withoutVolume();
        }
        for (int i = 0; i < unreadable; i++) {
            series.rejectRow();
        }
        int asked = 0;
        for (Row row : rows) {
            if (isAsked(row, zone)) {
                asked++;
                add(series, row, hasVolume, EodhdActions.ratioSince(day(row, zone), splits));
            }
        }
        if (asked == 0) {
            throw new NoDataException(
                    EodhdErrors.SOURCE,
                    NoDataException.Why.OUT_OF_RANGE,
                    "nothing of " + name.full() + " starts in " + query.range());
        }
        return series.build();
    }

    private static LocalDate day(Row row, ZoneId zone) {
        return Instant.ofEpochSecond(row.time).atZone(zone).toLocalDate();
    }

    private boolean isAsked(Row row, ZoneId zone) {
        long length = query.interval().nanos() / EodhdRows.NANOS;
        Instant open = Instant.ofEpochSecond(row.time);
        return query.range().contains(open)
                && (!name.isUs() || query.extendedHours() || EodhdBars.isRegular(open, length, zone));
    }

    private void add(BarSeries.Builder series, Row row, boolean hasVolume, double ratio) {
        if (hasVolume && row.isOfficialClose()) {
            return;
        }
        long open = row.time * EodhdRows.NANOS;
        long close = open + query.interval().nanos();
        series.add(
                open,
                close,
                row.open / ratio,
                row.high / ratio,
                row.low / ratio,
                row.close / ratio,
                row.volume * ratio,
                Double.NaN,
                -1,
                close > EodhdRows.nanos(received) ? Bar.State.FORMING : Bar.State.FINAL);
    }
}
