package io.quotron.storage;

import io.quotron.model.CurrencyUnit;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Quotes in the table {@code quotes}. */
final class QuoteRows implements RowType<Quote> {
    /** A fresh answer outranks a stale one; then the later receipt. */
    static final List<String> RANK = List.of("1 - {}.stale", "{}.received_time");

    static final Table TABLE = new Table(
            "quotes",
            List.of("symbol", "event_time", "source"),
            List.of(
                    "price",
                    "unit_code",
                    "unit_currency",
                    "units_per_currency",
                    "bid",
                    "ask",
                    "bid_size",
                    "ask_size",
                    "open",
                    "high",
                    "low",
                    "previous_close",
                    "change",
                    "change_percent",
                    "volume",
                    "stale"),
            RANK);

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public void bind(Parameters parameters, Quote quote) throws SQLException {
        parameters
                .text(quote.symbol())
                .time(quote.eventTime())
                .text(quote.source())
                .real(quote.price());
        bindUnit(parameters, quote.currency());
        parameters
                .real(quote.bid())
                .real(quote.ask())
                .real(quote.bidSize())
                .real(quote.askSize())
                .real(quote.open())
                .real(quote.high())
                .real(quote.low())
                .real(quote.previousClose())
                .real(quote.change())
                .real(quote.changePercent())
                .real(quote.volume())
                .flag(quote.stale())
                .time(quote.receivedTime());
    }

    private static void bindUnit(Parameters parameters, @Nullable CurrencyUnit unit) throws SQLException {
        if (unit == null) {
            parameters.nothing(Types.VARCHAR).nothing(Types.VARCHAR).nothing(Types.INTEGER);
        } else {
            parameters
                    .text(Texts.storable(unit.code(), "currency unit"))
                    .text(Texts.storable(unit.currency(), "currency"))
                    .integer(unit.unitsPerCurrency());
        }
    }

    /** Reads rows of {@code TABLE.select("event_time", "source")}. */
    static Quote read(Symbol symbol, ResultSet rows) throws SQLException {
        Cells cells = new Cells(rows);
        Instant eventTime = cells.time();
        SourceId source = SourceId.of(cells.text());
        return new Quote(
                symbol,
                source,
                cells.real(),
                readUnit(cells),
                cells.realIfAny(),
                cells.realIfAny(),
                cells.realIfAny(),
                cells.realIfAny(),
                cells.realIfAny(),
                cells.realIfAny(),
                cells.realIfAny(),
                cells.realIfAny(),
                cells.realIfAny(),
                cells.realIfAny(),
                cells.realIfAny(),
                eventTime,
                receivedTime(rows),
                cells.flag());
    }

    private static Instant receivedTime(ResultSet rows) throws SQLException {
        return EpochNanos.instantOf(rows.getLong(Table.RECEIVED_TIME));
    }

    private static @Nullable CurrencyUnit readUnit(Cells cells) throws SQLException {
        String code = cells.textOrNull();
        String currency = cells.textOrNull();
        long units = cells.integer();
        return code == null || currency == null ? null : new CurrencyUnit(code, currency, Math.toIntExact(units));
    }

    @Override
    public String describe(Quote quote) {
        return "quote of " + quote.symbol() + " from " + quote.source() + " at " + quote.eventTime();
    }
}
