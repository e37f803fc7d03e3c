package io.quotron.bars;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Bars of fixed length in UTC, made the slow and obvious way: sorted, made unique, grouped. */
final class BarOracle {
    private BarOracle() {}

    record Tick(long time, double price, double size, long sequence, boolean formsPrice) {}

    record Row(long start, double open, double high, double low, double close, double volume, long count) {}

    static List<Row> bars(List<Tick> ticks, long length) {
        List<Tick> sorted = new ArrayList<>(ticks);
        sorted.sort(Comparator.comparingLong(Tick::time).thenComparingLong(Tick::sequence));
        Set<Long> seen = new HashSet<>();
        TreeMap<Long, List<Tick>> groups = new TreeMap<>();
        for (Tick tick : sorted) {
            if (seen.add(tick.sequence())) {
                groups.computeIfAbsent(tick.time() - Math.floorMod(tick.time(), length), k -> new ArrayList<>())
                        .add(tick);
            }
        }
        List<Row> rows = new ArrayList<>();
        groups.forEach((start, group) -> rows.add(row(start, group)));
        return rows;
    }

    private static Row row(long start, List<Tick> group) {
        List<Tick> priced = group.stream().filter(Tick::formsPrice).toList();
        BigDecimal volume = group.stream()
                .map(t -> new BigDecimal(Double.toString(t.size())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Row(
                start,
                priced.get(0).price(),
                priced.stream().mapToDouble(Tick::price).max().orElseThrow(),
                priced.stream().mapToDouble(Tick::price).min().orElseThrow(),
                priced.get(priced.size() - 1).price(),
                volume.doubleValue(),
                group.size());
    }
}
