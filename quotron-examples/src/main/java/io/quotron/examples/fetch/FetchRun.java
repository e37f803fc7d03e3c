package io.quotron.examples.fetch;

import io.quotron.MarketDataClient;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.json.FieldVisitor;
import io.quotron.json.Fields;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.CorporateAction;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.OptionChain;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.request.ActionsRequest;
import io.quotron.request.BarsRequest;
import io.quotron.request.DiscoverRequest;
import io.quotron.request.OptionsRequest;
import io.quotron.request.Request;
import io.quotron.request.SearchRequest;
import io.quotron.request.Traced;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.TimeSource;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Carries a command out. */
public final class FetchRun {
    private static final int DONE = 0;
    private static final int REFUSED = 2;
    private static final int FAILED = 3;

    private final FetchOptions options;
    private final MarketDataClient client;
    private final SourceId source;
    private final TimeSource time;
    private final Rows rows;
    private final PrintStream err;
    private int code = DONE;

    private FetchRun(
            FetchOptions options,
            MarketDataClient client,
            SourceId source,
            TimeSource time,
            Rows rows,
            PrintStream err) {
        this.options = options;
        this.client = client;
        this.source = source;
        this.time = time;
        this.rows = rows;
        this.err = err;
    }

    /**
     * Runs a command.
     *
     * @param arguments the command line
     * @param environment where a key is looked up
     * @param out where values go
     * @param err where failures and trails go
     * @return the exit code: 0 done, 2 a wrong argument, 3 a failure
     */
    public static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        return run(arguments, environment, TimeSource.system(), out, err);
    }

    /**
     * Runs a command by another clock.
     *
     * @param arguments the command line
     * @param environment where a key is looked up
     * @param time the clock
     * @param out where values go
     * @param err where failures and trails go
     * @return the exit code: 0 done, 2 a wrong argument, 3 a failure
     */
    public static int run(
            List<String> arguments,
            Map<String, String> environment,
            TimeSource time,
            PrintStream out,
            PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.println(String.format(Locale.ROOT, FetchOptions.USAGE, FetchProviders.names()));
            return DONE;
        }
        FetchOptions options;
        MarketDataProvider provider;
        try {
            options = FetchOptions.parse(arguments);
            provider = FetchProviders.create(options, environment);
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println(e.getMessage());
            err.println("Fetch --help tells the options");
            return REFUSED;
        }
        return run(options, provider, time, out, err);
    }

    private static int run(
            FetchOptions options, MarketDataProvider provider, TimeSource time, PrintStream out, PrintStream err) {
        SourceId source = provider.descriptor().id();
        Rows rows = Rows.of(options.format(), options.command() == FetchOptions.Command.STREAM, out);
        try (MarketDataClient client =
                MarketDataClient.builder().name("fetch").addProvider(provider).build()) {
            NativeSpelling spelling = new NativeSpelling(client, provider.descriptor());
            FetchOptions understood = options.withSymbols(spelling.canonical(options.symbols()));
            FetchRun run = new FetchRun(understood, client, source, time, rows, err);
            run.carryOut();
            return run.code;
        } catch (QuotronException e) {
            tell(err, e);
            return FAILED;
        } finally {
            rows.finish();
        }
    }

    private static void tell(PrintStream err, QuotronException e) {
        err.println(e.reason() + ": " + e.getMessage());
    }

    private void carryOut() {
        switch (options.command()) {
            case QUOTE -> quotes();
            case INDEX -> each(symbol -> print(ask(client.index(symbol.code())), Fields::of));
            case BARS -> each(this::bars);
            case TRADES -> each(this::trades);
            case ACTIONS -> each(this::actions);
            case SEARCH -> instruments(ask(search()));
            case INSTRUMENTS -> instruments(listed());
            case PROFILE -> each(symbol -> print(ask(client.profile(symbol.code())), Fields::profile));
            case OPTIONS -> each(this::options);
            case BOOK -> each(symbol -> print(ask(client.book(symbol.code()).depth(options.depth())), Fields::of));
            case STREAM -> stream();
        }
    }

    private void each(Consumer<Symbol> action) {
        for (Symbol symbol : options.symbols()) {
            try {
                action.accept(symbol);
            } catch (QuotronException e) {
                fail(e);
            }
        }
    }

    private void fail(QuotronException e) {
        tell(err, e);
        if (options.trace()) {
            e.trail().steps().forEach(step -> err.println("  " + step));
        }
        code = FAILED;
    }

    private <T, R extends Request<T, R>> T ask(R request) {
        Traced<T> answer =
                options.timeout().map(request::timeout).orElse(request).fetchTraced();
        if (options.trace()) {
            answer.trail().steps().forEach(step -> err.println("  " + step));
        }
        return answer.value();
    }

    /** Names one of two arguments, so that {@code Fields} methods can be passed as they are. */
    @FunctionalInterface
    private interface Telling<T> {
        void tell(T value, FieldVisitor to);
    }

    private <T> void print(T value, Telling<T> fields) {
        rows.add(to -> fields.tell(value, to));
    }

    private void stream() {
        for (String failure : StreamPrinter.run(client, options, rows)) {
            err.println(failure);
            code = FAILED;
        }
    }

    private void quotes() {
        if (options.symbols().size() == 1) {
            each(symbol -> print(ask(client.quote(symbol)), Fields::of));
            return;
        }
        Map<Symbol, Result<Quote>> answers = ask(client.quotes(options.symbols()));
        answers.forEach((symbol, result) -> {
            if (result instanceof Result.Failure<Quote> failure) {
                err.println(failure.reason() + ": " + failure.message());
                code = FAILED;
            } else {
                print(result.get(), Fields::of);
            }
        });
    }

    private void bars(Symbol symbol) {
        BarsRequest request = client.bars(symbol);
        request = options.interval().map(request::interval).orElse(request);
        request = options.adjustment().map(request::adjusted).orElse(request);
        request = options.forming() ? request.withForming() : request;
        request = options.extended() ? request.withExtendedHours() : request;
        request = withSpan(request, symbol);
        BarSeries series = ask(request);
        List<Bar> asked = series.bars().filter(this::isAsked).toList();
        asked.stream()
                .skip(Math.max(0, asked.size() - options.limit()))
                .forEach(bar -> rows.add(to -> Fields.bar(bar, series.identity(), to)));
        series.actions().forEach(action -> rows.add(to -> Fields.action(action, source, to)));
    }

    private BarsRequest withSpan(BarsRequest request, Symbol symbol) {
        boolean intraday = options.interval().map(Interval::isIntraday).orElse(false);
        if (options.from().isEmpty() && options.to().isEmpty()) {
            return intraday ? request.last(Duration.ofDays(5)) : request;
        }
        Instant end = options.to().map(FetchTime::instant).orElseGet(time::now);
        Instant start = options.from()
                .map(FetchTime::instant)
                .orElseGet(() -> end.atZone(ZoneOffset.UTC).minusYears(1).toInstant());
        // The sessions of some exchanges begin on the day before, in UTC; what is too much is left out afterwards.
        Duration margin = intraday || symbol.isPair() ? Duration.ZERO : Duration.ofDays(1);
        return request.range(range(start.minus(margin), end.plus(margin)));
    }

    private static TimeRange range(Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw new QuotronException(FailureReason.INVALID_REQUEST, "--from " + start + " is not before --to " + end);
        }
        return TimeRange.of(start, end);
    }

    private boolean isAsked(Bar bar) {
        return options.from().map(from -> !from.isAfterStartOf(bar)).orElse(true)
                && options.to().map(to -> to.isAfterStartOf(bar)).orElse(true);
    }

    private void trades(Symbol symbol) {
        Instant start = options.from().map(FetchTime::instant).orElseThrow();
        Instant end = options.to().map(FetchTime::instant).orElseGet(time::now);
        List<Trade> trades = ask(client.trades(symbol.code(), range(start, end)));
        trades.stream().skip(Math.max(0, trades.size() - options.limit())).forEach(trade -> print(trade, Fields::of));
    }

    private void actions(Symbol symbol) {
        ActionsRequest request = client.actions(symbol.code());
        if (options.from().isPresent()) {
            Instant end = options.to().map(FetchTime::instant).orElseGet(time::now);
            request = request.range(range(options.from().get().instant(), end));
        } else {
            request = request.last(Period.ofYears(100));
        }
        List<CorporateAction> actions = ask(request);
        actions.stream()
                .skip(Math.max(0, actions.size() - options.limit()))
                .forEach(action -> rows.add(to -> Fields.action(action, source, to)));
    }

    private SearchRequest search() {
        return client.instruments().search(options.query().orElseThrow());
    }

    /** What the provider has: a list that the query or an option names, or what the query finds in the first list. */
    private List<Instrument> listed() {
        DiscoverRequest discover = client.instruments().discover(source.id());
        Optional<String> named = options.list().or(() -> options.query().flatMap(this::listOf));
        List<Instrument> all = ask(named.map(discover::list).orElse(discover));
        boolean filtered = options.query().isPresent()
                && (named.isEmpty() || options.list().isPresent());
        return filtered ? all.stream().filter(this::matches).toList() : all;
    }

    private Optional<String> listOf(String query) {
        return ask(client.instruments().lists(source.id())).stream()
                .filter(query::equalsIgnoreCase)
                .findFirst();
    }

    private boolean matches(Instrument instrument) {
        String part = options.query().orElse("").toLowerCase(Locale.ROOT);
        return Stream.of(
                        instrument.symbol().code(),
                        instrument.nativeSymbol(),
                        instrument.name().orElse(""))
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(part));
    }

    private void instruments(List<Instrument> found) {
        found.stream().limit(options.limit()).forEach(this::instrument);
    }

    private void instrument(Instrument instrument) {
        rows.add(to -> Fields.instrument(instrument, to));
    }

    private void options(Symbol symbol) {
        OptionsRequest request = client.options(symbol.code());
        OptionChain chain = ask(options.expiration().map(request::expiring).orElse(request));
        chain.calls().stream()
                .limit(options.limit())
                .forEach(option -> rows.add(to -> Fields.option(option, chain, to)));
        chain.puts().stream()
                .limit(options.limit())
                .forEach(option -> rows.add(to -> Fields.option(option, chain, to)));
    }
}
