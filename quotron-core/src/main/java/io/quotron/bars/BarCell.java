package io.quotron.bars;

/** The running numbers of one bar. */
final class BarCell {
    long start;
    long end;
    int revision;
    long count;
    boolean priced;
    double open;
    double high;
    double low;
    double close;
    private long firstTime;
    private long firstSequence;
    private long lastTime;
    private long lastSequence;
    private final SizeSum pricedSize = new SizeSum();
    private final SizeSum otherSize = new SizeSum();
    private final DoubleSum turnover = new DoubleSum();

    void open(long startInclusive, long endExclusive) {
        start = startInclusive;
        end = endExclusive;
        revision = 0;
        count = 0;
        priced = false;
        pricedSize.clear();
        otherSize.clear();
        turnover.clear();
    }

    /** Adds a trade that is not before any other of this cell. */
    void add(long time, double price, double size, long sequence, boolean formsPrice) {
        count++;
        if (!formsPrice) {
            otherSize.add(size);
            return;
        }
        if (!priced) {
            first(time, price, sequence);
        } else if (price > high) {
            high = price;
        } else if (price < low) {
            low = price;
        }
        close = price;
        lastTime = time;
        lastSequence = sequence;
        pricedSize.add(size);
        turnover.add(price * size);
    }

    private void first(long time, double price, long sequence) {
        priced = true;
        open = price;
        high = price;
        low = price;
        firstTime = time;
        firstSequence = sequence;
    }

    /** Adds a trade of any time. */
    void insert(long time, double price, double size, long sequence, boolean formsPrice) {
        if (!formsPrice || !priced || isBefore(lastTime, lastSequence, time, sequence)) {
            add(time, price, size, sequence, formsPrice);
            return;
        }
        count++;
        if (isBefore(time, sequence, firstTime, firstSequence)) {
            open = price;
            firstTime = time;
            firstSequence = sequence;
        }
        high = Math.max(high, price);
        low = Math.min(low, price);
        pricedSize.add(size);
        turnover.add(price * size);
    }

    private static boolean isBefore(long time, long sequence, long otherTime, long otherSequence) {
        return time < otherTime || (time == otherTime && sequence <= otherSequence);
    }

    /** Adds a shorter bar; usually the next one, but trades that were late may have been put in before. */
    void absorb(BarCell shorter) {
        count += shorter.count;
        otherSize.add(shorter.otherSize);
        if (!shorter.priced) {
            return;
        }
        if (!priced) {
            first(shorter.firstTime, shorter.open, shorter.firstSequence);
            last(shorter);
        } else {
            if (isBefore(shorter.firstTime, shorter.firstSequence, firstTime, firstSequence)) {
                open = shorter.open;
                firstTime = shorter.firstTime;
                firstSequence = shorter.firstSequence;
            }
            if (isBefore(lastTime, lastSequence, shorter.lastTime, shorter.lastSequence)) {
                last(shorter);
            }
        }
        high = Math.max(high, shorter.high);
        low = Math.min(low, shorter.low);
        pricedSize.add(shorter.pricedSize);
        turnover.add(shorter.turnover);
    }

    private void last(BarCell shorter) {
        close = shorter.close;
        lastTime = shorter.lastTime;
        lastSequence = shorter.lastSequence;
    }

    double volume() {
        return otherSize.isZero() ? pricedSize.value() : bothSizes();
    }

    private double bothSizes() {
        SizeSum both = new SizeSum();
        both.add(pricedSize);
        both.add(otherSize);
        return both.value();
    }

    boolean hasVwap() {
        return priced && !pricedSize.isZero();
    }

    /** The mean of prices lies between them; rounding must not say otherwise. */
    double vwap() {
        return Math.min(high, Math.max(low, turnover.value() / pricedSize.value()));
    }

    BarCell copy() {
        BarCell copy = new BarCell();
        copy.open(start, end);
        copy.revision = revision;
        copy.absorb(this);
        return copy;
    }
}
