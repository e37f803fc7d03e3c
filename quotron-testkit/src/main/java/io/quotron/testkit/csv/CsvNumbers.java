package io.quotron.testkit.csv;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Numbers as CSV files write them. */
final class CsvNumbers {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?");

    private static final Set<String> ABSENT = Set.of("", "null", "nan", "na", "n/a", "none", "-");

    private CsvNumbers() {}

    /** Tells whether a cell says that there is no value. */
    static boolean isAbsent(String cell) {
        return cell.length() <= 4 && ABSENT.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** Reads a decimal; NaN where the cell is absent. */
    static double decimal(CsvTable table, int column) {
        String cell = table.cell(column);
        if (isAbsent(cell)) {
            return Double.NaN;
        }
        double value = DECIMAL.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw table.malformed(column, "a decimal number");
        }
        return value;
    }

    /** Reads hexadecimal bits, with or without {@code 0x}; 0 where the cell is absent. */
    static long bits(CsvTable table, int column) {
        String cell = table.cell(column);
        if (isAbsent(cell)) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(
                    cell.startsWith("0x") || cell.startsWith("0X") ? cell.substring(2) : cell, 16);
        } catch (NumberFormatException e) {
            throw table.malformed(column, "hexadecimal");
        }
    }

    /** Reads 0 or 1; false where the cell is absent. */
    static boolean flag(CsvTable table, int column) {
        String cell = table.cell(column).toLowerCase(Locale.ROOT);
        return switch (cell) {
            case "", "0", "false" -> false;
            case "1", "true" -> true;
            default -> throw table.malformed(column, "0 or 1");
        };
    }
}
