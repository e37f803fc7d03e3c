package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.IndexValue;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.request.BarsRequest;
import io.quotron.request.IndexRequest;
import io.quotron.request.QuoteRequest;
import io.quotron.request.QuotesRequest;
import io.quotron.request.Request;
import io.quotron.request.SearchRequest;
import io.quotron.request.Traced;
import io.quotron.request.TradesRequest;
import io.quotron.spi.BarQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The requests of a client: immutable questions that know the engine which answers them. */
public final class Requests {
    private static final Duration QUOTE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration HISTORY_TIMEOUT = Duration.ofSeconds(30);

    private Requests() {}

    public static QuoteRequest quote(RequestEngine engine, Symbol symbol) {
        return new OneQuote(engine, Options.of(QUOTE_TIMEOUT), symbol);
    }

    public static QuotesRequest quotes(RequestEngine engine, Collection<Symbol> symbols) {
        if (symbols.isEmpty()) {
            throw new QuotronException(FailureReason.INVALID_REQUEST, "name at least one symbol");
        }
        return new ManyQuotes(engine, Options.of(QUOTE_TIMEOUT), new LinkedHashSet<>(symbols));
    }

    public static IndexRequest index(RequestEngine engine, Symbol symbol) {
        return new OneIndex(engine, Options.of(QUOTE_TIMEOUT), symbol);
    }

    public static TradesRequest trades(RequestEngine engine, Symbol symbol, TimeRange range) {
        return new PastTrades(engine, Options.of(HISTORY_TIMEOUT), new RequestEngine.TradeQuery(symbol, range));
    }

    public static SearchRequest search(RequestEngine engine, String text) {
        if (text.isBlank()) {
            throw new QuotronException(FailureReason.INVALID_REQUEST, "the text to search for is blank");
        }
        return new Search(engine, Options.of(HISTORY_TIMEOUT), text.strip());
    }

    public static BarsRequest bars(RequestEngine engine, Symbol symbol) {
        Span lastYear = Span.of(Period.ofYears(1));
        return new Bars(
                engine,
                Options.of(HISTORY_TIMEOUT),
                new BarOptions(symbol, Interval.DAY_1, lastYear, Adjustment.SPLITS, false, false));
    }

    /** What every request can be told. */
    record Options(Duration timeout, List<SourceId> only, boolean fresh) {
        static Options of(Duration timeout) {
            return new Options(timeout, List.of(), false);
        }

        Options withTimeout(Duration value) {
            Objects.requireNonNull(value, "timeout");
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException("timeout must be positive, but is " + value);
            }
            return new Options(value, only, fresh);
        }

        Options withOnly(List<SourceId> value) {
            return new Options(timeout, value, fresh);
        }

