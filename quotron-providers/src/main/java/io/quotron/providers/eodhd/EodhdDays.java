package io.quotron.providers.eodhd;

import io.quotron.error.NoDataException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Split;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one {@code eod} answer and the series that is made of them. Not thread-safe.
 *
 * <p>A day that cannot be read is refused and counted; a week or month with such a day is refused as a whole, because its extremes are not
 * known. Of two rows of a day the later wins.
 */
final class EodhdDays {
    private record Row(double open, double high, double low, double close, double adjusted, double volume) {}

    private final EodhdSymbols.Name name;
    private final LocalDate latest;
    private final Instant received;
    private final Map<LocalDate, Row> rows = new TreeMap<>();
    private final Set<LocalDate> broken = new HashSet<>();
    private final Map<LocalDate, Integer> repeated = new HashMap<>();
    private int index;
    private int withoutDate;
    private boolean volumeSeen;
    private boolean allUnadjusted = true;
    private @Nullable String problem;

    EodhdDays(EodhdSymbols.Name name, LocalDate latest, Instant received) {
        this.name = name;
        this.latest = latest;
        this.received = received;
    }

    /** Takes a row: date, open, high, low, close, adjusted_close, volume. */
    void read(JsonValue row) {
        Optional<LocalDate> date = EodhdRows.date(row.get("date")).filter(day -> !day.isAfter(latest));
        Row read = new Row(
                EodhdRows.number(row, "open"),
                EodhdRows.number(row, "high"),
                EodhdRows.number(row, "low"),
                EodhdRows.number(row, "close"),
                EodhdRows.number(row, "adjusted_close"),
                EodhdRows.number(row, "volume"));
        if (date.isEmpty()) {
            withoutDate++;
            note("date", row);
        } else if (!EodhdBars.isPossible(read.open, read.high, read.low, read.close)) {
            broken.add(date.get());
            note(EodhdRows.firstUnusable(row), row);
        } else {
            take(date.get(), read);
        }
        index++;
    }

    private void take(LocalDate date, Row row) {
        broken.remove(date);
        if (rows.put(date, row) != null) {
            repeated.merge(date, 1, Integer::sum);
        }
        volumeSeen |= row.volume > 0;
        allUnadjusted &= row.adjusted == row.close;
    }

    private void note(String field, JsonValue row) {
        if (problem == null) {
            problem = EodhdRows.place(index, field, row.get(field));
        }
    }

    boolean isEmpty() {
        return index == 0;
    }

    /** Where no close was adjusted, nothing was split since. */
    boolean mayHoldSplits() {
        return name.isShare() && !allUnadjusted;
    }

    /** Makes the series. */
    BarSeries series(BarQuery query, SeriesIdentity identity, EodhdPeriod period, List<Split> splits) {
        if (rows.isEmpty()) {
            throw EodhdErrors.malformed("no row of " + name.full() + " can be read: " + problem);
        }
        if (withoutDate > 0 && period != EodhdPeriod.DAY) {
            throw EodhdErrors.malformed("a day of " + name.full() + " is missing: " + problem);
        }
        boolean hasVolume = volumeSeen || !name.mayLackVolume();
        Map<LocalDate, Gathered> gathered = gather(query.adjustment(), period, splits, hasVolume);
        BarSeries.Builder series = BarSeries.builder(identity, received);
        if (!hasVolume) {
            series.withoutVolume();
        }
        for (int i = 0; i < withoutDate; i++) {
            series.rejectRow();
        }
        int asked = 0;
        for (Map.Entry<LocalDate, Gathered> entry : gathered.entrySet()) {
            asked += add(series, query, period, entry.getKey(), entry.getValue(), identity.zone()) ? 1 : 0;
        }
        if (asked == 0) {
            throw new NoDataException(
                    EodhdErrors.SOURCE,
                    NoDataException.Why.OUT_OF_RANGE,
                    "nothing of " + name.full() + " starts in " + query.range());
        }
        return series.build();
    }

    private Map<LocalDate, Gathered> gather(
            Adjustment adjustment, EodhdPeriod period, List<Split> splits, boolean hasVolume) {
        Map<LocalDate, Gathered> gathered = new TreeMap<>();
        rows.forEach((date, row) -> gathered.computeIfAbsent(period.start(date), start -> new Gathered())
                .add(adjusted(date, row, adjustment, splits), hasVolume));
        broken.forEach(date -> gathered.computeIfAbsent(period.start(date), start -> new Gathered()).broken = true);
        return gathered;
    }

    private static Row adjusted(LocalDate date, Row row, Adjustment adjustment, List<Split> splits) {
        double ratio = EodhdActions.ratioSince(date, splits);
        double close = switch (adjustment) {
            case RAW -> row.close;
            case SPLITS -> row.close / ratio;
            case SPLITS_AND_DIVIDENDS -> row.adjusted;
        };
        double factor = close / row.close;
        // Equal prices stay equal to the last bit, so that rounding never lifts a close above its high.
        DoubleUnaryOperator scale =
                price -> price == row.close ? close : adjustment == Adjustment.SPLITS ? price / ratio : price * factor;
        return new Row(
                scale.applyAsDouble(row.open),
                scale.applyAsDouble(row.high),
                scale.applyAsDouble(row.low),
                close,
                row.adjusted,
                adjustment == Adjustment.RAW ? row.volume / ratio : row.volume);
    }

    /** The days of one bar. */
    private static final class Gathered {
        private OptionalDouble open = OptionalDouble.empty();
        private double high = Double.NEGATIVE_INFINITY;
        private double low = Double.POSITIVE_INFINITY;
        private double close = Double.NaN;
        private double volume;
        private boolean broken;

        private void add(Row row, boolean hasVolume) {
            boolean volumeFits = !hasVolume || (Double.isFinite(row.volume) && row.volume >= 0);
            broken |= !volumeFits || !EodhdBars.isPossible(row.open, row.high, row.low, row.close);
            open = open.isPresent() ? open : OptionalDouble.of(row.open);
            high = Math.max(high, row.high);
            low = Math.min(low, row.low);
            close = row.close;
            volume += row.volume;
        }
    }

    /** Adds the bar of a period if the range holds its start; tells whether it does. */
    private boolean add(
            BarSeries.Builder series, BarQuery query, EodhdPeriod period, LocalDate start, Gathered bar, ZoneId zone) {
        Instant open = start.atStartOfDay(zone).toInstant();
        if (!query.range().contains(open)) {
            return false;
        }
        if (bar.broken) {
            series.rejectRow();
            return true;
        }
        Instant close = period.next(start).atStartOfDay(zone).toInstant();
        int times = period == EodhdPeriod.DAY ? 1 + repeated.getOrDefault(start, 0) : 1;
        for (int i = 0; i < times; i++) { // the series counts what was sent more than once
            series.add(
                    EodhdRows.nanos(open),
                    EodhdRows.nanos(close),
                    bar.open.orElse(Double.NaN),
                    bar.high,
                    bar.low,
                    bar.close,
                    bar.volume,
                    Double.NaN,
                    -1,
                    close.isAfter(received) ? Bar.State.FORMING : Bar.State.FINAL);
        }
        return true;
    }
}
