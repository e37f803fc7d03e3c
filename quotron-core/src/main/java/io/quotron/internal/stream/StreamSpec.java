package io.quotron.internal.stream;

import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.spi.StreamKind;
import io.quotron.stream.OverflowStrategy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a request for live data asks for. Immutable. */
record StreamSpec(
        List<Symbol> symbols,
        Set<StreamKind> kinds,
        List<Interval> intervals,
        List<String> providers,
        OverflowStrategy overflow,
        int capacity) {
    StreamSpec {
        symbols = symbols.stream().distinct().toList();
        kinds = Set.copyOf(kinds);
        intervals = List.copyOf(new TreeSet<>(intervals));
        providers = List.copyOf(providers);
    }

    StreamSpec withKind(StreamKind kind) {
        Set<StreamKind> more = EnumSet.of(kind);
        more.addAll(kinds);
        return new StreamSpec(symbols, more, intervals, providers, overflow, capacity);
    }

    StreamSpec withIntervals(List<Interval> values) {
        return new StreamSpec(symbols, kinds, values, providers, overflow, capacity);
    }

    StreamSpec withProviders(List<String> ids) {
        return new StreamSpec(symbols, kinds, intervals, ids, overflow, capacity);
    }

    StreamSpec withOverflow(OverflowStrategy strategy) {
        return new StreamSpec(symbols, kinds, intervals, providers, strategy, capacity);
    }

    StreamSpec withCapacity(int events) {
        return new StreamSpec(symbols, kinds, intervals, providers, overflow, events);
    }

    boolean delivers(StreamKind kind) {
        return kinds.contains(kind) || (kind == StreamKind.QUOTES && kinds.isEmpty() && intervals.isEmpty());
    }

    /** The kinds that providers must send; bars are made of trades. */
    Set<StreamKind> neededKinds() {
        Set<StreamKind> needed = EnumSet.noneOf(StreamKind.class);
        for (StreamKind kind : StreamKind.values()) {
            if (delivers(kind) || (kind == StreamKind.TRADES && !intervals.isEmpty())) {
                needed.add(kind);
            }
        }
        return needed;
    }
}
