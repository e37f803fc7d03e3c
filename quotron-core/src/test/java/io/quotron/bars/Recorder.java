package io.quotron.bars;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a listener is told. */
final class Recorder implements BarListener {
    final List<Bar> bars = new ArrayList<>();
    final List<LateTrade> late = new ArrayList<>();

    @Override
    public void onBar(Bar bar) {
        bars.add(bar);
    }

    @Override
    public void onLateTrade(LateTrade trade) {
        late.add(trade);
    }

    List<Bar> of(Interval interval) {
        return bars.stream().filter(b -> b.interval().equals(interval)).toList();
    }

    List<BarOracle.Row> rows(Interval interval) {
        return of(interval).stream()
                .map(b -> new BarOracle.Row(
                        EpochNanos.of(b.openTime()),
                        b.open(),
                        b.high(),
                        b.low(),
                        b.close(),
                        b.volume().orElseThrow(),
                        b.tradeCount().orElseThrow()))
                .toList();
    }
}
