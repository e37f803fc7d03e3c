package io.quotron.providers.html;

import io.quotron.providers.internal.html.Selectors;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where on a page a value stands: the text of an element, an attribute of it, or a field of JSON inside of a script.
 *
 * <pre>{@code
 * Locator.attribute("fin-streamer[data-symbol=\"{symbol}\"][data-field=regularMarketPrice]", "value")
 * Locator.text("td[data-test=BID-value]").part("x", 0)                 // 173.07 x 2900
 * Locator.json("script#__NEXT_DATA__", "props/pageProps/quote/price")
 * }</pre>
 *
 * <p>{@code {symbol}} in a selector is the symbol as it was asked for, so that the numbers of other symbols on the same page are never
 * taken. Immutable and thread-safe.
 */
public final class Locator {
    /** What is read. */
    enum Kind {
        TEXT,
        ATTRIBUTE,
        JSON
    }

    private final Kind kind;
    private final String selector;
    private final String detail;
    private final String marker;
    private final String separator;
    private final int index;
    private final int power;
    private final @Nullable Locator next;

    private Locator(
            Kind kind,
            String selector,
            String detail,
            String marker,
            String separator,
            int index,
            int power,
            @Nullable Locator next) {
        this.kind = kind;
        this.selector = selector;
        this.detail = detail;
        this.marker = marker;
        this.separator = separator;
        this.index = index;
        this.power = power;
        this.next = next;
    }

    private static Locator first(Kind kind, String selector, String detail, String marker) {
        Selectors.checked(selector.replace("{symbol}", "X"));
        return new Locator(kind, selector, detail, marker, "", 0, 0, null);
    }

    /**
     * Returns the text of the first element that a selector finds.
     *
     * @param selector a CSS selector without regular expressions
     * @return the locator
     * @throws IllegalArgumentException if it is no selector
     */
    public static Locator text(String selector) {
        return first(Kind.TEXT, selector, "", "");
    }

    /**
     * Returns an attribute of the first element that a selector finds.
     *
     * @param selector a CSS selector without regular expressions
     * @param name the name of the attribute
     * @return the locator
     * @throws IllegalArgumentException if it is no selector
     */
    public static Locator attribute(String selector, String name) {
        return first(Kind.ATTRIBUTE, selector, Objects.requireNonNull(name, "name"), "");
    }

    /**
     * Returns a field of the JSON that is the whole content of a script.
     *
     * @param selector a CSS selector of the script
     * @param path names of fields and, for arrays, indices from 0, with {@code /} between them
     * @return the locator
     * @throws IllegalArgumentException if it is no selector
     */
    public static Locator json(String selector, String path) {
        return first(Kind.JSON, selector, Objects.requireNonNull(path, "path"), "");
    }

    /**
     * Returns a field of the JSON that a script assigns: the value that starts right behind a marker.
     *
     * @param selector a CSS selector of the script; of several the first that holds the marker counts
     * @param marker what stands before the JSON, for example {@code window.DATA =}
     * @param path names of fields and, for arrays, indices from 0, with {@code /} between them
     * @return the locator
     * @throws IllegalArgumentException if it is no selector
     */
    public static Locator jsonAfter(String selector, String marker, String path) {
        return first(
                Kind.JSON, selector, Objects.requireNonNull(path, "path"), Objects.requireNonNull(marker, "marker"));
    }

    /**
     * Takes one part of the text.
     *
     * @param text what stands between the parts, taken literally
     * @param part which part, from 0
     * @return a locator that is otherwise equal
     */
    public Locator part(String text, int part) {
        return new Locator(kind, selector, detail, marker, Objects.requireNonNull(text, "text"), part, power, next);
    }

    /**
     * Says that the number is a fraction where percent is meant: 0.0469 is 4.69 %.
     *
     * @return a locator that is otherwise equal
     */
    public Locator fraction() {
        return new Locator(kind, selector, detail, marker, separator, index, 2, next);
    }

    /**
     * Says where to look if there is nothing here.
     *
     * @param other the next place
     * @return a locator that is otherwise equal
     */
    public Locator or(Locator other) {
        Locator rest = next == null ? other : next.or(other);
        return new Locator(kind, selector, detail, marker, separator, index, power, rest);
    }

    Kind kind() {
        return kind;
    }

    /** Returns the selector for a symbol, which cannot break out of the quotes it stands in. */
    String selector(String symbol) {
        return selector.replace("{symbol}", symbol.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    String detail() {
        return detail;
    }

    String marker() {
        return marker;
    }

    String separator() {
        return separator;
    }

    int index() {
        return index;
    }

    int power() {
        return power;
    }

    @Nullable
    Locator next() {
        return next;
    }

    /** Returns the selector, and the attribute or path. */
    @Override
    public String toString() {
        return switch (kind) {
            case TEXT -> selector;
            case ATTRIBUTE -> selector + "/@" + detail;
            case JSON -> selector + " " + detail;
        };
    }
}
