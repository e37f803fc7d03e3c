package io.quotron.providers.internal.html;

import io.quotron.error.Excerpt;
import java.util.Locale;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;

/** CSS selectors. Those that hold a regular expression are refused, because one bad expression can run for ever. */
public final class Selectors {
    private Selectors() {}

    /**
     * Checks a selector.
     *
     * @param selector a CSS selector
     * @return the selector
     * @throws IllegalArgumentException if it is none or holds a regular expression
     */
    public static String checked(String selector) {
        String lower = selector.toLowerCase(Locale.ROOT);
        if (lower.contains(":matches") || withoutQuoted(lower).contains("~=")) {
            throw new IllegalArgumentException("the selector '" + Excerpt.of(selector)
                    + "' holds a regular expression, which can run for ever; use :contains or [name*=value]");
        }
        evaluator(selector);
        return selector;
    }

    private static String withoutQuoted(String selector) {
        return selector.replaceAll("\"[^\"]*\"|'[^']*'", "");
    }

    static Evaluator evaluator(String selector) {
        try {
            return QueryParser.parse(selector);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException("'" + Excerpt.of(selector) + "' is not a CSS selector", e);
        }
    }
}
