package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.IndexValue;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.request.BarsRequest;
import io.quotron.request.IndexRequest;
import io.quotron.request.QuoteRequest;
import io.quotron.request.QuotesRequest;
import io.quotron.request.TradesRequest;
import io.quotron.spi.BarQuery;
import java.time.Duration;
import java.time.Period;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The requests of a client: immutable questions that know the engine which answers them. */
public final class Requests {

    private Requests() {}

    public static QuoteRequest quote(RequestEngine engine, Symbol symbol) {
        return new OneQuote(engine, Prepared.Options.of(Prepared.QUOTE_TIMEOUT), symbol);
    }

    public static QuotesRequest quotes(RequestEngine engine, Collection<Symbol> symbols) {
        if (symbols.isEmpty()) {
            throw new QuotronException(FailureReason.INVALID_REQUEST, "name at least one symbol");
        }
        return new ManyQuotes(engine, Prepared.Options.of(Prepared.QUOTE_TIMEOUT), new LinkedHashSet<>(symbols));
    }

    public static IndexRequest index(RequestEngine engine, Symbol symbol) {
        return new OneIndex(engine, Prepared.Options.of(Prepared.QUOTE_TIMEOUT), symbol);
    }

    public static TradesRequest trades(RequestEngine engine, Symbol symbol, TimeRange range) {
        return new PastTrades(
                engine, Prepared.Options.of(Prepared.HISTORY_TIMEOUT), new Questions.TradeQuery(symbol, range));
    }

    public static BarsRequest bars(RequestEngine engine, Symbol symbol) {
        Span lastYear = Span.of(Period.ofYears(1));
        return new Bars(
                engine,
                Prepared.Options.of(Prepared.HISTORY_TIMEOUT),
                new BarOptions(symbol, Interval.DAY_1, lastYear, Adjustment.SPLITS, false, false));
    }

    private static final class OneQuote extends Prepared<Quote, QuoteRequest> implements QuoteRequest {
        private final Asked<Symbol> key;

        OneQuote(RequestEngine engine, Prepared.Options options, Symbol symbol) {
            super(engine, options);
            this.key = asked(symbol);
        }

        @Override
        QuoteRequest with(Prepared.Options changed) {
            return new OneQuote(engine, changed, key.what());
        }

        /** A cache hit leaves no trail that anybody could ask for, so it takes the short way. */
        @Override
        public Quote fetch() {
            Quote cached = options.fresh() || engine.isClosed()
                    ? null
                    : engine.paths().quotes().peek(key);
            return cached != null ? cached : super.fetch();
        }

        @Override
        Quote ask(Call call) {
            return engine.paths().quotes().askOne(key, call);
        }
    }

    private static final class OneIndex extends Prepared<IndexValue, IndexRequest> implements IndexRequest {
        private final Symbol symbol;

        OneIndex(RequestEngine engine, Prepared.Options options, Symbol symbol) {
            super(engine, options);
            this.symbol = symbol;
        }

        @Override
        IndexRequest with(Prepared.Options changed) {
            return new OneIndex(engine, changed, symbol);
        }

        @Override
        IndexValue ask(Call call) {
            return IndexValue.of(engine.paths().quotes().askOne(asked(symbol), call));
        }
    }

    private static final class ManyQuotes extends Prepared<Map<Symbol, Result<Quote>>, QuotesRequest>
            implements QuotesRequest {
        private final Set<Symbol> symbols;

        ManyQuotes(RequestEngine engine, Prepared.Options options, Set<Symbol> symbols) {
            super(engine, options);
            this.symbols = symbols;
        }

        @Override
        QuotesRequest with(Prepared.Options changed) {
            return new ManyQuotes(engine, changed, symbols);
        }

        @Override
        Map<Symbol, Result<Quote>> ask(Call call) {
            Set<Asked<Symbol>> keys = new LinkedHashSet<>();
            symbols.forEach(symbol -> keys.add(asked(symbol)));
            return RequestEngine.results(engine.paths().quotes().ask(keys, call), keys);
        }
    }

    private static final class PastTrades extends Prepared<List<Trade>, TradesRequest> implements TradesRequest {
        private final Questions.TradeQuery query;

        PastTrades(RequestEngine engine, Prepared.Options options, Questions.TradeQuery query) {
            super(engine, options);
            this.query = query;
        }

        @Override
        TradesRequest with(Prepared.Options changed) {
            return new PastTrades(engine, changed, query);
        }

        @Override
        List<Trade> ask(Call call) {
            Span.requirePast(query.range(), call);
            return engine.paths().trades().askOne(asked(query), call);
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

        Bars(RequestEngine engine, Prepared.Options options, BarOptions asks) {
            super(engine, options);
            this.asks = asks;
        }

        @Override
        BarsRequest with(Prepared.Options changed) {
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
            Span.requirePast(range, call);
            BarQuery query = new BarQuery(asks.symbol, asks.interval, range, asks.adjustment, asks.extendedHours);
            return engine.paths().bars().askOne(asked(query), call).slice(range, asks.withForming);
        }
    }
}
