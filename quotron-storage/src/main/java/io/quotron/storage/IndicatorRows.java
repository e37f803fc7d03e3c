package io.quotron.storage;

import io.quotron.indicators.IndicatorSet;
import io.quotron.model.Bar;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Indicator values in the table {@code indicators}: a column for each of the twenty standard names, one JSON object for all
 * others. The names and their order come back as they were written.
 */
final class IndicatorRows implements RowType<IndicatorValues> {
    /** The columns of the table; a set of other names would need a migration. */
    static final List<String> STANDARD = IndicatorSet.standard().names();

    static final Table TABLE = new Table(
            "indicators",
            List.of("symbol", "source", "interval", "open_time"),
            Stream.of(List.of("close_time"), STANDARD, List.of("columns", "extra", "state", "revision"))
                    .flatMap(List::stream)
                    .toList(),
            CandleRows.RANK);

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public void bind(Parameters parameters, IndicatorValues values) throws SQLException {
        parameters
                .text(required(values.symbol(), "symbol"))
                .text(required(values.source(), "source"))
                .text(required(values.interval(), "interval"))
                .time(required(values.openTime(), "open time"))
                .time(required(values.closeTime(), "close time"));
        bindValues(parameters, values);
        parameters
                .text(required(values.state(), "state"))
                .integer(values.revision())
                .time(required(values.receivedTime(), "received time"));
    }

    private static <V> V required(V value, String name) {
        if (Objects.isNull(value)) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static void bindValues(Parameters parameters, IndicatorValues values) throws SQLException {
        if (values.names().equals(STANDARD)) {
            for (double value : values.row()) {
                bindValue(parameters, value);
            }
            parameters.nothing(Types.VARCHAR).nothing(Types.VARCHAR);
            return;
        }
        Map<String, Double> others = byName(values);
        for (String name : STANDARD) {
            Double value = others.remove(name);
            bindValue(parameters, value == null ? Double.NaN : value);
        }
        parameters.text(FlatJson.write(values.names()));
        parameters.text(others.isEmpty() ? null : FlatJson.write(others));
    }

    private static void bindValue(Parameters parameters, double value) throws SQLException {
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("a value is infinite");
        }
        if (Double.isNaN(value)) {
            parameters.nothing(Types.DOUBLE);
        } else {
            parameters.real(value);
        }
    }

    private static Map<String, Double> byName(IndicatorValues values) {
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int i = 0; i < values.row().length; i++) {
            String name = Texts.storable(values.names().get(i), "a column's name");
            if (byName.put(name, values.row()[i]) != null) {
                throw new IllegalArgumentException("column '" + name + "' is there twice");
            }
            if (Double.isInfinite(values.row()[i])) {
                throw new IllegalArgumentException("column '" + name + "' is infinite");
            }
        }
        return byName;
    }

    /** Reads rows of {@code TABLE.select("open_time")}. */
    static IndicatorValues read(Symbol symbol, SourceId source, Interval interval, ResultSet rows) throws SQLException {
        Cells cells = new Cells(rows);
        Instant openTime = cells.time();
        Instant closeTime = cells.time();
        double[] standard = new double[STANDARD.size()];
        for (int i = 0; i < standard.length; i++) {
            standard[i] = cells.realIfAny().orElse(Double.NaN);
        }
        String columns = cells.textOrNull();
        String extra = cells.textOrNull();
        List<String> names = columns == null ? STANDARD : FlatJson.readStrings(columns);
        double[] row = columns == null ? standard : arrange(names, standard, extra == null ? "{}" : extra);
        Bar.State state = cells.constant(Bar.State.class);
        int revision = Math.toIntExact(cells.integer());
        return new IndicatorValues(
                symbol, source, interval, openTime, closeTime, state, revision, names, row, cells.time());
    }

    private static double[] arrange(List<String> names, double[] standard, String extra) {
        Map<String, Double> byName = new HashMap<>(FlatJson.readNumbers(extra));
        for (int i = 0; i < standard.length; i++) {
            byName.put(STANDARD.get(i), standard[i]);
        }
        return names.stream()
                .mapToDouble(name -> byName.getOrDefault(name, Double.NaN))
                .toArray();
    }

    @Override
    public String describe(IndicatorValues values) {
        return values.interval() + " indicators of " + values.symbol() + " from " + values.source() + " at "
                + values.openTime();
    }
}
