package io.quotron.providers.internal.table;

/** Counts how many characters must change to make one text of another (Levenshtein), for hints at what was perhaps meant. */
public final class EditDistance {
    private EditDistance() {}

    /**
     * Counts the changes.
     *
     * @param a a text
     * @param b another one
     * @param most beyond this nobody cares, and the answer may be any greater number
     * @return the number of characters inserted, left out or replaced
     */
    public static int of(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            return most + 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            next(row, a.charAt(i - 1), i, b);
        }
        return row[b.length()];
    }

    /** Makes the next row of the table out of the one before. */
    private static void next(int[] row, char c, int number, String b) {
        int diagonal = row[0];
        row[0] = number;
        for (int j = 1; j <= b.length(); j++) {
            int replaced = diagonal + (c == b.charAt(j - 1) ? 0 : 1);
            diagonal = row[j];
            row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
        }
    }
}
