package io.quotron.providers.csv;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Numbers as CSV files write them. */
final class CsvNumbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,60}(\\.[0-9]{0,60})?([eE][+-]?[0-9]{1,3})?");
    private static final Pattern FRACTION = Pattern.compile("[+-]?\\.[0-9]{1,60}([eE][+-]?[0-9]{1,3})?");
    private static final Pattern COMMA_DECIMAL = Pattern.compile("[+-]?[0-9]{1,60}(,[0-9]{1,60})?");
    private static final Set<String> ABSENT = Set.of("", "null", "nan", "na", "n/a", "n/d", "none", "-", "--", "?");

    private CsvNumbers() {}

    /** Tells whether a cell says that there is no value. */
    static boolean isAbsent(String cell) {
        return cell.length() <= 4 && ABSENT.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** Reads a decimal; NaN where the cell holds none, or one that no double can hold. */
    static double decimal(String cell, boolean decimalComma) {
        String plain = cell;
        if (decimalComma) {
            if (!COMMA_DECIMAL.matcher(cell).matches()) {
                return Double.NaN;
            }
            plain = cell.replace(',', '.');
        }
        boolean readable =
                DECIMAL.matcher(plain).matches() || FRACTION.matcher(plain).matches();
        double value = readable ? Double.parseDouble(plain) : Double.NaN;
        return Double.isFinite(value) ? value : Double.NaN;
    }
}
