package io.quotron.storage;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.spi.BarStore.SeriesKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Bars of one adjustment in the table {@code candles}. */
final class CandleRows implements RowType<Bar> {
    /** A complete bar outranks a forming one; then the higher revision, then the later receipt. */
    static final List<String> RANK =
            List.of("CASE WHEN {}.state = 'FORMING' THEN 0 ELSE 1 END", "{}.revision", "{}.received_time");

    static final Table TABLE = new Table(
            "candles",
            List.of("symbol", "source", "adjustment", "interval", "open_time"),
            List.of(
                    "close_time",
                    "open",
                    "high",
                    "low",
                    "close",
                    "volume",
                    "trade_count",
                    "vwap",
                    "state",
                    "coverage",
                    "reason",
                    "revision",
                    "trading_day"),
            RANK);

    private final Adjustment adjustment;

    CandleRows(Adjustment adjustment) {
        this.adjustment = adjustment;
    }

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public void bind(Parameters parameters, Bar bar) throws SQLException {
        LocalDate day = bar.tradingDay();
        parameters
                .text(bar.symbol())
                .text(bar.source())
                .text(adjustment)
                .text(bar.interval())
                .time(bar.openTime())
                .time(bar.closeTime())
                .real(bar.open())
                .real(bar.high())
                .real(bar.low())
                .real(bar.close())
                .real(bar.volume())
                .integer(bar.tradeCount())
                .real(bar.vwap())
                .text(bar.state())
                .real(bar.coverage())
                .text(bar.reason())
                .integer(bar.revision())
                .text(day == null ? null : day.toString())
                .time(bar.receivedTime());
    }

    /** Reads rows of {@code TABLE.select("open_time")}. */
    static Bar read(SeriesKey key, ResultSet rows) throws SQLException {
        Cells cells = new Cells(rows);
        Bar.Builder bar = Bar.builder(key.symbol(), key.source(), key.interval());
        readNumbers(cells, bar);
        bar.state(cells.constant(Bar.State.class));
        bar.coverage(cells.real(), cells.constant(Bar.Reason.class));
        bar.revision(Math.toIntExact(cells.integer()));
        String day = cells.textOrNull();
        return bar.tradingDay(day == null ? null : LocalDate.parse(day))
                .receivedTime(cells.time())
                .build();
    }

    private static void readNumbers(Cells cells, Bar.Builder bar) throws SQLException {
        Instant openTime = cells.time();
        bar.span(openTime, cells.time());
        bar.prices(cells.real(), cells.real(), cells.real(), cells.real());
        OptionalDouble volume = cells.realIfAny();
        volume.ifPresent(bar::volume);
        OptionalLong tradeCount = cells.integerIfAny();
        tradeCount.ifPresent(bar::tradeCount);
        OptionalDouble vwap = cells.realIfAny();
        vwap.ifPresent(bar::vwap);
    }

    @Override
    public String describe(Bar bar) {
        return bar.interval() + " bar of " + bar.symbol() + " from " + bar.source() + " at " + bar.openTime();
    }
}
