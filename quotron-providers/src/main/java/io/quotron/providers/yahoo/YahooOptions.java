package io.quotron.providers.yahoo;

import io.quotron.error.NoDataException;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Makes option chains out of documents. Pure. Days are stated as midnight UTC. Of a bid, an ask and a last price zero stands for none; the
 * implied volatility is Yahoo's own, and 0.00001 is its word for one that it could not find.
 */
final class YahooOptions {
    private static final String RESULT = "optionChain.result[0].";
    private static final long LAST_SECOND = 253_402_300_799L;
    private static final Pattern OCC = Pattern.compile("[A-Z0-9.^]{1,10}[0-9]{6}[CP][0-9]{8}");

    private YahooOptions() {}

    /**
     * Reads a chain.
     *
     * @param document the answer
     * @param underlying what was asked for
     * @param name what Yahoo calls it
     * @param asked the day that was asked for; empty for the next one
     * @param now the time of receipt
     * @return the chain
     */
    static OptionChain read(
            JsonValue document, Symbol underlying, String name, Optional<LocalDate> asked, Instant now) {
        JsonValue results = document.get("optionChain").get("result");
        if (!results.is(JsonValue.Kind.ARRAY)) {
            throw YahooErrors.malformedAt("optionChain.result", results, "a list");
        }
        if (results.size() == 0) {
            throw nothing(NoDataException.Why.NOT_TOLD, "no options on '" + underlying + "'");
        }
        JsonValue result = results.at(0);
        checkAnswersTheQuestion(result, name);
        List<LocalDate> days = days(result.get("expirationDates"));
        JsonValue options = result.get("options").at(0);
        if (days.isEmpty() || options.isAbsent()) {
            throw nothing(NoDataException.Why.NOT_TOLD, "no options on '" + underlying + "'");
        }
        if (asked.isPresent() && !days.contains(asked.get())) {
            throw nothing(
                    NoDataException.Why.OUT_OF_RANGE, "no options end on " + asked.get() + "; others do on " + days);
        }
        LocalDate day = day(options.get("expirationDate"), RESULT + "options[0].expirationDate");
        OptionChain chain = chain(options, underlying, days, day, underlyingPrice(result), now);
        check(day, asked, days);
        return chain;
    }

    private static void checkAnswersTheQuestion(JsonValue result, String name) {
        String told = result.get("underlyingSymbol")
                .text()
                .orElseThrow(() ->
                        YahooErrors.malformedAt(RESULT + "underlyingSymbol", result.get("underlyingSymbol"), "a text"));
        if (!YahooSymbols.comparable(told).equals(YahooSymbols.comparable(name))) {
            throw YahooErrors.malformed(RESULT + "underlyingSymbol is another one than was asked for");
        }
    }

    private static void check(LocalDate day, Optional<LocalDate> asked, List<LocalDate> days) {
        if (asked.isPresent() && !day.equals(asked.get())) {
            throw YahooErrors.malformed(
                    RESULT + "options[0].expirationDate is " + day + ", asked for was " + asked.get());
        }
        if (!days.contains(day)) {
            throw YahooErrors.malformed(RESULT + "options[0].expirationDate is none of the expirationDates");
        }
    }

    private static OptionChain chain(
            JsonValue options,
            Symbol underlying,
            List<LocalDate> days,
            LocalDate day,
            OptionalDouble price,
            Instant now) {
        List<OptionContract> calls = side(options, "calls", OptionContract.Type.CALL, day, now);
        List<OptionContract> puts = side(options, "puts", OptionContract.Type.PUT, day, now);
        if (calls.isEmpty() && puts.isEmpty()) {
            throw nothing(NoDataException.Why.NOT_TOLD, "no options on '" + underlying + "' that end on " + day);
        }
        return new OptionChain(underlying, YahooErrors.SOURCE, days, day, calls, puts, price, now);
    }

    private static NoDataException nothing(NoDataException.Why why, String message) {
        return new NoDataException(YahooErrors.SOURCE, why, message);
    }

    private static OptionalDouble underlyingPrice(JsonValue result) {
        return new YahooFields(result.get("quote"), RESULT + "quote.").positive("regularMarketPrice");
    }

    private static List<LocalDate> days(JsonValue values) {
        if (!values.is(JsonValue.Kind.ARRAY)) {
            throw YahooErrors.malformedAt(RESULT + "expirationDates", values, "a list");
        }
        return values.items().stream()
                .map(value -> day(value, RESULT + "expirationDates[]"))
                .distinct()
                .sorted()
                .toList();
    }

    private static LocalDate day(JsonValue value, String path) {
        OptionalLong seconds = value.whole();
        if (seconds.isEmpty() || seconds.getAsLong() <= 0 || seconds.getAsLong() > LAST_SECOND) {
            throw YahooErrors.malformedAt(path, value, "a day in seconds");
        }
        return Instant.ofEpochSecond(seconds.getAsLong()).atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** A contract that makes no sense is left out, unless all of them make none. */
    private static List<OptionContract> side(
            JsonValue options, String name, OptionContract.Type type, LocalDate day, Instant now) {
        JsonValue list = options.get(name);
        if (!list.is(JsonValue.Kind.ARRAY)) {
            throw YahooErrors.malformedAt(RESULT + "options[0]." + name, list, "a list");
        }
        List<OptionContract> contracts = new ArrayList<>();
        for (JsonValue item : list.items()) {
            contract(new YahooFields(item, ""), type, day, now).ifPresent(contracts::add);
        }
        if (contracts.isEmpty() && list.size() > 0) {
            String field = list.at(0).get("strike").decimal().isEmpty() ? "strike" : "contractSymbol";
            throw YahooErrors.malformedAt(
                    RESULT + "options[0]." + name + "[0]." + field, list.at(0).get(field), "what it should be");
        }
        contracts.sort(Comparator.comparingDouble(OptionContract::strike));
        return contracts;
    }

    private static Optional<OptionContract> contract(
            YahooFields fields, OptionContract.Type type, LocalDate day, Instant now) {
        String symbol = fields.text("contractSymbol").orElse("").toUpperCase(Locale.ROOT);
        OptionalDouble strike = fields.positive("strike");
        OptionalLong expiration = fields.whole("expiration");
        boolean other = expiration.isPresent() && !isOn(expiration.getAsLong(), day);
        if (!OCC.matcher(symbol).matches() || strike.isEmpty() || other) {
            return Optional.empty();
        }
        return Optional.of(new OptionContract(
                Symbol.of(symbol),
                type,
                strike.getAsDouble(),
                day,
                fields.positive("lastPrice"),
                fields.time("lastTradeDate", now),
                fields.positive("bid"),
                fields.positive("ask"),
                notNegative(fields.number("volume")),
                notNegative(fields.number("openInterest")),
                fields.positive("impliedVolatility"),
                fields.object().get("inTheMoney").bool(),
                YahooChart.currency(fields.object().get("currency")).orElse(null)));
    }

    private static boolean isOn(long seconds, LocalDate day) {
        return Math.floorDiv(seconds, 86_400L) == day.toEpochDay();
    }

    private static OptionalDouble notNegative(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() >= 0 ? value : OptionalDouble.empty();
    }
}
