package io.quotron.providers.html;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How numbers are written on a page. There is one style for each page, because {@code 1.234} is a thousand here and one and a bit there;
 * a number that does not fit the style is no number.
 *
 * <p>Every style reads signs (also the typographic minus), groups of three digits, and amounts such as {@code 1.10M}, {@code 2.746T},
 * {@code 350K} or {@code 1,2 Mrd}. {@code N/A}, {@code N/D}, a dash and the like are no value.
 *
 * <p>Immutable and thread-safe.
 */
public final class NumberStyle {
    private static final Set<String> ABSENT = Set.of(
            "", "-", "--", "n/a", "n/d", "na", "nan", "null", "none", "n.a.", "k.a.", "b.d.", "?", ".", "—", "–");
    private static final int LONGEST = 64;
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u2007\\u2009\\u202f]+");
    private static final Map<String, Integer> POWERS = Map.ofEntries(
            Map.entry("", 0),
            Map.entry("K", 3),
            Map.entry("M", 6),
            Map.entry("B", 9),
            Map.entry("T", 12),
            Map.entry("TSD", 3),
            Map.entry("MIO", 6),
            Map.entry("MRD", 9),
            Map.entry("BIO", 12),
            Map.entry("MLN", 6),
            Map.entry("MLD", 9));

    private final String name;
    private final char decimal;
    private final String group;
    private final Pattern pattern;
    private final String sign;

    private NumberStyle(String name, char decimal, String group, String sign) {
        this.name = name;
        this.decimal = decimal;
        this.group = group;
        this.sign = sign;
        String point = Pattern.quote(String.valueOf(decimal));
        String between = Pattern.quote(group);
        this.pattern = Pattern.compile("([+-]?)([0-9]{1,3}(?:" + between + "[0-9]{3}){1,9}|[0-9]{1,30})?(?:" + point
                + "([0-9]{0,30}))?(?:[eE]([+-]?[0-9]{1,3}))? ?([A-Za-z]{0,3})\\.?");
    }

    /**
     * Returns the style of {@code 1,234.56}.
     *
     * @return decimal point, commas between thousands
     */
    public static NumberStyle english() {
        return new NumberStyle("1,234.56", '.', ",", "");
    }

    /**
     * Returns the style of {@code 1.234,56}, as in Germany.
     *
     * @return decimal comma, points between thousands
     */
    public static NumberStyle german() {
        return new NumberStyle("1.234,56", ',', ".", "");
    }

    /**
     * Returns the style of {@code 1 234,56}, as in France and Poland; narrow and fixed blanks count as blanks.
     *
     * @return decimal comma, blanks between thousands
     */
    public static NumberStyle french() {
        return new NumberStyle("1 234,56", ',', " ", "");
    }

    /**
     * Returns the style of {@code 1'234.56}, as in Switzerland.
     *
     * @return decimal point, apostrophes between thousands
     */
    public static NumberStyle swiss() {
        return new NumberStyle("1'234.56", '.', "'", "");
    }

    /**
     * Says that numbers carry a sign or word of their currency, in front or behind.
     *
     * @param value for example {@code $} or {@code EUR}; another currency makes the number none
     * @return a style that is otherwise equal
     */
    public NumberStyle withCurrency(String value) {
        return new NumberStyle(name, decimal, group, Objects.requireNonNull(value, "currency"));
    }

    /** Tells whether a text says that there is no value. */
    boolean isAbsent(String text) {
        String clean = clean(text);
        return clean.length() <= 4 && ABSENT.contains(clean.toLowerCase(Locale.ROOT));
    }

    /**
     * Reads a number.
     *
     * @param text what stands on the page
     * @param percent whether a percent sign may follow
     * @param power the power of ten that the number is multiplied by
     * @return the nearest double; empty if the text is no number of this style
     */
    OptionalDouble read(String text, boolean percent, int power) {
        if (text.length() > LONGEST) {
            return OptionalDouble.empty();
        }
        String clean = withoutCurrency(clean(text));
        if (percent && clean.endsWith("%")) {
            clean = clean.substring(0, clean.length() - 1).strip();
        }
        Matcher matcher = pattern.matcher(clean);
        if (!matcher.matches() || (empty(matcher.group(2)) && empty(matcher.group(3)))) {
            return OptionalDouble.empty();
        }
        Integer amount = POWERS.get(matcher.group(5).toUpperCase(Locale.ROOT));
        return amount == null ? OptionalDouble.empty() : finite(matcher, amount + power);
    }

    private OptionalDouble finite(Matcher matcher, int power) {
        String whole = empty(matcher.group(2)) ? "0" : matcher.group(2).replace(group, "");
        String fraction = empty(matcher.group(3)) ? "" : "." + matcher.group(3);
        int exponent = power + (empty(matcher.group(4)) ? 0 : Integer.parseInt(matcher.group(4)));
        String digits = whole + fraction;
        double value = Double.parseDouble(matcher.group(1) + digits + "E" + exponent);
        boolean vanished = value == 0 && digits.chars().anyMatch(c -> c >= '1' && c <= '9');
        return Double.isFinite(value) && !vanished ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private String withoutCurrency(String text) {
        if (sign.isEmpty()) {
            return text;
        }
        if (text.endsWith(sign)) {
            return text.substring(0, text.length() - sign.length()).strip();
        }
        return text.startsWith(sign)
                ? text.substring(sign.length()).strip()
                : text.replaceFirst("^([+-])" + Pattern.quote(sign), "$1");
    }

    private static String clean(String text) {
        return BLANKS.matcher(text)
                .replaceAll(" ")
                .strip()
                .replace('\u2212', '-')
                .replace('\u2019', '\'');
    }

    /** Returns an example. */
    @Override
    public String toString() {
        return name;
    }
}
