package io.quotron.examples;

import io.quotron.indicators.IndicatorSet;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes the indicators of bars of several lengths and writes both, where there is a folder. */
final class BarTables implements AutoCloseable {
    private final Map<Interval, Lane> lanes = new LinkedHashMap<>();
    private @Nullable RuntimeException failure;

    BarTables(Optional<Path> folder, Symbol symbol, List<Interval> intervals, ZoneId sessionZone) {
        try {
            for (Interval interval : intervals) {
                Optional<BarTable> table = folder.map(at -> BarTable.create(at, symbol, interval));
                lanes.put(interval, new Lane(IndicatorSet.standard().start(sessionZone), table));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Takes a bar. It runs as a callback, where exceptions are only counted; so the first one is kept until {@link #publish}. */
    void add(Bar bar) {
        Lane lane = lanes.get(bar.interval());
        if (lane == null || failure != null) {
            return;
        }
        try {
            lane.add(bar);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Publishes all files. */
    List<Path> publish() {
        if (failure != null) {
            throw failure;
        }
        List<Path> files = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            lane.table.map(BarTable::publish).ifPresent(files::add);
        }
        return files;
    }

    /** Returns how many bars of each length there were. */
    Map<Interval, Long> counts() {
        Map<Interval, Long> counts = new LinkedHashMap<>();
        lanes.forEach((interval, lane) -> counts.put(interval, lane.bars));
        return counts;
    }

    @Override
    public void close() {
        lanes.values().forEach(lane -> lane.table.ifPresent(BarTable::close));
    }

    /** One length of bars. */
    private static final class Lane {
        private final IndicatorSet.Run run;
        private final Optional<BarTable> table;
        private final double[] values =
                new double[IndicatorSet.standard().names().size()];
        private long bars;

        Lane(IndicatorSet.Run run, Optional<BarTable> table) {
            this.run = run;
            this.table = table;
        }

        void add(Bar bar) {
            bars++;
            run.peek(bar, values);
            if (bar.isComplete()) {
                run.update(bar);
            }
            table.ifPresent(open -> open.write(bar, values));
        }
    }
}
