package io.quotron.internal.request;

import io.quotron.model.CorporateAction;
import io.quotron.model.Interval;
import io.quotron.model.OptionChain;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.request.ActionsRequest;
import io.quotron.request.BookRequest;
import io.quotron.request.OptionsRequest;
import io.quotron.request.ProfileRequest;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The requests for profiles, options, order books, splits and dividends. */
public final class ReferenceRequests {
    private static final int DEPTH = 10;
    private static final Period ACTIONS = Period.ofYears(5);

    private ReferenceRequests() {}

    public static ProfileRequest profile(RequestEngine engine, Symbol symbol) {
        return new OneProfile(engine, Prepared.Options.of(Prepared.HISTORY_TIMEOUT), symbol);
    }

    public static OptionsRequest options(RequestEngine engine, Symbol symbol) {
        Questions.OptionQuery next = new Questions.OptionQuery(symbol, Optional.empty());
        return new Chain(engine, Prepared.Options.of(Prepared.HISTORY_TIMEOUT), next);
    }

    public static BookRequest book(RequestEngine engine, Symbol symbol) {
        Questions.BookQuery query = new Questions.BookQuery(symbol, DEPTH);
        return new Book(engine, Prepared.Options.of(Prepared.QUOTE_TIMEOUT), query);
    }

    public static ActionsRequest actions(RequestEngine engine, Symbol symbol) {
        return new Actions(engine, Prepared.Options.of(Prepared.HISTORY_TIMEOUT), symbol, Span.of(ACTIONS));
    }

    private static final class OneProfile extends Prepared<Profile, ProfileRequest> implements ProfileRequest {
        private final Symbol symbol;

        OneProfile(RequestEngine engine, Options options, Symbol symbol) {
            super(engine, options);
            this.symbol = symbol;
        }

        @Override
        ProfileRequest with(Options changed) {
            return new OneProfile(engine, changed, symbol);
        }

        @Override
        Profile ask(Call call) {
            return engine.paths().profiles().askOne(asked(symbol), call);
        }
    }

    private static final class Chain extends Prepared<OptionChain, OptionsRequest> implements OptionsRequest {
        private final Questions.OptionQuery query;

        Chain(RequestEngine engine, Options options, Questions.OptionQuery query) {
            super(engine, options);
            this.query = query;
        }

        @Override
        OptionsRequest with(Options changed) {
            return new Chain(engine, changed, query);
        }

        @Override
        public OptionsRequest expiring(LocalDate expiration) {
            Objects.requireNonNull(expiration, "expiration");
            return new Chain(engine, options, new Questions.OptionQuery(query.underlying(), Optional.of(expiration)));
        }

        @Override
        OptionChain ask(Call call) {
            return engine.paths().options().askOne(asked(query), call);
        }
    }

    private static final class Book extends Prepared<OrderBook, BookRequest> implements BookRequest {
        private final Questions.BookQuery query;

        Book(RequestEngine engine, Options options, Questions.BookQuery query) {
            super(engine, options);
            this.query = query;
        }

        @Override
        BookRequest with(Options changed) {
            return new Book(engine, changed, query);
        }

        @Override
        public BookRequest depth(int levels) {
            if (levels < 1) {
                throw new IllegalArgumentException("depth must be at least 1, but is " + levels);
            }
            return new Book(engine, options, new Questions.BookQuery(query.symbol(), levels));
        }

        @Override
        OrderBook ask(Call call) {
            return engine.paths().books().askOne(asked(query), call);
        }
    }

    private static final class Actions extends Prepared<List<CorporateAction>, ActionsRequest>
            implements ActionsRequest {
        private final Symbol symbol;
        private final Span span;

        Actions(RequestEngine engine, Options options, Symbol symbol, Span span) {
            super(engine, options);
            this.symbol = symbol;
            this.span = span;
        }

        @Override
        ActionsRequest with(Options changed) {
            return new Actions(engine, changed, symbol, span);
        }

        @Override
        public ActionsRequest range(TimeRange range) {
            return new Actions(engine, options, symbol, Span.of(range));
        }

        @Override
        public ActionsRequest last(Period period) {
            return new Actions(engine, options, symbol, Span.of(period));
        }

        @Override
        List<CorporateAction> ask(Call call) {
            TimeRange range = span.resolve(call.time().now(), Interval.DAY_1);
            Span.requirePast(range, call);
            return engine.paths().actions().askOne(asked(new Questions.ActionQuery(symbol, range)), call);
        }
    }
}
