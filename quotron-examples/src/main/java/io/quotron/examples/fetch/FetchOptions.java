package io.quotron.examples.fetch;

import io.quotron.error.Excerpt;
import io.quotron.model.Adjustment;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of one command, read and checked. */
final class FetchOptions {
    static final String USAGE = """
            usage: Fetch COMMAND --provider NAME [options]
            commands
              quote        --symbol S...                newest quotes
              index        --symbol S...                newest values of indices
              bars         --symbol S... [--interval 1d] [--from I] [--to I] [--adjust raw|splits|all] [--forming] [--extended]
              trades       --symbol S... --from I [--to I]
              actions      --symbol S... [--from I] [--to I]     splits and dividends
              search       --query Q                    instruments by name, symbol or ISIN
              instruments  [--query Q] [--list L]       what the provider has; Q names one of its lists, or filters
              profile      --symbol S...                a company or fund
              options      --symbol S... [--expiration DATE]
              book         --symbol S... [--depth 10]
              stream       --symbol S... [--kind trades|quotes|bars|candles|book|status] [--interval 1m] [--depth 10]
            options
              --provider NAME      %s
              --interval I         1s 1m 5m 15m 30m 1h 4h 1d 1w 1mo, where the provider has it
              --from I, --to I     an instant (2026-03-02T14:30:00Z) or a date; half-open; of daily bars a date is the trading day
              --limit N            at most N rows: the newest bars and trades, the first of everything else
              --base-url URL       asks this host instead, for all requests; --ws-url URL for streams
              --api-key-env VAR    the environment variable that holds the key
              --timeout 10s        for one request; for stream, when to stop
              --format F           table (default), csv or ndjson
              --trace              prints to the error stream how the answer came about
            exit codes: 0 done, 2 a wrong argument, 3 a failure (REASON: message)""";

    private static final Set<String> FLAGS = Set.of("--trace", "--forming", "--extended");
    private static final Set<String> VALUES = Set.of(
            "--provider",
            "--symbol",
            "--interval",
            "--from",
            "--to",
            "--adjust",
            "--query",
            "--list",
            "--limit",
            "--depth",
            "--expiration",
            "--kind",
            "--base-url",
            "--ws-url",
            "--api-key-env",
            "--timeout",
            "--format");
    private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    /** What is asked. */
    enum Command {
        QUOTE,
        INDEX,
        BARS,
        TRADES,
        ACTIONS,
        SEARCH,
        INSTRUMENTS,
        PROFILE,
        OPTIONS,
        BOOK,
        STREAM;

        /** Commands about a symbol need one. */
        boolean needsSymbol() {
            return this != SEARCH && this != INSTRUMENTS;
        }
    }

    /** How rows are printed. */
    enum Format {
        TABLE,
        CSV,
        NDJSON
    }

    /** What a stream carries. */
    enum Kind {
        TRADES,
        QUOTES,
        BARS,
        CANDLES,
        BOOK,
        STATUS
    }

    private final Command command;
    private final Map<String, String> given;
    private final List<Symbol> symbols;

    private FetchOptions(Command command, Map<String, String> given, List<Symbol> symbols) {
        this.command = command;
        this.given = given;
        this.symbols = List.copyOf(symbols);
    }

    /** Returns the same options about other symbols. */
    FetchOptions withSymbols(List<Symbol> others) {
        return new FetchOptions(command, given, others);
    }

