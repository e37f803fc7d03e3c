package io.quotron.examples;

import io.quotron.calendar.TradingCalendar;
import io.quotron.error.Excerpt;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a {@link RecordedRun} is asked to do. Exactly one of {@code trades} and {@code bars} is present.
 *
 * @param trades a CSV file of trades
 * @param bars a CSV file of bars
 * @param symbol what the file is about
 * @param interval the length of the bars; told from the file where absent
 * @param excludedConditions sale-condition bits; a trade that has one of them, or is marked as suspicious, counts in volume but not in
 *     prices. Where absent, all trades form prices
 * @param session the market whose regular sessions are kept; all is kept where absent
 * @param out the folder for the results; none are written where absent
 */
public record RecordedOptions(
        Optional<Path> trades,
        Optional<Path> bars,
        Symbol symbol,
        Optional<Interval> interval,
        OptionalLong excludedConditions,
        Optional<TradingCalendar> session,
        Optional<Path> out) {
    /** The options in words. */
    public static final String USAGE = """
            usage: --trades FILE --symbol S [--exclude-conditions HEX] [--session XNYS] [--out DIR]
                   --bars FILE --symbol S [--interval 1d] [--session XNYS] [--out DIR]
            FILE is .csv or .csv.gz; trades with one of the HEX bits, or marked suspicious, count in volume but not in prices""";

    private static final List<String> NAMES =
            List.of("--trades", "--bars", "--symbol", "--interval", "--exclude-conditions", "--session", "--out");

    /**
     * Checks that the options fit together.
     *
     * @throws IllegalArgumentException if they do not
     */
    public RecordedOptions {
        if (trades.isPresent() == bars.isPresent()) {
            throw new IllegalArgumentException("give either --trades or --bars");
        }
        if (trades.isPresent() && interval.isPresent()) {
            throw new IllegalArgumentException("--interval is for --bars; trades give 1s, 1m, 5m and 1h");
        }
        if (bars.isPresent() && excludedConditions.isPresent()) {
            throw new IllegalArgumentException("--exclude-conditions is for --trades");
        }
    }

    /**
     * Reads a command line.
     *
     * @param arguments options, each followed by its value, or as {@code --name=value}
     * @return the options
     * @throws IllegalArgumentException if an option is unknown, repeated, missing or has an impossible value
     */
    public static RecordedOptions parse(List<String> arguments) {
        Map<String, String> given = pairs(arguments);
        Optional<String> mask = Optional.ofNullable(given.get("--exclude-conditions"));
        return new RecordedOptions(
                path(given, "--trades"),
                path(given, "--bars"),
                Symbol.of(Optional.ofNullable(given.get("--symbol"))
                        .orElseThrow(() -> new IllegalArgumentException("--symbol is missing"))),
                Optional.ofNullable(given.get("--interval")).map(Interval::parse),
                mask.isPresent() ? OptionalLong.of(bits(mask.get())) : OptionalLong.empty(),
                Optional.ofNullable(given.get("--session")).map(TradingCalendar::of),
                path(given, "--out"));
    }

    private static Map<String, String> pairs(List<String> arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown option '" + Excerpt.of(name) + "'; there are " + String.join(" ", NAMES));
            }
            if (equals < 0 && (++i == arguments.size() || NAMES.contains(arguments.get(i)))) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = equals < 0 ? arguments.get(i) : argument.substring(equals + 1);
            if (given.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException(name + " is given twice");
            }
        }
        return given;
    }

    private static Optional<Path> path(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(value));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(name + " is no file name: '" + Excerpt.of(value) + "'", e);
        }
    }

    private static long bits(String value) {
        String digits = value.toLowerCase(Locale.ROOT).startsWith("0x") ? value.substring(2) : value;
        try {
            return Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--exclude-conditions must be hexadecimal, as 0x140220, but is '" + Excerpt.of(value) + "'", e);
        }
    }
}
