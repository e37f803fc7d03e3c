package io.quotron.error;

/** Makes text of others fit for messages and logs: short, on one line, without control characters. */
public final class Excerpt {
    /** The most characters of a provider's text that a message may hold. */
    public static final int MAX_LENGTH = 200;

    private Excerpt() {}

    /**
     * Shortens a text to {@link #MAX_LENGTH} characters and replaces what could change a log or terminal.
     *
     * @param text any text
     * @return printable text on one line
     */
    public static String of(CharSequence text) {
        int length = Math.min(text.length(), MAX_LENGTH);
        StringBuilder excerpt = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            excerpt.append(isPrintable(c) ? c : ' ');
        }
        if (text.length() > length) {
            excerpt.append('…');
        }
        return excerpt.toString();
    }

    private static boolean isPrintable(char c) {
        int type = Character.getType(c);
        return !Character.isISOControl(c)
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED;
    }
}