    /**
     * Reads a command line; all options are checked now, so that a wrong one sends nothing.
     *
     * @throws IllegalArgumentException naming the option and what it should be
     */
    static FetchOptions parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command is missing: quote, index, bars, trades, ...");
        }
        Command command = choice("command", arguments.get(0), Command.values());
        Map<String, String> given = new LinkedHashMap<>();
        List<Symbol> symbols = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            i += take(arguments, i, given, symbols);
        }
        FetchOptions options = new FetchOptions(command, given, symbols);
        options.check();
        return options;
    }

    /** Returns how many arguments beyond the name were used. */
    private static int take(List<String> arguments, int at, Map<String, String> given, List<Symbol> symbols) {
        String argument = arguments.get(at);
        int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (FLAGS.contains(name) && equals < 0) {
            given.put(name, "true");
            return 0;
        }
        if (!VALUES.contains(name)) {
            throw new IllegalArgumentException("unknown argument '" + Excerpt.of(argument) + "'");
        }
        if (equals < 0 && at + 1 >= arguments.size()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        String value = equals < 0 ? arguments.get(at + 1) : argument.substring(equals + 1);
        if (name.equals("--symbol")) {
            List.of(value.split(",", -1)).forEach(text -> symbols.add(Symbol.of(text)));
        } else if (given.put(name, value) != null) {
            throw new IllegalArgumentException(name + " is given twice");
        }
        return equals < 0 ? 1 : 0;
    }

    private void check() {
        provider();
        if (command.needsSymbol() && symbols.isEmpty()) {
            throw new IllegalArgumentException("--symbol is missing");
        }
        if (command == Command.SEARCH && query().isEmpty()) {
            throw new IllegalArgumentException("--query is missing");
        }
        if (command == Command.TRADES && from().isEmpty()) {
            throw new IllegalArgumentException("--from is missing");
        }
        interval();
        from();
        to();
        adjustment();
        limit();
        depth();
        expiration();
        kind();
        baseUrl();
        wsUrl();
        timeout();
        format();
    }

    Command command() {
        return command;
    }

    List<Symbol> symbols() {
        return symbols;
    }

    String provider() {
        return Optional.ofNullable(given.get("--provider"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new IllegalArgumentException("--provider is missing"));
    }

    Optional<Interval> interval() {
        return read("--interval", Interval::parse);
    }

    Optional<FetchTime> from() {
        return read("--from", FetchTime::parse);
    }

    Optional<FetchTime> to() {
        return read("--to", FetchTime::parse);
    }

    Optional<Adjustment> adjustment() {
        return read("--adjust", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "raw" -> Adjustment.RAW;
            case "splits" -> Adjustment.SPLITS;
            case "all" -> Adjustment.SPLITS_AND_DIVIDENDS;
            default -> throw new IllegalArgumentException("must be raw, splits or all");
        });
    }

    Optional<String> query() {
        return Optional.ofNullable(given.get("--query")).filter(text -> !text.isBlank());
    }

    Optional<String> list() {
        return Optional.ofNullable(given.get("--list"));
    }

    int limit() {
        return read("--limit", FetchOptions::positive).orElse(Integer.MAX_VALUE);
    }

    int depth() {
        return read("--depth", FetchOptions::positive).orElse(10);
    }

    Optional<LocalDate> expiration() {
        return read("--expiration", LocalDate::parse);
    }

    Kind kind() {
        return read("--kind", text -> choice("--kind", text, Kind.values())).orElse(Kind.TRADES);
    }

    Optional<URI> baseUrl() {
        return read("--base-url", URI::create);
    }

    Optional<URI> wsUrl() {
        return read("--ws-url", URI::create);
    }

    Optional<String> apiKeyVariable() {
        return Optional.ofNullable(given.get("--api-key-env"));
    }

    Optional<Duration> timeout() {
        return read("--timeout", FetchOptions::duration);
    }

    Format format() {
        return read("--format", text -> choice("--format", text, Format.values()))
                .orElse(Format.TABLE);
    }

    boolean trace() {
        return given.containsKey("--trace");
    }

    boolean forming() {
        return given.containsKey("--forming");
    }

    boolean extended() {
        return given.containsKey("--extended");
    }

    private <T> Optional<T> read(String name, Function<String, T> reader) {
        String text = given.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(text));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " '" + Excerpt.of(text) + "' cannot be used: " + Excerpt.of(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static int positive(String text) {
        int value = Integer.parseInt(text);
        if (value < 1) {
            throw new IllegalArgumentException("must be at least 1");
        }
        return value;
    }

    private static Duration duration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text);
        Duration value;
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            value = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        } else {
            value = Duration.parse(text);
        }
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("must be above zero, as 10s or 2m");
        }
        return value;
    }

    private static <E extends Enum<E>> E choice(String what, String text, E[] values) {
        List<String> names = new ArrayList<>();
        for (E value : values) {
            String name = value.name().toLowerCase(Locale.ROOT);
            if (name.equals(text.toLowerCase(Locale.ROOT))) {
                return value;
            }
            names.add(name);
        }
        throw new IllegalArgumentException(
                what + " must be one of " + String.join(", ", names) + ", but is '" + Excerpt.of(text) + "'");
    }
}
