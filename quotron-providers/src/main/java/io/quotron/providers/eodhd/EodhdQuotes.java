package io.quotron.providers.eodhd;

import static io.quotron.providers.eodhd.EodhdErrors.SOURCE;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Quotes by {@code real-time}: one symbol gives an object, more give an array. {@code close} is the last price, {@code timestamp} its
 * time in seconds. Thread-safe.
 */
final class EodhdQuotes {
    /** What EODHD advises for one request. */
    static final int MAX_SYMBOLS = 15;

    private static final String UNKNOWN = "NA";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** By how much percents differ that are told and computed, because of two or four digits. */
    private static final double ROUNDING = 0.0051;

    private final EodhdRest rest;

    EodhdQuotes(EodhdRest rest) {
        this.rest = rest;
    }

    /** Answers for quotes; see {@link io.quotron.spi.QuoteSource}. */
    Map<Symbol, Result<Quote>> fetch(Set<Symbol> wanted, RequestContext context) {
        Map<Symbol, Result<Quote>> answers = new LinkedHashMap<>();
        List<EodhdSymbols.Name> names = new ArrayList<>();
        for (Symbol symbol : wanted) {
            answers.put(symbol, Result.failure(FailureReason.SYMBOL_UNKNOWN, "not asked"));
            try {
                names.add(EodhdSymbols.find(symbol, context));
            } catch (SymbolNotFoundException e) {
                answers.put(symbol, Result.failure(e.reason(), String.valueOf(e.getMessage())));
            }
        }
        if (!names.isEmpty()) {
            answers.putAll(ask(names, context));
        }
        return answers;
    }

    private Map<Symbol, Result<Quote>> ask(List<EodhdSymbols.Name> names, RequestContext context) {
        List<String> asked =
                names.stream().map(EodhdSymbols.Name::full).distinct().toList();
        HttpQuery.Builder query = rest.query("real-time", asked.get(0)).weight(asked.size());
        if (asked.size() > 1) {
            query.parameter("s", String.join(",", asked.subList(1, asked.size())));
        }
        try {
            return read(rest.document(query, context), names, context.time().now());
        } catch (ProviderException e) {
            if (e.reason() != FailureReason.SYMBOL_UNKNOWN) {
                throw e;
            }
            return refused(names, e);
        }
    }

    /** The server refuses the whole request for a symbol that it does not know; it can only be the one in the path. */
    private static Map<Symbol, Result<Quote>> refused(List<EodhdSymbols.Name> names, ProviderException e) {
        Map<Symbol, Result<Quote>> answers = new LinkedHashMap<>();
        names.forEach(name -> answers.put(
                name.symbol(),
                Result.failure(
                        FailureReason.NO_DATA,
                        "the server refused " + names.get(0).full() + " and with it the others")));
        answers.put(
                names.get(0).symbol(),
                Result.failure(
                        FailureReason.SYMBOL_UNKNOWN,
                        "the server does not know " + names.get(0).full() + ": " + e.getMessage()));
        return answers;
    }

    /** Reads an answer; there is one entry for each name. */
    static Map<Symbol, Result<Quote>> read(JsonValue document, List<EodhdSymbols.Name> names, Instant received) {
        List<JsonValue> rows = document.is(JsonValue.Kind.OBJECT) ? List.of(document) : document.items();
        boolean none = !document.is(JsonValue.Kind.OBJECT) && !document.is(JsonValue.Kind.ARRAY);
        if (none || rows.stream().noneMatch(row -> row.get("code").text().isPresent())) {
            throw EodhdErrors.malformed("the answer holds no code");
        }
        Map<Symbol, Result<Quote>> answers = new LinkedHashMap<>();
        for (EodhdSymbols.Name name : names) {
            answers.put(name.symbol(), entry(rows, name, received));
        }
        return answers;
    }

    private static Result<Quote> entry(List<JsonValue> rows, EodhdSymbols.Name name, Instant received) {
        List<JsonValue> found = rows.stream()
                .filter(row -> row.get("code").text().filter(name::isNamed).isPresent())
                .toList();
        if (found.size() != 1) {
            return Result.failure(
                    found.isEmpty() ? FailureReason.NO_DATA : FailureReason.MALFORMED_RESPONSE,
                    "the answer holds " + name.full() + " " + found.size() + " times");
        }
        return quote(found.get(0), name, received);
    }

    private static Result<Quote> quote(JsonValue row, EodhdSymbols.Name name, Instant received) {
        JsonValue close = row.get("close");
        JsonValue timestamp = row.get("timestamp");
        if (isUnknown(close) && isUnknown(timestamp)) {
            return Result.failure(FailureReason.SYMBOL_UNKNOWN, "the server knows nothing of " + name.full());
        }
        OptionalDouble price = close.decimalOrText();
        boolean noPrice = isUnknown(close) || close.isAbsent() || price.orElse(-1) == 0;
        if (noPrice || isUnknown(timestamp) || timestamp.isAbsent()) {
            return Result.failure(FailureReason.NO_DATA, "the server has no price of " + name.full() + " now");
        }
        OptionalLong time = EodhdRows.seconds(timestamp, received.plus(TOLERANCE));
        if (price.orElse(-1) <= 0 || time.isEmpty()) {
            String field = time.isEmpty() ? "timestamp" : "close";
            return Result.failure(
                    FailureReason.MALFORMED_RESPONSE,
                    field + " of " + name.full() + " cannot be used: " + EodhdRows.told(row.get(field)));
        }
        Quote.Builder quote = Quote.builder(name.symbol(), SOURCE)
                .price(price.getAsDouble())
                .currency(name.unit())
                .eventTime(Instant.ofEpochSecond(time.getAsLong()))
                .receivedTime(received);
        fill(quote, row, name);
        return Result.success(quote.build());
    }

    private static boolean isUnknown(JsonValue value) {
        return value.text().filter(UNKNOWN::equalsIgnoreCase).isPresent();
    }

    private static void fill(Quote.Builder quote, JsonValue row, EodhdSymbols.Name name) {
        positive(row, "open").ifPresent(quote::open);
        positive(row, "high").ifPresent(quote::high);
        positive(row, "low").ifPresent(quote::low);
        OptionalDouble previous = positive(row, "previousClose");
        previous.ifPresent(quote::previousClose);
        OptionalDouble change = row.get("change").decimalOrText();
        change.ifPresent(quote::change);
        percent(row.get("change_p").decimalOrText(), change, previous).ifPresent(quote::changePercent);
        OptionalDouble volume = row.get("volume").decimalOrText();
        double least = name.mayLackVolume() ? Double.MIN_VALUE : 0;
        if (volume.isPresent() && volume.getAsDouble() >= least) {
            quote.volume(volume.getAsDouble());
        }
    }

    private static OptionalDouble positive(JsonValue row, String field) {
        OptionalDouble value = row.get(field).decimalOrText();
        return value.isPresent() && value.getAsDouble() > 0 ? value : OptionalDouble.empty();
    }

    /** Replies of 2018 tell a fraction; what contradicts change and previous close is computed from them. */
    private static OptionalDouble percent(OptionalDouble told, OptionalDouble change, OptionalDouble previous) {
        if (told.isEmpty() || change.isEmpty() || previous.isEmpty()) {
            return told;
        }
        double computed = change.getAsDouble() / previous.getAsDouble() * 100;
        boolean fits = Math.abs(told.getAsDouble() - computed) <= ROUNDING + Math.abs(computed) * 0.01;
        return fits || !Double.isFinite(computed) ? told : OptionalDouble.of(computed);
    }
}
