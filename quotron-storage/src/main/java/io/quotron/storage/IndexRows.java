package io.quotron.storage;

import io.quotron.model.IndexValue;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** Index values in the table {@code indices}. */
final class IndexRows implements RowType<IndexValue> {
    static final Table TABLE = new Table(
            "indices",
            List.of("symbol", "event_time", "source"),
            List.of("value", "previous_close", "change", "change_percent", "stale"),
            QuoteRows.RANK);

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public void bind(Parameters parameters, IndexValue index) throws SQLException {
        parameters
                .text(index.symbol())
                .time(index.eventTime())
                .text(index.source())
                .real(index.value())
                .real(index.previousClose())
                .real(index.change())
                .real(index.changePercent())
                .flag(index.stale())
                .time(index.receivedTime());
    }

    /** Reads rows of {@code TABLE.select("event_time", "source")}. */
    static IndexValue read(Symbol symbol, ResultSet rows) throws SQLException {
        Cells cells = new Cells(rows);
        Instant eventTime = cells.time();
        SourceId source = SourceId.of(cells.text());
        double value = cells.real();
        OptionalDouble previousClose = cells.realIfAny();
        OptionalDouble change = cells.realIfAny();
        OptionalDouble changePercent = cells.realIfAny();
        boolean stale = cells.flag();
        return new IndexValue(
                symbol, source, value, previousClose, change, changePercent, eventTime, cells.time(), stale);
    }

    @Override
    public String describe(IndexValue index) {
        return "value of index " + index.symbol() + " from " + index.source() + " at " + index.eventTime();
    }
}
