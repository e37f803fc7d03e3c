package io.quotron.testkit.contract;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Symbol;
import io.quotron.spi.BarQuery;
import io.quotron.spi.BarSource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A provider of a toy format that keeps the contract, or breaks it in one way. */
final class ToyProvider implements MarketDataProvider {
    static final String KEY = "canary/key+1";
    private static final String ENCODED_KEY = "canary%2Fkey%2B1";
    private static final ProviderDescriptor DESCRIPTOR = ProviderDescriptor.builder(ToyHttp.SOURCE, "Toy")
            .intervals(List.of(Interval.MINUTE_1))
            .maxSymbolsPerRequest(10)
            .keyRequired()
            .build();

    private final ToyHttp http;
    private final Set<ToyHttp.Flaw> flaws;
    private volatile boolean closed;

    ToyProvider(URI server, Set<ToyHttp.Flaw> flaws) {
        this.http = new ToyHttp(server, flaws);
        this.flaws = flaws;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Optional<QuoteSource> quotes() {
        return Optional.of(this::fetchQuotes);
    }

    @Override
    public Optional<BarSource> bars() {
        return Optional.of(this::fetchBars);
    }

    private Object get(String target, RequestContext context) {
        if (closed) {
            throw new ProviderException(ToyHttp.SOURCE, FailureReason.CLOSED, "the provider was closed");
        }
        Object answer = parse(http.get(target + "&key=" + ENCODED_KEY, context));
        if (answer == null) {
            throw ToyJson.malformed(null);
        }
        return answer;
    }

    private @Nullable Object parse(byte[] body) {
        try {
            return ToyJson.parse(body);
        } catch (ProviderException e) {
            String text = new String(body, StandardCharsets.UTF_8);
            if (!flaws.contains(ToyHttp.Flaw.TAKES_PARTS) || text.lastIndexOf(',') < 0) {
                throw e;
            }
            return ToyJson.parse((text.substring(0, text.lastIndexOf(',')) + "}}").getBytes(StandardCharsets.UTF_8));
        }
    }

    private Map<Symbol, Result<Quote>> fetchQuotes(Set<Symbol> symbols, RequestContext context) {
        String codes = symbols.stream().map(Symbol::code).collect(Collectors.joining(","));
        Map<?, ?> answer = ToyJson.object(get("/quotes?symbols=" + codes, context));
        Map<Symbol, Result<Quote>> quotes = new LinkedHashMap<>();
        for (Symbol symbol : symbols) {
            quotes.put(
                    symbol,
                    quote(symbol, answer.get(symbol.code()), context.time().now()));
        }
        return quotes;
    }

    private Result<Quote> quote(Symbol symbol, @Nullable Object entry, Instant now) {
        if ("unknown".equals(entry)) {
            return Result.failure(FailureReason.SYMBOL_UNKNOWN, "unknown");
        }
        Map<?, ?> fields = ToyJson.object(entry);
        OptionalDouble price = ToyJson.number(fields.get("price"));
        OptionalDouble time = ToyJson.number(fields.get("time"));
        if (flaws.contains(ToyHttp.Flaw.MISSING_IS_ZERO)) {
            price = OptionalDouble.of(price.orElse(0));
            time = OptionalDouble.of(time.orElse(0));
        } else if (price.isEmpty() || price.getAsDouble() <= 0 || time.isEmpty()) {
            return Result.failure(FailureReason.MALFORMED_RESPONSE, "no price");
        }
        Quote.Builder quote = Quote.builder(symbol, ToyHttp.SOURCE)
                .price(price.getAsDouble())
                .eventTime(Instant.ofEpochMilli((long) time.getAsDouble()))
                .receivedTime(now);
        ToyJson.number(fields.get("bid")).ifPresent(quote::bid);
        return Result.success(quote.build());
    }

    private BarSeries fetchBars(BarQuery query, RequestContext context) {
        if (!DESCRIPTOR.intervals().contains(query.interval())) {
            throw new ProviderException(ToyHttp.SOURCE, FailureReason.UNSUPPORTED, "no such interval");
        }
        Map<?, ?> answer = ToyJson.object(get("/bars?symbol=" + query.symbol().code(), context));
        if ("unknown".equals(answer.get("error"))) {
            throw new SymbolNotFoundException(ToyHttp.SOURCE, query.symbol());
        }
        List<?> rows = ToyJson.array(answer.get("bars"));
        if (rows.isEmpty()) {
            throw new NoDataException(ToyHttp.SOURCE, NoDataException.Why.NOT_TOLD, "no bars");
        }
        SeriesIdentity identity = new SeriesIdentity(
                query.symbol(),
                ToyHttp.SOURCE,
                query.interval(),
                query.adjustment(),
                null,
                ZoneOffset.UTC,
                SeriesIdentity.Session.CONTINUOUS);
        BarSeries.Builder series = BarSeries.builder(identity, context.time().now());
        rows.forEach(row -> addRow(
                series, ToyJson.array(row), query.interval(), context.time().now()));
        return series.build().slice(query.range(), true);
    }

    private static void addRow(BarSeries.Builder series, List<?> row, Interval interval, Instant now) {
        double[] numbers = row.stream()
                .mapToDouble(cell -> ToyJson.number(cell).orElse(Double.NaN))
                .toArray();
        if (numbers.length != 6 || Double.isNaN(numbers[0])) {
            series.rejectRow();
            return;
        }
        long open = ((long) numbers[0]) * 1_000_000L;
        long close = open + interval.nanos();
        boolean running = close > now.toEpochMilli() * 1_000_000L;
        series.add(
                open,
                close,
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                Double.NaN,
                -1,
                running ? Bar.State.FORMING : Bar.State.FINAL);
    }

    @Override
    public HealthCheck check(RequestContext context) {
        try {
            get("/quotes?symbols=ACME", context);
            return HealthCheck.ok();
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
