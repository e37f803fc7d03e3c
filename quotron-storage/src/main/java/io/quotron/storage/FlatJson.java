package io.quotron.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The two shapes of JSON that a column holds: an array of strings, and an object of numbers in which null stands for NaN.
 * Doubles keep every bit. Anything else is refused with {@link IllegalArgumentException}.
 */
final class FlatJson {
    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    static String write(List<String> strings) {
        return strings.stream().map(FlatJson::quote).collect(Collectors.joining(",", "[", "]"));
    }

    static String write(Map<String, Double> numbers) {
        return numbers.entrySet().stream()
                .map(entry -> quote(entry.getKey()) + ":"
                        + (entry.getValue().isNaN() ? "null" : entry.getValue().toString()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    static List<String> readStrings(String text) {
        List<String> strings = new ArrayList<>();
        new FlatJson(text).read('[', ']', json -> strings.add(json.string()));
        return strings;
    }

    static Map<String, Double> readNumbers(String text) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        new FlatJson(text).read('{', '}', json -> json.member(numbers));
        return numbers;
    }

    private static String quote(String string) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private interface Element {
        void read(FlatJson json);
    }

    private void read(char open, char close, Element element) {
        expect(open);
        if (peek() != close) {
            element.read(this);
            while (peek() == ',') {
                at++;
                element.read(this);
            }
        }
        expect(close);
        if (peek() != 0) {
            throw bad();
        }
    }

    private void member(Map<String, Double> numbers) {
        String name = string();
        expect(':');
        peek();
        int start = at;
        while (at < text.length() && ",} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String number = text.substring(start, at);
        numbers.put(name, number.equals("null") ? Double.NaN : Double.parseDouble(number));
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return string.toString();
    }

    private char escaped() {
        if (at == text.length()) {
            throw bad();
        }
        char c = text.charAt(at++);
        if (c == 'u' && at + 4 <= text.length()) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        int index = "\"\\/bfnrt".indexOf(c);
        if (index < 0) {
            throw bad();
        }
        return "\"\\/\b\f\n\r\t".charAt(index);
    }

    /** Returns the next character that is no white space; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char c) {
        if (at < text.length() && text.charAt(at) != c) {
            peek();
        }
        if (at >= text.length() || text.charAt(at) != c) {
            throw bad();
        }
        at++;
    }

    private IllegalArgumentException bad() {
        return new IllegalArgumentException("unexpected JSON at character " + at);
    }
}
