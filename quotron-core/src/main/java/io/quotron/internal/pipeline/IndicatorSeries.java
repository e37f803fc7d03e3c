package io.quotron.internal.pipeline;

import io.quotron.indicators.IndicatorSet;
import io.quotron.model.Bar;
import io.quotron.model.IndicatorValues;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The indicators of one symbol and bar length. The newest bars are kept beside the state before the first of them, so that a bar
 * that is revised, or comes late, changes all values after it. Not thread-safe.
 */
final class IndicatorSeries {
    private static final int KEPT = 128;

    private final IndicatorSet set;
    private final ZoneId zone;
    private final List<Bar> recent = new ArrayList<>();
    private IndicatorSet.Run run;
    private byte @Nullable [] before;

    IndicatorSeries(IndicatorSet set, ZoneId zone) {
        this.set = set;
        this.zone = zone;
        this.run = set.start(zone);
    }

    /** Takes a bar; returns the rows that are new or have changed, oldest first. */
    List<IndicatorValues> take(Bar bar) {
        int place = place(bar);
        boolean known = place < recent.size() && recent.get(place).openTime().equals(bar.openTime());
        if (place == recent.size()) {
            recent.add(bar);
            IndicatorValues row = update(bar, bar.state(), bar.revision());
            trim();
            return List.of(row);
        }
        if (place == 0 && !known) {
            return List.of(); // older than all that is kept
        }
        if (known) {
            recent.set(place, bar);
        } else {
            recent.add(place, bar);
        }
        return recompute(place, bar.revision());
    }

    private int place(Bar bar) {
        int place = recent.size();
        while (place > 0 && !recent.get(place - 1).openTime().isBefore(bar.openTime())) {
            place--;
        }
        return place;
    }

    private List<IndicatorValues> recompute(int from, int revision) {
        run = restored();
        List<IndicatorValues> changed = new ArrayList<>();
        for (int i = 0; i < recent.size(); i++) {
            Bar bar = recent.get(i);
            IndicatorValues row = update(bar, Bar.State.REVISED, Math.max(bar.revision(), Math.max(1, revision)));
            if (i >= from) {
                changed.add(row);
            }
        }
        return changed;
    }

    private IndicatorSet.Run restored() {
        IndicatorSet.Run fresh = set.start(zone);
        byte[] state = before;
        if (state != null) {
            fresh.restore(state);
        }
        return fresh;
    }

    private IndicatorValues update(Bar bar, Bar.State state, int revision) {
        run.update(bar);
        double[] row = new double[set.names().size()];
        run.copyTo(row);
        return new IndicatorValues(
                bar.symbol(),
                bar.source(),
                bar.interval(),
                bar.openTime(),
                bar.closeTime(),
                state,
                revision,
                set.names(),
                row,
                bar.receivedTime());
    }

    /** Moves the kept state forward by half, so that this is rare. */
    private void trim() {
        if (recent.size() < 2 * KEPT) {
            return;
        }
        IndicatorSet.Run moved = restored();
        List<Bar> old = recent.subList(0, KEPT);
        old.forEach(moved::update);
        before = moved.snapshot();
        old.clear();
    }
}