        Options asFresh() {
            return new Options(timeout, only, true);
        }
    }

    /** The steps and verbs that all requests share. */
    private abstract static class Prepared<T, R extends Request<T, R>> implements Request<T, R> {
        final RequestEngine engine;
        final Options options;

        Prepared(RequestEngine engine, Options options) {
            this.engine = engine;
            this.options = options;
        }

        abstract R with(Options changed);

        abstract T ask(Call call);

        <K> Asked<K> asked(K what) {
            return new Asked<>(what, options.only());
        }

        @Override
        public R timeout(Duration timeout) {
            return with(options.withTimeout(timeout));
        }

        @Override
        public R from(String... providerIds) {
            return with(options.withOnly(engine.requireProviders(providerIds)));
        }

        @Override
        public R fresh() {
            return with(options.asFresh());
        }

        @Override
        public T fetch() {
            return fetchTraced().value();
        }

        @Override
        public CompletableFuture<T> fetchAsync() {
            return engine.runAsync(this::ask, options.timeout(), options.fresh());
        }

        @Override
        public Traced<T> fetchTraced() {
            return engine.run(this::ask, options.timeout(), options.fresh());
        }
    }

    private static final class OneQuote extends Prepared<Quote, QuoteRequest> implements QuoteRequest {
        private final Asked<Symbol> key;

        OneQuote(RequestEngine engine, Options options, Symbol symbol) {
            super(engine, options);
            this.key = asked(symbol);
        }

        @Override
        QuoteRequest with(Options changed) {
            return new OneQuote(engine, changed, key.what());
        }

        /** A cache hit leaves no trail that anybody could ask for, so it takes the short way. */
        @Override
        public Quote fetch() {
            Quote cached = options.fresh() || engine.isClosed()
                    ? null
                    : engine.quotes().peek(key);
            return cached != null ? cached : super.fetch();
        }

        @Override
        Quote ask(Call call) {
            return engine.quotes().askOne(key, call);
        }
    }

    private static final class OneIndex extends Prepared<IndexValue, IndexRequest> implements IndexRequest {
        private final Symbol symbol;

        OneIndex(RequestEngine engine, Options options, Symbol symbol) {
            super(engine, options);
            this.symbol = symbol;
        }

        @Override
        IndexRequest with(Options changed) {
            return new OneIndex(engine, changed, symbol);
        }

        @Override
        IndexValue ask(Call call) {
            return IndexValue.of(engine.quotes().askOne(asked(symbol), call));
        }
    }

    private static final class ManyQuotes extends Prepared<Map<Symbol, Result<Quote>>, QuotesRequest>
            implements QuotesRequest {
        private final Set<Symbol> symbols;

        ManyQuotes(RequestEngine engine, Options options, Set<Symbol> symbols) {
            super(engine, options);
            this.symbols = symbols;
        }

        @Override
        QuotesRequest with(Options changed) {
            return new ManyQuotes(engine, changed, symbols);
        }

        @Override
        Map<Symbol, Result<Quote>> ask(Call call) {
            Set<Asked<Symbol>> keys = new LinkedHashSet<>();
            symbols.forEach(symbol -> keys.add(asked(symbol)));
            return RequestEngine.results(engine.quotes().ask(keys, call), keys);
        }
    }

    private static final class PastTrades extends Prepared<List<Trade>, TradesRequest> implements TradesRequest {
        private final RequestEngine.TradeQuery query;

        PastTrades(RequestEngine engine, Options options, RequestEngine.TradeQuery query) {
            super(engine, options);
            this.query = query;
        }

        @Override
        TradesRequest with(Options changed) {
            return new PastTrades(engine, changed, query);
        }

        @Override
        List<Trade> ask(Call call) {
            requirePast(query.range(), call);
            return engine.trades().askOne(asked(query), call);
        }
    }

    private static final class Search extends Prepared<List<Instrument>, SearchRequest> implements SearchRequest {
        private final String text;

        Search(RequestEngine engine, Options options, String text) {
            super(engine, options);
            this.text = text;
        }

        @Override
        SearchRequest with(Options changed) {
            return new Search(engine, changed, text);
        }

        @Override
        List<Instrument> ask(Call call) {
            return engine.search().askOne(asked(text), call);
        }
    }

    /** A span that is known, or one that ends when the request is fetched. */
    private record Span(
            @Nullable TimeRange range,
            @Nullable Period period,
            @Nullable Duration duration) {
        private static final long LONGEST_DAYS = 365_000;

        static Span of(TimeRange range) {
            return new Span(Objects.requireNonNull(range, "range"), null, null);
        }

        static Span of(Period period) {
            Objects.requireNonNull(period, "period");
            double days = period.getYears() * 365.0 + period.getMonths() * 28.0 + period.getDays();
            if (!(days > 0 && days <= LONGEST_DAYS)) {
                throw new IllegalArgumentException("period must be positive and below 1000 years, but is " + period);
            }
            return new Span(null, period, null);
        }

        static Span of(Duration duration) {
            Objects.requireNonNull(duration, "duration");
            boolean positive = !duration.isZero() && !duration.isNegative();
            if (!positive || duration.toDays() > LONGEST_DAYS) {
                throw new IllegalArgumentException(
                        "duration must be positive and below 1000 years, but is " + duration);
            }
            return new Span(null, null, duration);
        }

        /** Ends on a boundary of the interval, so that two requests soon after each other ask the same question. */
        TimeRange resolve(Instant now, Interval interval) {
            if (range != null) {
                return range;
            }
            long step = interval.isIntraday() ? interval.nanos() : Interval.DAY_1.nanos();
            long seconds = Math.max(1, step / 1_000_000_000L);
            Instant end = Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), seconds) + 1) * seconds);
            ZonedDateTime last = end.atZone(ZoneOffset.UTC);
            Instant start = period != null
                    ? last.minus(period).toInstant()
                    : end.minus(Objects.requireNonNull(duration, "duration"));
            return TimeRange.of(start, end);
        }
    }

    private record BarOptions(
            Symbol symbol,
            Interval interval,
            Span span,
            Adjustment adjustment,
            boolean withForming,
            boolean extendedHours) {}

    private static final class Bars extends Prepared<BarSeries, BarsRequest> implements BarsRequest {
        private final BarOptions asks;

        Bars(RequestEngine engine, Options options, BarOptions asks) {
            super(engine, options);
            this.asks = asks;
        }

        @Override
        BarsRequest with(Options changed) {
            return new Bars(engine, changed, asks);
        }

        private BarsRequest with(BarOptions changed) {
            return new Bars(engine, options, changed);
        }

        @Override
        public BarsRequest interval(Interval interval) {
            Objects.requireNonNull(interval, "interval");
            return with(new BarOptions(
                    asks.symbol, interval, asks.span, asks.adjustment, asks.withForming, asks.extendedHours));
        }

        @Override
        public BarsRequest range(TimeRange range) {
            return span(Span.of(range));
        }

        @Override
        public BarsRequest last(Period period) {
            return span(Span.of(period));
        }

        @Override
        public BarsRequest last(Duration duration) {
            return span(Span.of(duration));
        }

        private BarsRequest span(Span span) {
            return with(new BarOptions(
                    asks.symbol, asks.interval, span, asks.adjustment, asks.withForming, asks.extendedHours));
        }

        @Override
        public BarsRequest adjusted(Adjustment adjustment) {
            Objects.requireNonNull(adjustment, "adjustment");
            return with(new BarOptions(
                    asks.symbol, asks.interval, asks.span, adjustment, asks.withForming, asks.extendedHours));
        }

        @Override
        public BarsRequest withForming() {
            return with(
                    new BarOptions(asks.symbol, asks.interval, asks.span, asks.adjustment, true, asks.extendedHours));
        }

        @Override
        public BarsRequest withExtendedHours() {
            return with(new BarOptions(asks.symbol, asks.interval, asks.span, asks.adjustment, asks.withForming, true));
        }

        @Override
        BarSeries ask(Call call) {
            TimeRange range = asks.span.resolve(call.time().now(), asks.interval);
            requirePast(range, call);
            BarQuery query = new BarQuery(asks.symbol, asks.interval, range, asks.adjustment, asks.extendedHours);
            return engine.bars().askOne(asked(query), call).slice(range, asks.withForming);
        }
    }

    private static void requirePast(TimeRange range, Call call) {
        if (range.startInclusive().isAfter(call.time().now())) {
            throw new QuotronException(
                    FailureReason.INVALID_REQUEST,
                    "the range " + range + " lies in the future; nothing is known of it");
        }
    }
}
