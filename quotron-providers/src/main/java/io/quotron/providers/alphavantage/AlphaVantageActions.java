package io.quotron.providers.alphavantage;

import io.quotron.model.CorporateAction;
import io.quotron.model.Dividend;
import io.quotron.model.Split;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads SPLITS and DIVIDENDS. Prices are adjusted by them, so that an entry that cannot be read makes the whole answer unusable;
 * one without a date has not been fixed yet and is left out.
 */
final class AlphaVantageActions {
    private static final Pattern RATIO = Pattern.compile("([0-9.]+)\\s*[:/]\\s*([0-9.]+)");

    private AlphaVantageActions() {}

    static List<Split> splits(AlphaVantageBody body, AlphaVantageAsset asset, Instant now) {
        List<Split> splits = new ArrayList<>();
        for (AlphaVantageRow row : rows(body, asset, now, "effectivedate", "splitfactor")) {
            Optional<LocalDate> day = date(row, "effectivedate");
            day.ifPresent(date -> splits.add(split(asset, date, row)));
        }
        return splits;
    }

    static List<Dividend> dividends(AlphaVantageBody body, AlphaVantageAsset asset, Instant now) {
        List<Dividend> dividends = new ArrayList<>();
        for (AlphaVantageRow row : rows(body, asset, now, "exdividenddate", "amount")) {
            Optional<LocalDate> day = date(row, "exdividenddate");
            double amount = row.numberOrNaN("amount");
            if (day.isPresent() && !(amount >= 0)) {
                throw AlphaVantageErrors.malformed("no amount of a dividend at " + row.pathOf("amount"));
            }
            if (day.isPresent() && amount > 0) {
                dividends.add(dividend(asset, day.get(), amount));
            }
        }
        return dividends;
    }

    /** Amounts are in the currency of the United States there; elsewhere it is not told whether they are in pence. */
    static Dividend dividend(AlphaVantageAsset asset, LocalDate day, double amount) {
        boolean unitKnown = asset.type() == AlphaVantageAsset.Type.US;
        return new Dividend(asset.symbol(), day, amount, unitKnown ? asset.currency() : null);
    }

    private static List<AlphaVantageRow> rows(
            AlphaVantageBody body, AlphaVantageAsset asset, Instant now, String date, String value) {
        Optional<AlphaVantageCsv> table = body.csv().filter(csv -> csv.hasColumns(date, value));
        if (table.isPresent()) {
            if (table.get().unreadable() > 0) {
                throw AlphaVantageErrors.malformed("a table with lines of another length");
            }
            return table.get().rows();
        }
        JsonValue data = body.require("data", JsonValue.Kind.ARRAY, asset.symbol(), now);
        AlphaVantageErrors.checkSample(body);
        Optional<String> told = body.json().get("symbol").text();
        if (told.isPresent() && !AlphaVantageSymbols.isSame(told.get(), asset.name())) {
            throw AlphaVantageErrors.malformed("the answer is not about '" + asset.name() + "', see symbol");
        }
        List<AlphaVantageRow> rows = new ArrayList<>();
        for (JsonValue entry : data.items()) {
            rows.add(AlphaVantageRow.ofObject("data/" + rows.size(), entry));
        }
        return rows;
    }

    private static Optional<LocalDate> date(AlphaVantageRow row, String field) {
        Optional<String> text = row.text(field);
        Optional<LocalDate> date = text.flatMap(AlphaVantageTime::date);
        boolean readable = row.has(field) && (text.isEmpty() || date.isPresent());
        if (!readable) {
            throw AlphaVantageErrors.malformed("no date at " + row.pathOf(field));
        }
        return date;
    }

    private static Split split(AlphaVantageAsset asset, LocalDate day, AlphaVantageRow row) {
        String text = row.raw("splitfactor");
        Matcher ratio = RATIO.matcher(text);
        OptionalDouble numerator = Json.decimal(ratio.matches() ? ratio.group(1) : text);
        OptionalDouble denominator = Json.decimal(ratio.matches() ? ratio.group(2) : "1");
        if (!(numerator.orElse(0) > 0 && denominator.orElse(0) > 0)) {
            throw AlphaVantageErrors.malformed("no ratio of a split at " + row.pathOf("splitfactor"));
        }
        return new Split(asset.symbol(), day, numerator.getAsDouble(), denominator.getAsDouble());
    }

    /** Returns both, oldest first. */
    static List<CorporateAction> sorted(List<? extends CorporateAction> first, List<? extends CorporateAction> second) {
        List<CorporateAction> all = new ArrayList<>(first);
        all.addAll(second);
        all.sort(Comparator.comparing(CorporateAction::exDate));
        return all;
    }
}
