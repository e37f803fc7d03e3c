package io.quotron.json;

import io.quotron.model.BookLevel;
import io.quotron.model.MarketEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes values as JSON, one object on one line without its end. Stateless and thread-safe.
 *
 * <pre>{@code
 * String line = JsonLines.of(quote);
 * String split = JsonLines.of(to -> Fields.action(action, source, to));
 * }</pre>
 */
public final class JsonLines {
    private static final int USUAL_LENGTH = 384;
    private static final String HEX = "0123456789abcdef";

    private JsonLines() {}

    /**
     * Writes an event.
     *
     * @param event any event
     * @return a JSON object without line breaks
     */
    public static String of(MarketEvent event) {
        return of(to -> Fields.of(event, to));
    }

    /**
     * Writes what a method of {@link Fields} tells.
     *
     * @param value tells its fields
     * @return a JSON object without line breaks
     */
    public static String of(Consumer<FieldVisitor> value) {
        Writer writer = new Writer();
        value.accept(writer);
        return writer.line.append('}').toString();
    }

    /** Collects the fields of one object. */
    private static final class Writer implements FieldVisitor {
        private final StringBuilder line = new StringBuilder(USUAL_LENGTH).append('{');

        private StringBuilder field(String name) {
            if (line.length() > 1) {
                line.append(',');
            }
            quoted(name);
            return line.append(':');
        }

        @Override
        public void text(String name, String value) {
            field(name);
            quoted(value);
        }

        @Override
        public void number(String name, double value) {
            field(name).append(DecimalText.of(value));
        }

        @Override
        public void whole(String name, long value) {
            field(name).append(value);
        }

        @Override
        public void truth(String name, boolean value) {
            field(name).append(value);
        }

        @Override
        public void time(String name, Instant value) {
            field(name).append('"').append(value).append('"');
        }

        @Override
        public void day(String name, LocalDate value) {
            field(name).append('"').append(value).append('"');
        }

        @Override
        public void levels(String name, List<BookLevel> levels) {
            field(name).append('[');
            for (int i = 0; i < levels.size(); i++) {
                BookLevel level = levels.get(i);
                line.append(i == 0 ? "[" : ",[")
                        .append(DecimalText.of(level.price()))
                        .append(',')
                        .append(DecimalText.of(level.size()))
                        .append(']');
            }
            line.append(']');
        }

        private void quoted(String text) {
            line.append('"');
            for (int i = 0; i < text.length(); i++) {
                character(text, i);
            }
            line.append('"');
        }

        /** Line separators are escaped too, which some readers of lines break at; so is half of a pair, which is no text. */
        private void character(String text, int at) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f || c == '\u2028' || c == '\u2029' || c == '\u0085' || isLone(text, at)) {
                        escape(c);
                    } else {
                        line.append(c);
                    }
                }
            }
        }

        private static boolean isLone(String text, int at) {
            char c = text.charAt(at);
            if (Character.isHighSurrogate(c)) {
                return at + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
            }
            return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
        }

        private void escape(char c) {
            line.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                line.append(HEX.charAt(c >> shift & 0xf));
            }
        }
    }
}
