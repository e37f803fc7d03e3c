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

    /** A bar and the revision of its row, which rises with each row, whichever bar has changed it. */
    private record Entry(Bar bar, int revision) {
        static Entry of(Bar bar) {
            return new Entry(bar, bar.revision());
        }

        Entry with(Bar other) {
            return new Entry(other, Math.max(revision + 1, other.revision()));
        }
    }

    private final IndicatorSet set;
    private final ZoneId zone;
    private final List<Entry> recent = new ArrayList<>();
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
        boolean known =
                place < recent.size() && recent.get(place).bar().openTime().equals(bar.openTime());
        if (place == recent.size()) {
            recent.add(Entry.of(bar));
            IndicatorValues row = update(bar, bar.state(), bar.revision());
            trim();
            return List.of(row);
        }
        if (place == 0 && !known) {
            return List.of(); // older than all that is kept
        }
        if (known) {
            recent.set(place, recent.get(place).with(bar));
        } else {
            recent.add(place, Entry.of(bar));
        }
        return recompute(place);
    }

    private int place(Bar bar) {
        int place = recent.size();
        while (place > 0 && !recent.get(place - 1).bar().openTime().isBefore(bar.openTime())) {
            place--;
        }
        return place;
    }

    /** Computes all anew; the bar at a place has changed or is new, and so has everything after it. */
    private List<IndicatorValues> recompute(int place) {
        run = restored();
        recent.subList(0, place).forEach(entry -> run.update(entry.bar()));
        List<IndicatorValues> changed = new ArrayList<>();
        for (int i = place; i < recent.size(); i++) {
            Entry entry = recent.get(i);
            Entry next = i == place ? entry : entry.with(entry.bar());
            recent.set(i, next);
            Bar.State state = next.revision() == 0 ? entry.bar().state() : Bar.State.REVISED;
            changed.add(update(entry.bar(), state, next.revision()));
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
        List<Entry> old = recent.subList(0, KEPT);
        old.forEach(entry -> moved.update(entry.bar()));
        before = moved.snapshot();
        old.clear();
    }
}
