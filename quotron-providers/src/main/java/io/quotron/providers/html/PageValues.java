package io.quotron.providers.html;

import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.html.ParsedPage;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Finds what locators name on one page; each script is read once. Not thread-safe. */
final class PageValues {
    private final SourceId source;
    private final ParsedPage page;
    private final String symbol;
    private final Map<String, Optional<JsonValue>> documents = new HashMap<>();

    /**
     * What stands at a place.
     *
     * @param text the text
     * @param locator the place
     * @param plain whether it is a number of JSON, which has no style
     */
    record Found(String text, Locator locator, boolean plain) {}

    PageValues(SourceId source, ParsedPage page, String symbol) {
        this.source = source;
        this.page = page;
        this.symbol = symbol;
    }

    /** Returns the first of the places that has something, blank or not; empty if none exists. */
    Optional<Found> find(Locator first, NumberStyle numbers) {
        Found blank = null;
        for (Locator at = first; at != null; at = at.next()) {
            Found found = at(at);
            if (found != null && !numbers.isAbsent(found.text())) {
                return Optional.of(found);
            }
            blank = blank == null ? found : blank;
        }
        return Optional.ofNullable(blank);
    }

    private @Nullable Found at(Locator locator) {
        return switch (locator.kind()) {
            case TEXT ->
                page.first(locator.selector(symbol))
                        .map(element -> part(element.text(), locator))
                        .orElse(null);
            case ATTRIBUTE ->
                page.first(locator.selector(symbol))
                        .filter(element -> element.hasAttr(locator.detail()))
                        .map(element -> part(element.attr(locator.detail()), locator))
                        .orElse(null);
            case JSON -> json(locator);
        };
    }

    /** A part that is not there is blank, so that it is no number and no other part either. */
    private static Found part(String text, Locator locator) {
        if (locator.separator().isEmpty()) {
            return new Found(text.strip(), locator, false);
        }
        String[] parts = text.split(Pattern.quote(locator.separator()), -1);
        boolean there = parts.length > locator.index() && parts.length > 1;
        return new Found(there ? parts[locator.index()].strip() : "", locator, false);
    }

    private @Nullable Found json(Locator locator) {
        JsonValue value = documents
                .computeIfAbsent(locator.selector(symbol) + '\n' + locator.marker(), key -> document(locator))
                .orElse(null);
        if (value == null) {
            return null;
        }
        for (String name : locator.detail().split("/", -1)) {
            String key = name.equals("{symbol}") ? symbol : name;
            boolean index = value.is(JsonValue.Kind.ARRAY) && key.matches("[0-9]{1,6}");
            value = index ? value.at(Integer.parseInt(key)) : value.get(key);
        }
        if (value.is(JsonValue.Kind.MISSING)) {
            return null;
        }
        Optional<String> number = value.numberText();
        return number.isPresent()
                ? new Found(number.get(), locator, true)
                : part(value.text().orElse(""), locator);
    }

    private Optional<JsonValue> document(Locator locator) {
        List<Element> scripts = page.select(locator.selector(symbol));
        for (Element script : scripts) {
            String data = script.data();
            int at = data.indexOf(locator.marker());
            if (at >= 0 && !data.isBlank()) {
                String json = locator.marker().isEmpty()
                        ? data
                        : balanced(data, at + locator.marker().length());
                return parsed(json);
            }
        }
        return Optional.empty();
    }

    private Optional<JsonValue> parsed(String json) {
        try {
            return Optional.of(Json.read(source, json.strip()));
        } catch (ProviderException notJson) {
            return Optional.empty();
        }
    }

    /** Returns the object or array that starts behind the marker; empty text if it does not end. */
    private static String balanced(String data, int from) {
        int start = from;
        while (start < data.length() && Character.isWhitespace(data.charAt(start))) {
            start++;
        }
        int depth = 0;
        boolean text = false;
        for (int i = start; i < data.length(); i++) {
            char c = data.charAt(i);
            if (text && c == '\\') {
                i++;
            } else if (c == '"') {
                text = !text;
            } else if (!text && (c == '{' || c == '[')) {
                depth++;
            } else if (!text && (c == '}' || c == ']') && --depth == 0) {
                return data.substring(start, i + 1);
            }
            if (depth == 0 && !text) {
                return "";
            }
        }
        return "";
    }
}
