package io.quotron.providers.alphavantage;

import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of an object or of a line, by names without numbers, blanks and underlines: {@code 5. adjusted close}, {@code
 * adjusted_close} and {@code 05. Adjusted Close} are all {@code adjustedclose}, {@code 1a. open (USD)} is {@code open(usd)}.
 *
 * @param path where the row stands, for messages
 * @param fields the fields; the text of what is no text and no number is empty
 */
record AlphaVantageRow(String path, Map<String, Field> fields) {
    private static final Pattern NUMBERING = Pattern.compile("^\\s*[0-9]+[a-z]?[.:]\\s*");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s_]+");
    private static final Set<String> ABSENT = Set.of("", "none", "-", ".", "null", "nan", "n/a");

    /** A field as it was sent. */
    record Field(String key, String text) {}

    static AlphaVantageRow ofObject(String path, JsonValue object) {
        Map<String, Field> fields = new LinkedHashMap<>();
        object.fields()
                .forEach((key, value) ->
                        put(fields, key, value.text().or(value::numberText).orElse("")));
        return new AlphaVantageRow(path, fields);
    }

    static AlphaVantageRow ofTable(String path, List<String> header, List<String> line) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            put(fields, header.get(i), line.get(i));
        }
        return new AlphaVantageRow(path, fields);
    }

    /** Two fields that differ only in their number must say the same; if they do not, neither is believed. */
    private static void put(Map<String, Field> fields, String key, String text) {
        Field before = fields.get(nameOf(key));
        boolean contradicts = before != null && !isSame(before.text(), text);
        fields.put(nameOf(key), new Field(key, contradicts ? "" : text));
    }

    private static boolean isSame(String one, String other) {
        OptionalDouble number = Json.decimal(one);
        return one.equals(other) || (number.isPresent() && number.equals(Json.decimal(other)));
    }

    /** Returns this row with the prices of a market under their plain names: {@code open (EUR)} is {@code open} in euros. */
    AlphaVantageRow inMarket(String market) {
        String suffix = "(" + market.toLowerCase(Locale.ROOT) + ")";
        Map<String, Field> all = new LinkedHashMap<>(fields);
        fields.forEach((name, field) -> {
            if (name.endsWith(suffix)) {
                all.putIfAbsent(name.substring(0, name.length() - suffix.length()), field);
            }
        });
        return new AlphaVantageRow(path, all);
    }

    /** Returns the name of a key without its number. */
    static String nameOf(String key) {
        String words = NUMBERING.matcher(key).replaceFirst("");
        return SEPARATORS.matcher(words).replaceAll("").toLowerCase(Locale.ROOT);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Returns a text; empty where it is missing or one of the words for nothing. */
    Optional<String> text(String name) {
        Field field = fields.get(name);
        return field == null || ABSENT.contains(field.text().strip().toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of(field.text().strip());
    }

    /** Returns a name as it was sent, because {@code NAN} is a share, too; blank where it is missing. */
    String name(String field) {
        Field found = fields.get(field);
        return found == null ? "" : found.text().strip();
    }

    /** Returns a text as it was sent, for numbers of a form of their own; empty where it is missing. */
    String raw(String name) {
        Field field = fields.get(name);
        return field == null ? "" : field.text();
    }

    /** Returns a number; empty where it is missing or no plain decimal. */
    OptionalDouble number(String name) {
        Field field = fields.get(name);
        return field == null ? OptionalDouble.empty() : Json.decimal(field.text());
    }

    /** Returns a number above zero: zero stands for a missing price here. */
    OptionalDouble positive(String name) {
        OptionalDouble number = number(name);
        return number.isPresent() && number.getAsDouble() > 0 ? number : OptionalDouble.empty();
    }

    /** Returns a number that may have a percent sign behind it. */
    OptionalDouble percent(String name) {
        String text = raw(name);
        return Json.decimal(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
    }

    /** Returns a number, or NaN. */
    double numberOrNaN(String name) {
        return number(name).orElse(Double.NaN);
    }

    /** Returns where a field stands, for messages. */
    String pathOf(String name) {
        Field field = fields.get(name);
        return path + "/" + (field == null ? name : field.key());
    }
}
