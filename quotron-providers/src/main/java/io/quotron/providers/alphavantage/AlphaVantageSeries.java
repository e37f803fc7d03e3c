package io.quotron.providers.alphavantage;

import io.quotron.model.Interval;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of one answer for history, checked against the question: the symbol and interval that it names must be those asked
 * for. Tables have no such names.
 *
 * @param rows the rows in the order of the answer
 * @param unreadable how many rows are no rows
 * @param lastRefreshed when the data was made, in the words of the server; empty where it does not tell
 * @param zone the zone of its times; empty where it does not tell
 */
record AlphaVantageSeries(List<Line> rows, int unreadable, String lastRefreshed, Optional<ZoneId> zone) {
    private static final Pattern LABEL = Pattern.compile("\\b([0-9]+min|daily|weekly|monthly)\\b");
    private static final String META = "meta data";

    /** One row and its stamp. */
    record Line(String stamp, AlphaVantageRow row) {}

    static AlphaVantageSeries read(AlphaVantageBody body, AlphaVantageAsset asset, Interval interval, Instant now) {
        Optional<AlphaVantageCsv> table = body.csv()
                .filter(csv -> csv.hasColumns("timestamp"))
                .filter(csv -> csv.rows().stream()
                        .allMatch(row -> row.inMarket(asset.market()).has("open")));
        if (table.isPresent()) {
            return ofTable(table.get(), asset);
        }
        for (Map.Entry<String, JsonValue> field : body.json().fields().entrySet()) {
            String key = field.getKey().toLowerCase(Locale.ROOT);
            if (key.contains("time series") && field.getValue().is(JsonValue.Kind.OBJECT)) {
                checkLabel(field.getKey(), interval);
                return ofDocument(field, meta(body.json()), asset, interval);
            }
        }
        throw AlphaVantageErrors.noDataIn(body, asset.symbol(), now);
    }

    private static AlphaVantageSeries ofTable(AlphaVantageCsv csv, AlphaVantageAsset asset) {
        List<Line> lines = csv.rows().stream()
                .map(row -> new Line(row.name("timestamp"), row.inMarket(asset.market())))
                .toList();
        return new AlphaVantageSeries(lines, csv.unreadable(), "", Optional.empty());
    }

    private static AlphaVantageSeries ofDocument(
            Map.Entry<String, JsonValue> series, AlphaVantageRow meta, AlphaVantageAsset asset, Interval interval) {
        checkNames(meta, asset, interval);
        List<Line> lines = new ArrayList<>();
        int unreadable = 0;
        for (Map.Entry<String, JsonValue> entry : series.getValue().fields().entrySet()) {
            if (entry.getValue().is(JsonValue.Kind.OBJECT)) {
                String path = series.getKey() + "/" + entry.getKey();
                AlphaVantageRow row = AlphaVantageRow.ofObject(path, entry.getValue());
                lines.add(new Line(entry.getKey(), row.inMarket(asset.market())));
            } else {
                unreadable++;
            }
        }
        return new AlphaVantageSeries(
                lines, unreadable, meta.text("lastrefreshed").orElse(""), zone(meta, interval));
    }

    private static AlphaVantageRow meta(JsonValue document) {
        return document.fields().entrySet().stream()
                .filter(field -> field.getKey().toLowerCase(Locale.ROOT).equals(META))
                .findFirst()
                .map(field -> AlphaVantageRow.ofObject(field.getKey(), field.getValue()))
                .orElseGet(() -> new AlphaVantageRow(META, Map.of()));
    }

    /** Days have no times, so that nothing depends on how their zone is written. */
    private static Optional<ZoneId> zone(AlphaVantageRow meta, Interval interval) {
        Optional<String> name = meta.text("timezone");
        Optional<ZoneId> zone = name.flatMap(AlphaVantageTime::zone);
        if (name.isPresent() && zone.isEmpty() && interval.isIntraday()) {
            throw AlphaVantageErrors.malformed("an unknown time zone at " + meta.pathOf("timezone"));
        }
        return zone;
    }

    private static void checkLabel(String key, Interval interval) {
        Matcher label = LABEL.matcher(key.toLowerCase(Locale.ROOT));
        if (label.find() && !label.group(1).equals(labelOf(interval))) {
            throw AlphaVantageErrors.malformed(
                    "bars of " + labelOf(interval) + " were asked for, but the answer holds " + label.group(1));
        }
    }

    private static void checkNames(AlphaVantageRow meta, AlphaVantageAsset asset, Interval interval) {
        check(meta, "symbol", asset.name());
        check(meta, "fromsymbol", asset.name());
        check(meta, "tosymbol", asset.market());
        check(meta, "digitalcurrencycode", asset.name());
        check(meta, "marketcode", asset.market());
        if (interval.isIntraday()) {
            check(meta, "interval", labelOf(interval));
        }
    }

    private static void check(AlphaVantageRow meta, String field, String expected) {
        if (meta.has(field) && !AlphaVantageSymbols.isSame(meta.name(field), expected)) {
            throw AlphaVantageErrors.malformed(
                    "the answer is about something else than '" + expected + "', see " + meta.pathOf(field));
        }
    }

    /** Returns Alpha Vantage's word for an interval. */
    static String labelOf(Interval interval) {
        return switch (interval.unit()) {
            case HOUR -> "60min";
            case DAY -> "daily";
            case WEEK -> "weekly";
            case MONTH -> "monthly";
            default -> interval.amount() + "min";
        };
    }
}
