package io.quotron.providers.eodhd;

import static io.quotron.providers.eodhd.EodhdErrors.SOURCE;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.model.Bar;
import io.quotron.model.CorporateAction;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.RequestContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A day of a whole exchange by {@code eod-bulk-last-day}, 100 calls each. Thread-safe. */
final class EodhdExchangeDay {
    private final EodhdRest rest;

    EodhdExchangeDay(EodhdRest rest) {
        this.rest = rest;
    }

    /** Fetches the bars of all that was traded; rows that cannot be read are left out and noted. */
    Map<Symbol, Bar> bars(String list, LocalDate day, RequestContext context) {
        String exchange = EodhdInstruments.exchange(list);
        Instant now = context.time().now();
        Map<Symbol, Bar> bars = new LinkedHashMap<>();
        Set<Symbol> twice = new HashSet<>();
        int[] count = new int[2];
        ask(exchange, query(exchange, day), context, row -> {
            count[0]++;
            Optional<Bar> bar = bar(row, exchange, day, now);
            count[1] += bar.isPresent() ? 0 : 1;
            bar.filter(made -> bars.put(made.symbol(), made) != null).ifPresent(made -> twice.add(made.symbol()));
        });
        if (count[0] == 0) {
            throw new NoDataException(
                    SOURCE, NoDataException.Why.NOT_TOLD, "nothing of exchange " + exchange + " on " + day);
        }
        bars.keySet().removeAll(twice);
        if (bars.isEmpty()) {
            throw EodhdErrors.malformed("none of the " + count[0] + " rows of " + exchange + " can be read");
        }
        if (count[1] > 0 || !twice.isEmpty()) {
            context.note(count[1] + " rows could not be read, " + twice.size() + " symbols came twice");
        }
        return bars;
    }

    private HttpQuery.Builder query(String exchange, LocalDate day) {
        return rest.query("eod-bulk-last-day", exchange)
                .weight(EodhdRest.EXCHANGE_COST)
                .parameter("date", day.toString());
    }

    private void ask(String exchange, HttpQuery.Builder query, RequestContext context, Consumer<JsonValue> row) {
        EodhdInstruments.of(exchange, () -> {
            rest.rows(query, context, row);
            return exchange;
        });
    }

    private static Optional<Bar> bar(JsonValue row, String exchange, LocalDate day, Instant now) {
        Optional<Symbol> symbol = row.get("code").text().flatMap(code -> EodhdSymbols.toCanonical(code, exchange));
        boolean asked = EodhdRows.date(row.get("date")).filter(day::equals).isPresent();
        double open = EodhdRows.number(row, "open");
        double high = EodhdRows.number(row, "high");
        double low = EodhdRows.number(row, "low");
        double close = EodhdRows.number(row, "close");
        if (symbol.isEmpty() || !asked || !EodhdBars.isPossible(open, high, low, close)) {
            return Optional.empty();
        }
        ZoneId zone = new EodhdSymbols.Name(symbol.get(), row.get("code").text().orElse(""), exchange)
                .zone()
                .orElse(ZoneOffset.UTC);
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        Bar.Builder bar = Bar.builder(symbol.get(), SOURCE, Interval.DAY_1)
                .span(day.atStartOfDay(zone).toInstant(), end)
                .prices(open, high, low, close)
                .tradingDay(day)
                .state(end.isAfter(now) ? Bar.State.FORMING : Bar.State.FINAL)
                .receivedTime(now);
        double volume = EodhdRows.number(row, "volume");
        if (volume >= 0) {
            bar.volume(volume);
        }
        return Optional.of(bar.build());
    }

    /** Fetches splits and dividends with that ex date; one row that cannot be read spoils the answer. */
    List<CorporateAction> actions(String list, LocalDate day, RequestContext context) {
        String exchange = EodhdInstruments.exchange(list);
        List<CorporateAction> actions = new ArrayList<>();
        for (String type : List.of("splits", "dividends")) {
            List<JsonValue> rows = new ArrayList<>();
            ask(exchange, query(exchange, day).parameter("type", type), context, rows::add);
            for (int i = 0; i < rows.size(); i++) {
                action(type, i, rows.get(i), exchange)
                        .filter(action -> action.exDate().equals(day))
                        .ifPresent(actions::add);
            }
        }
        actions.sort(Comparator.comparing(CorporateAction::symbol));
        return actions;
    }

    private static Optional<CorporateAction> action(String type, int index, JsonValue row, String exchange) {
        Symbol symbol = row.get("code")
                .text()
                .flatMap(code -> EodhdSymbols.toCanonical(code, exchange))
                .orElseThrow(() -> EodhdErrors.failure(
                        FailureReason.MALFORMED_RESPONSE, EodhdRows.place(index, "code", row.get("code"))));
        return type.equals("splits")
                ? Optional.of(EodhdActions.split(index, row, symbol))
                : EodhdActions.dividendOfDay(index, row, symbol).map(CorporateAction.class::cast);
    }
}
