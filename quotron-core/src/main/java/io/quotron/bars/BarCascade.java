package io.quotron.bars;

import io.quotron.model.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trades in order to bars of several lengths.
 *
 * <p><b>Only the shortest bar is touched by a trade.</b> When it closes it is folded into the next longer bar that it
 * fits into, and so on upwards. Lengths that no shorter one fits into (five seconds beside two) take trades
 * themselves. Whether a trade belongs to the open bar is one comparison with the stored end of that bar; the calendar
 * is asked only when it does not. A longer bar never ends before a shorter one that is folded into it, so its end
 * need not be looked at for each trade.
 *
 * <p><b>Order.</b> Bars are closed by end, then by length, so a longer bar closes after everything that belongs in it.
 *
 * <p><b>Sums</b> are exact (see {@link SizeSum} and {@link DoubleSum}); the numbers of a bar do not depend on which
 * other lengths are made beside it.
 */
final class BarCascade {
    /** Receives closed bars. */
    interface Sink {
        /** Receives a bar whose time is over; it may be empty. */
        void closed(BarLevel level, BarCell cell);

        /** Receives a bar that had been closed before and has changed. */
        void revised(BarLevel level, BarCell cell);

        /** Is told that no more empty bars are made in this gap. */
        void emptyRunCut();
    }

    private final BarGrid grid;
    private final int maxEmptyRun;
    private final Sink sink;
    private final BarLevel[] levels;
    private final BarLevel[] roots;
    private long nextEnd = Long.MAX_VALUE;

    private BarCascade(BarGrid grid, int maxEmptyRun, Sink sink, List<BarLevel> levels) {
        this.grid = grid;
        this.maxEmptyRun = maxEmptyRun;
        this.sink = sink;
        this.levels = levels.toArray(new BarLevel[0]);
        this.roots = connect(levels).toArray(new BarLevel[0]);
        findNextEnd();
    }

    static BarCascade of(List<Interval> ascending, BarGrid grid, int keep, int maxEmptyRun, Sink sink) {
        List<BarLevel> levels = new ArrayList<>();
        ascending.forEach(interval -> levels.add(new BarLevel(interval, keep)));
        return new BarCascade(grid, maxEmptyRun, sink, levels);
    }

    /** Returns a cascade in the same state that can be fed without changing this one. */
    BarCascade fork(Sink observer) {
        List<BarLevel> copies = new ArrayList<>();
        for (BarLevel level : levels) {
            copies.add(level.copyForLook());
        }
        return new BarCascade(grid, 0, observer, copies);
    }

    /** Lets each level be fed by the longest one that fits into it; returns those that nothing fits into. */
    private static List<BarLevel> connect(List<BarLevel> levels) {
        List<BarLevel> unfed = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            BarLevel longer = levels.get(i);
            int feeder = i - 1;
            while (feeder >= 0 && !BarGrid.nests(levels.get(feeder).interval, longer.interval)) {
                feeder--;
            }
            if (feeder >= 0) {
                levels.get(feeder).fed.add(longer);
            } else {
                unfed.add(longer);
            }
        }
        return unfed;
    }

    /** Returns the earliest end of an open bar; {@code Long.MAX_VALUE} if none is open. */
    long nextEnd() {
        return nextEnd;
    }

    /** Adds a trade that is not older than any before. */
    void add(long time, double price, double size, long sequence, boolean formsPrice) {
        for (BarLevel root : roots) {
            if (time >= root.end) {
                moveTo(root, time);
            }
            root.cell.add(time, price, size, sequence, formsPrice);
        }
    }

    private void moveTo(BarLevel level, long time) {
        closeDue(time);
        if (time >= level.end) {
            open(level, grid.spanAt(level.interval, time));
        }
        level.emptyRun = 0;
    }

    private void open(BarLevel level, BarSpan span) {
        level.activate(span);
        nextEnd = Math.min(nextEnd, span.end());
    }

    /** Closes all bars that end at or before a time. */
    void closeDue(long time) {
        while (nextEnd <= time) {
            close(levelThatEnds(nextEnd));
        }
    }

    private BarLevel levelThatEnds(long end) {
        for (BarLevel level : levels) {
            if (level.end == end) {
                return level;
            }
        }
        throw new IllegalStateException("no bar ends at " + end);
    }

    private void close(BarLevel level) {
        BarCell cell = level.close();
        if (cell.count > 0) {
            for (int i = 0; i < level.fed.size(); i++) {
                fold(cell, level.fed.get(i));
            }
        }
        sink.closed(level, cell);
        if (maxEmptyRun > 0) {
            openEmpty(level, cell);
        }
        findNextEnd();
    }

    private void fold(BarCell cell, BarLevel longer) {
        if (cell.start >= longer.end) {
            longer.activate(grid.spanAt(longer.interval, cell.start));
        }
        longer.emptyRun = 0;
        longer.cell.absorb(cell);
    }

    private void openEmpty(BarLevel level, BarCell last) {
        level.emptyRun = last.count > 0 ? 0 : level.emptyRun + 1;
        if (level.emptyRun >= maxEmptyRun) {
            sink.emptyRunCut();
            return;
        }
        BarSpan next = grid.spanAfter(level.interval, last.end);
        if (next != null) {
            level.activate(next);
        }
    }

    private void findNextEnd() {
        long earliest = Long.MAX_VALUE;
        for (BarLevel level : levels) {
            if (level.isActive()) {
                earliest = Math.min(earliest, level.end);
            }
        }
        nextEnd = earliest;
    }

    /** Returns the time before which a trade cannot simply be added any more. */
    long closedUntil() {
        long latest = Long.MIN_VALUE;
        for (BarLevel level : levels) {
            latest = Math.max(latest, level.closedUntil);
        }
        return latest;
    }

    /**
     * Puts in a trade that is older than what has been closed. Bars that are still open take it; closed ones are
     * corrected.
     *
     * @return false if no bar took it
     */
    boolean insertLate(long time, double price, double size, long sequence, boolean formsPrice) {
        boolean taken = false;
        List<BarLevel> willBeFed = new ArrayList<>();
        for (BarLevel level : levels) {
            if (willBeFed.contains(level)) {
                willBeFed.addAll(level.fed);
                continue;
            }
            BarCell cell = cellFor(level, time);
            if (cell == null) {
                continue;
            }
            taken = true;
            cell.insert(time, price, size, sequence, formsPrice);
            if (level.isActive() && cell == level.cell) {
                willBeFed.addAll(level.fed);
            } else {
                revise(level, cell);
            }
        }
        return taken;
    }

    private @Nullable BarCell cellFor(BarLevel level, long time) {
        if (level.covers(time)) {
            return level.cell;
        }
        BarSpan span = grid.spanAt(level.interval, time);
        if (span.end() <= level.closedUntil) {
            return level.closedBar(span);
        }
        open(level, span);
        return level.cell;
    }

    private void revise(BarLevel level, BarCell cell) {
        cell.revision++;
        level.corrected(cell);
        sink.revised(level, cell);
    }
}
