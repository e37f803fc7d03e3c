package io.quotron.internal.stream;

import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.stream.OverflowStrategy;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a request for live data asks for. Immutable.
 *
 * @param kinds what is delivered as it comes, but for bars
 * @param depth how deep books are; 0 if none are wanted
 * @param candles the bars that the source builds
 * @param intervals the bars that are built here
 */
record StreamSpec(
        List<Symbol> symbols,
        Set<StreamKind> kinds,
        int depth,
        List<Interval> candles,
        List<Interval> intervals,
        List<String> providers,
        OverflowStrategy overflow,
        int capacity) {
    StreamSpec {
        symbols = symbols.stream().distinct().toList();
        kinds = Set.copyOf(kinds);
        candles = List.copyOf(new TreeSet<>(candles));
        intervals = List.copyOf(new TreeSet<>(intervals));
        providers = List.copyOf(providers);
    }

    /** Asks for nothing yet. */
    static StreamSpec of(List<Symbol> symbols, int capacity) {
        return new StreamSpec(
                symbols, Set.of(), 0, List.of(), List.of(), List.of(), OverflowStrategy.DROP_OLDEST, capacity);
    }

    StreamSpec withKind(StreamKind kind) {
        return new StreamSpec(symbols, with(kind), depth, candles, intervals, providers, overflow, capacity);
    }

    private Set<StreamKind> with(StreamKind kind) {
        Set<StreamKind> more = EnumSet.of(kind);
        more.addAll(kinds);
        return more;
    }

    StreamSpec withBook(int levels) {
        return new StreamSpec(
                symbols, with(StreamKind.BOOK), levels, candles, intervals, providers, overflow, capacity);
    }

    StreamSpec withCandles(List<Interval> values) {
        return new StreamSpec(symbols, with(StreamKind.BARS), depth, values, intervals, providers, overflow, capacity);
    }

    StreamSpec withIntervals(List<Interval> values) {
        return new StreamSpec(symbols, kinds, depth, candles, values, providers, overflow, capacity);
    }

    StreamSpec withProviders(List<String> ids) {
        return new StreamSpec(symbols, kinds, depth, candles, intervals, ids, overflow, capacity);
    }

    StreamSpec withOverflow(OverflowStrategy strategy) {
        return new StreamSpec(symbols, kinds, depth, candles, intervals, providers, strategy, capacity);
    }

    StreamSpec withCapacity(int events) {
        return new StreamSpec(symbols, kinds, depth, candles, intervals, providers, overflow, events);
    }

    boolean delivers(StreamKind kind) {
        return kinds.contains(kind) || (kind == StreamKind.QUOTES && kinds.isEmpty() && intervals.isEmpty());
    }

    /** The streams that providers must send; bars that are built here are made of trades. */
    Set<StreamKey> keys() {
        Set<StreamKey> keys = new LinkedHashSet<>();
        for (StreamKind kind : StreamKind.values()) {
            if (delivers(kind) || (kind == StreamKind.TRADES && !intervals.isEmpty())) {
                symbols.forEach(symbol -> addKeys(keys, symbol, kind));
            }
        }
        return keys;
    }

    private void addKeys(Set<StreamKey> keys, Symbol symbol, StreamKind kind) {
        switch (kind) {
            case BOOK -> keys.add(StreamKey.book(symbol, depth));
            case BARS -> candles.forEach(interval -> keys.add(StreamKey.bars(symbol, interval)));
            case TRADES, QUOTES, STATUS -> keys.add(new StreamKey(symbol, kind));
        }
    }
}
