package io.quotron.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spoils the numbers of a JSON text, both bare ones and those written as texts. */
final class JsonPoison {
    /** A whole string (which is stepped over unless it is a number and no name), or a bare number. */
    private static final Pattern TOKEN =
            Pattern.compile("\"(-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)\"(?!\\s*:)|\"(?:[^\"\\\\]|\\\\.)*+\""
                    + "|(-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)");

    private final String json;
    private final List<MatchResult> numbers;

    private JsonPoison(String json, List<MatchResult> numbers) {
        this.json = json;
        this.numbers = numbers;
    }

    static JsonPoison of(String json) {
        List<MatchResult> numbers = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(json);
        while (matcher.find()) {
            if (matcher.group(1) != null || matcher.group(2) != null) {
                numbers.add(matcher.toMatchResult());
            }
        }
        return new JsonPoison(json, numbers);
    }

    int numbers() {
        return numbers.size();
    }

    /** Replaces all numbers by a JSON value. */
    String all(String value) {
        StringBuilder spoiled = new StringBuilder();
        int from = 0;
        for (MatchResult number : numbers) {
            spoiled.append(json, from, number.start()).append(asToken(number, value));
            from = number.end();
        }
        return spoiled.append(json, from, json.length()).toString();
    }

    /** Replaces one number by a JSON value. */
    String one(int index, String value) {
        MatchResult number = numbers.get(index);
        return json.substring(0, number.start()) + asToken(number, value) + json.substring(number.end());
    }

    private static String asToken(MatchResult number, String value) {
        boolean textual = number.group(1) != null;
        boolean plain = !value.startsWith("\"") && !value.startsWith("{") && !value.startsWith("[");
        return textual && plain && !value.equals("null") ? '"' + value + '"' : value;
    }
}
