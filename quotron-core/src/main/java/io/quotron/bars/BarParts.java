package io.quotron.bars;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import java.util.List;

/** Several bars that follow each other, as one. */
final class BarParts {
    private BarParts() {}

    static Bar join(List<Bar> parts, Interval longer, BarSpan span, BarGrid grid, boolean ended) {
        Bar first = parts.get(0);
        Bar.Builder joined = Bar.builder(first.symbol(), first.source(), longer)
                .span(EpochNanos.toInstant(span.start()), EpochNanos.toInstant(span.end()))
                .state(ended ? state(parts) : Bar.State.FORMING)
                .revision(parts.stream().mapToInt(Bar::revision).max().orElse(0))
                .tradingDay(grid.tradingDay(longer, span.start()));
        prices(parts, joined);
        sizes(parts, joined);
        coverage(parts, span, joined);
        return joined.build();
    }

    private static void prices(List<Bar> parts, Bar.Builder joined) {
        List<Bar> traded =
                parts.stream().filter(b -> b.state() != Bar.State.SYNTHETIC).toList();
        List<Bar> priced = traded.isEmpty() ? parts : traded;
        joined.prices(
                priced.get(0).open(),
                priced.stream().mapToDouble(Bar::high).max().orElseThrow(),
                priced.stream().mapToDouble(Bar::low).min().orElseThrow(),
                priced.get(priced.size() - 1).close());
    }

    private static void sizes(List<Bar> parts, Bar.Builder joined) {
        if (parts.stream().allMatch(b -> b.tradeCount().isPresent())) {
            joined.tradeCount(
                    parts.stream().mapToLong(b -> b.tradeCount().orElseThrow()).sum());
        }
        if (parts.stream().anyMatch(b -> b.volume().isEmpty())) {
            return;
        }
        SizeSum volume = new SizeSum();
        parts.forEach(b -> volume.add(b.volume().orElseThrow()));
        joined.volume(volume.value());
        vwap(parts, joined);
    }

    private static void vwap(List<Bar> parts, Bar.Builder joined) {
        DoubleSum turnover = new DoubleSum();
        DoubleSum weight = new DoubleSum();
        for (Bar part : parts) {
            double size = part.volume().orElseThrow();
            boolean priced = part.state() != Bar.State.SYNTHETIC && size > 0;
            if (priced && part.vwap().isEmpty()) {
                return;
            }
            if (priced) {
                turnover.add(part.vwap().orElseThrow() * size);
                weight.add(size);
            }
        }
        if (!weight.isZero()) {
            joined.vwap(turnover.value() / weight.value());
        }
    }

    private static void coverage(List<Bar> parts, BarSpan span, Bar.Builder joined) {
        double missing = 0;
        for (Bar part : parts) {
            long length = EpochNanos.of(part.closeTime()) - EpochNanos.of(part.openTime());
            missing += (1 - part.coverage()) * length;
        }
        double share = Math.max(0, 1 - missing / (span.end() - span.start()));
        joined.coverage(share, share < 1 ? Bar.Reason.FEED_DOWN : Bar.Reason.NONE);
    }

    private static Bar.State state(List<Bar> parts) {
        for (Bar.State telling : List.of(Bar.State.FORMING, Bar.State.REVISED, Bar.State.BACKFILLED, Bar.State.FINAL)) {
            if (parts.stream().anyMatch(b -> b.state() == telling)) {
                return telling;
            }
        }
        return Bar.State.SYNTHETIC;
    }
}
