package io.quotron.providers.checks;

import io.quotron.model.Adjustment;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A question to a role of a provider.
 *
 * @param name what to call it
 * @param asked asks it
 */
record Question(String name, Asked asked) {
    /** Asks. */
    @FunctionalInterface
    interface Asked {
        Object ask(MarketDataProvider provider, RequestContext context);
    }

    static Question quote(String symbol) {
        Symbol code = Symbol.of(symbol);
        return new Question(
                "quote " + symbol,
                (provider, context) -> provider.quotes().orElseThrow().fetchQuotes(Set.of(code), context));
    }

    static Question bars(String symbol, Interval interval, Adjustment adjustment, String from, String to) {
        TimeRange range = TimeRange.of(Instant.parse(from), Instant.parse(to));
        BarQuery query = new BarQuery(Symbol.of(symbol), interval, range, adjustment, false);
        return new Question(
                "bars " + symbol + " " + interval + " " + adjustment,
                (provider, context) -> provider.bars().orElseThrow().fetchBars(query, context));
    }

    static Question trades(String symbol, String from, String to) {
        TimeRange range = TimeRange.of(Instant.parse(from), Instant.parse(to));
        return new Question(
                "trades " + symbol,
                (provider, context) -> provider.trades().orElseThrow().fetchTrades(Symbol.of(symbol), range, context));
    }

    static Question book(String symbol) {
        return new Question(
                "book " + symbol,
                (provider, context) -> provider.books().orElseThrow().fetchBook(Symbol.of(symbol), 10, context));
    }

    static Question profile(String symbol) {
        return new Question(
                "profile " + symbol,
                (provider, context) -> provider.profiles().orElseThrow().fetchProfile(Symbol.of(symbol), context));
    }

    static Question actions(String symbol, String from, String to) {
        TimeRange range = TimeRange.of(Instant.parse(from), Instant.parse(to));
        return new Question(
                "actions " + symbol,
                (provider, context) ->
                        provider.actions().orElseThrow().fetchActions(Symbol.of(symbol), range, context));
    }

    static Question options(String symbol) {
        return new Question(
                "options " + symbol,
                (provider, context) ->
                        provider.options().orElseThrow().fetchOptions(Symbol.of(symbol), Optional.empty(), context));
    }

    static Question search(String text) {
        return new Question(
                "search " + text,
                (provider, context) -> provider.instruments().orElseThrow().search(text, context));
    }

    static Question list(String name) {
        return new Question(
                "list " + name,
                (provider, context) -> provider.discovery().orElseThrow().discover(name, context));
    }

    /** Tells whether a provider remembers parts of the answer, so that only a new one asks for all of it. */
    boolean isRemembered() {
        return name.startsWith("list");
    }

    @Override
    public String toString() {
        return name;
    }
}
