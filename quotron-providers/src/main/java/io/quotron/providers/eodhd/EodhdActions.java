package io.quotron.providers.eodhd;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.CorporateAction;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Dividend;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.RequestContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Splits ({@code splits}) and dividends ({@code div}). An action that is left out would spoil what is computed from them, so one row that
 * cannot be read spoils the answer. Thread-safe.
 */
final class EodhdActions {
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2200, 1, 1);

    private final EodhdRest rest;

    EodhdActions(EodhdRest rest) {
        this.rest = rest;
    }

    /** Answers for splits and dividends; see {@link io.quotron.spi.ActionSource}. */
    List<CorporateAction> fetch(Symbol symbol, TimeRange range, RequestContext context) {
        EodhdSymbols.Name name = EodhdSymbols.find(symbol, context);
        if (!name.isShare()) {
            return List.of();
        }
        Optional<List<Split>> told = known(() -> splitsSince(day(range.startInclusive()), name, context));
        List<JsonValue> rows = told.isEmpty()
                ? dividends(range, name, context)
                : known(() -> dividends(range, name, context)).orElse(List.of());
        List<Split> splits = told.orElse(List.of());
        List<CorporateAction> actions = new ArrayList<>(splits);
        for (int i = 0; i < rows.size(); i++) {
            dividend(i, rows.get(i), name.symbol(), splits).ifPresent(actions::add);
        }
        return actions.stream()
                .filter(action -> range.contains(
                        action.exDate().atStartOfDay(ZoneOffset.UTC).toInstant()))
                .sorted(Comparator.comparing(CorporateAction::exDate))
                .toList();
    }

    /** A server that knows one list of a symbol and not the other has nothing on the other. */
    private static <T> Optional<T> known(Supplier<T> asking) {
        try {
            return Optional.of(asking.get());
        } catch (ProviderException e) {
            if (e.reason() == FailureReason.SYMBOL_UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<JsonValue> dividends(TimeRange range, EodhdSymbols.Name name, RequestContext context) {
        HttpQuery.Builder query = rest.query("div", name.full())
                .parameter("from", day(range.startInclusive()).toString())
                .parameter("to", day(range.endExclusive()).toString());
        List<JsonValue> rows = new ArrayList<>();
        rest.rowsOf(name, query, context, rows::add);
        return rows;
    }

    private static LocalDate day(Instant instant) {
        Instant first = FIRST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant last = LAST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant clamped = instant.isBefore(first) ? first : instant.isAfter(last) ? last : instant;
        return clamped.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Asks for all splits from a day on, oldest first. */
    List<Split> splitsSince(LocalDate from, EodhdSymbols.Name name, RequestContext context) {
        List<JsonValue> rows = new ArrayList<>();
        rest.rowsOf(name, rest.query("splits", name.full()).parameter("from", from.toString()), context, rows::add);
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            splits.add(split(i, rows.get(i), name.symbol()));
        }
        splits.sort(Comparator.comparing(Split::exDate));
        return splits;
    }

    /** As above, of a symbol of which bars are known: a server that has no list of its splits knows of none. */
    List<Split> splitsOfKnown(LocalDate from, EodhdSymbols.Name name, RequestContext context) {
        return known(() -> splitsSince(from, name, context)).orElse(List.of());
    }

    /** Reads {@code {"date":"2020-08-31","split":"4.000000/1.000000"}}. */
    static Split split(int index, JsonValue row, Symbol symbol) {
        LocalDate date = EodhdRows.date(row.get("date"))
                .orElseThrow(() -> EodhdErrors.malformed(EodhdRows.place(index, "date", row.get("date"))));
        String[] parts = row.get("split").text().orElse("").split("/", -1);
        OptionalDouble shares = parts.length == 2 ? part(parts[0]) : OptionalDouble.empty();
        OptionalDouble before = parts.length == 2 ? part(parts[1]) : OptionalDouble.empty();
        if (shares.isEmpty() || before.isEmpty()) {
            throw EodhdErrors.malformed(EodhdRows.place(index, "split", row.get("split")));
        }
        return new Split(symbol, date, shares.getAsDouble(), before.getAsDouble());
    }

    private static OptionalDouble part(String text) {
        OptionalDouble value = Json.decimal(text.strip());
        return value.isPresent() && value.getAsDouble() > 0 ? value : OptionalDouble.empty();
    }

    /**
     * Reads a payment. {@code unadjustedValue} is per share of the ex date; where only {@code value} is told, which is per share of today, it
     * is restated by the splits since. A payment of zero is none.
     */
    private static Optional<Dividend> dividend(int index, JsonValue row, Symbol symbol, List<Split> splits) {
        LocalDate date = EodhdRows.date(row.get("date"))
                .orElseThrow(() -> EodhdErrors.malformed(EodhdRows.place(index, "date", row.get("date"))));
        boolean told = !row.get("unadjustedValue").isAbsent();
        String field = told ? "unadjustedValue" : "value";
        double value = EodhdRows.number(row, field);
        if (!(value >= 0)) {
            throw EodhdErrors.malformed(EodhdRows.place(index, field, row.get(field)));
        }
        double amount = told ? value : value * ratioSince(date, splits);
        return amount > 0
                ? Optional.of(new Dividend(symbol, date, amount, EodhdInstruments.unit(row.get("currency"))))
                : Optional.empty();
    }

    /** Reads a row of a whole exchange's dividends; there the payment may be called {@code dividend}. */
    static Optional<Dividend> dividendOfDay(int index, JsonValue row, Symbol symbol) {
        LocalDate date = EodhdRows.date(row.get("date"))
                .orElseThrow(() -> EodhdErrors.malformed(EodhdRows.place(index, "date", row.get("date"))));
        double told = EodhdRows.number(row, "unadjustedValue");
        double amount = told > 0 ? told : EodhdRows.number(row, "dividend");
        @Nullable CurrencyUnit unit = EodhdInstruments.unit(row.get("currency"));
        return amount > 0 ? Optional.of(new Dividend(symbol, date, amount, unit)) : Optional.empty();
    }

    /** By how much one share of a day has multiplied since. */
    static double ratioSince(LocalDate day, List<Split> splits) {
        double ratio = 1;
        for (Split split : splits) {
            if (split.exDate().isAfter(day)) {
                ratio *= split.ratio();
            }
        }
        return ratio;
    }
}
