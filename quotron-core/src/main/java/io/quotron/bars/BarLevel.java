package io.quotron.bars;

import io.quotron.model.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bars of one interval: the one that is open, and a few that were closed and may be corrected. */
final class BarLevel {
    static final long IDLE = Long.MIN_VALUE;

    final Interval interval;
    /** Longer intervals that are put together from the bars of this one. */
    final List<BarLevel> fed = new ArrayList<>();

    private final int keep;
    private final List<BarCell> closed = new ArrayList<>();
    private boolean dropped;

    BarCell cell = new BarCell();
    /** The end of the open bar, or {@link #IDLE}. */
    long end = IDLE;
    /** No bar that ends here or before will be opened again. */
    long closedUntil = Long.MIN_VALUE;

    double lastClose = Double.NaN;
    int emptyRun;

    BarLevel(Interval interval, int keep) {
        this.interval = interval;
        this.keep = keep;
    }

    boolean isActive() {
        return end != IDLE;
    }

    void activate(BarSpan span) {
        cell.open(span.start(), span.end());
        end = span.end();
        closedUntil = Math.max(closedUntil, span.start());
    }

    boolean covers(long time) {
        return isActive() && time >= cell.start && time < end;
    }

    /** Puts the open bar aside and returns it; it stays valid until the next one is opened, or longer if it is kept. */
    BarCell close() {
        BarCell done = cell;
        closedUntil = Math.max(closedUntil, end);
        end = IDLE;
        if (done.priced) {
            lastClose = done.close;
        }
        if (keep > 0 && done.count > 0) {
            closed.add(done);
            dropOldest();
            cell = new BarCell();
        }
        return done;
    }

    private void dropOldest() {
        if (closed.size() > keep) {
            closed.remove(0);
            dropped = true;
        }
    }

    /** Returns the closed bar of a span, a new one if there was none, or null if the span is older than any kept. */
    @Nullable
    BarCell closedBar(BarSpan span) {
        int place = closed.size();
        while (place > 0 && closed.get(place - 1).start >= span.start()) {
            place--;
        }
        if (place < closed.size() && closed.get(place).start == span.start()) {
            return closed.get(place);
        }
        if (keep == 0 || (place == 0 && dropped)) {
            return null;
        }
        BarCell created = new BarCell();
        created.open(span.start(), span.end());
        closed.add(place, created);
        dropOldest();
        return created;
    }

    /** Takes the last price from a corrected bar if that is the newest closed one. */
    void corrected(BarCell bar) {
        if (bar.priced && closed.get(closed.size() - 1) == bar) {
            lastClose = bar.close;
        }
    }

    BarLevel copyForLook() {
        BarLevel copy = new BarLevel(interval, 0);
        copy.end = end;
        copy.closedUntil = closedUntil;
        copy.lastClose = lastClose;
        if (isActive()) {
            copy.cell = cell.copy();
        }
        return copy;
    }
}
