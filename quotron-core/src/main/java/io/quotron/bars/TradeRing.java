package io.quotron.bars;

/**
 * Trades in order of time, sequence id and arrival, in one ring of primitives.
 *
 * <p>From {@code base} to {@code head} lie trades that were taken out, kept as long as there is room so that a repetition of
 * one is recognised; from {@code head} to {@code tail} lie those that wait. Positions count up for ever and are masked on
 * access. Trades nearly always come in order, so a trade is put in from the tail side and moves past the few that are newer.
 */
final class TradeRing {
    private static final int FIRST_CAPACITY = 64;

    private final int capacityLimit;
    private final int remembered;
    private int mask = FIRST_CAPACITY - 1;
    private long[] times = new long[FIRST_CAPACITY];
    private long[] sequences = new long[FIRST_CAPACITY];
    private double[] prices = new double[FIRST_CAPACITY];
    private double[] sizes = new double[FIRST_CAPACITY];
    private boolean[] formsPrice = new boolean[FIRST_CAPACITY];
    private long base;
    private long head;
    private long tail;
    private boolean forgot;

    TradeRing(int capacityLimit, int remembered) {
        this.capacityLimit = Math.max(FIRST_CAPACITY, Integer.highestOneBit(capacityLimit));
        this.remembered = remembered;
    }

    boolean hasWaiting() {
        return head != tail;
    }

    int waiting() {
        return (int) (tail - head);
    }

    long headTime() {
        return times[(int) head & mask];
    }

    long headSequence() {
        return sequences[(int) head & mask];
    }

    double headPrice() {
        return prices[(int) head & mask];
    }

    double headSize() {
        return sizes[(int) head & mask];
    }

    boolean headFormsPrice() {
        return formsPrice[(int) head & mask];
    }

    void advance() {
        head++;
    }

    /** Tells whether there is no room even after forgetting and growing; the caller then takes the oldest out. */
    boolean isFull() {
        return tail - base > mask && !makeRoom();
    }

    private boolean makeRoom() {
        boolean mostlyWaiting = waiting() * 2 > mask;
        boolean mayGrow = mask + 1 < capacityLimit;
        if (mayGrow && (mostlyWaiting || mask + 1 < remembered)) {
            grow();
            return true;
        }
        if (base < head) {
            base++;
            forgot = true;
            return true;
        }
        return false;
    }

    private void grow() {
        int capacity = (mask + 1) * 2;
        times = unrolled(times, capacity);
        sequences = unrolled(sequences, capacity);
        double[] newPrices = new double[capacity];
        double[] newSizes = new double[capacity];
        boolean[] newForms = new boolean[capacity];
        for (long i = base; i < tail; i++) {
            newPrices[(int) i & (capacity - 1)] = prices[(int) i & mask];
            newSizes[(int) i & (capacity - 1)] = sizes[(int) i & mask];
            newForms[(int) i & (capacity - 1)] = formsPrice[(int) i & mask];
        }
        prices = newPrices;
        sizes = newSizes;
        formsPrice = newForms;
        mask = capacity - 1;
    }

    private long[] unrolled(long[] from, int capacity) {
        long[] to = new long[capacity];
        for (long i = base; i < tail; i++) {
            to[(int) i & (capacity - 1)] = from[(int) i & mask];
        }
        return to;
    }

    /**
     * Puts a trade in its place among those that wait.
     *
     * @return false if a trade of the same time and sequence id is there
     */
    boolean put(long time, double price, double size, long sequence, boolean forms) {
        int last = (int) (tail - 1) & mask;
        if (tail == base || time > times[last]) {
            set((int) tail++ & mask, time, price, size, sequence, forms);
            return true;
        }
        return putBehind(time, price, size, sequence, forms);
    }

    private boolean putBehind(long time, double price, double size, long sequence, boolean forms) {
        long place = placeOf(time, sequence, tail);
        if (isAt(place - 1, time, sequence)) {
            return false;
        }
        // An equal time that was taken out already cannot be passed; its bars only know what came after it.
        long from = Math.max(place, head);
        for (long i = tail; i > from; i--) {
            move((int) (i - 1) & mask, (int) i & mask);
        }
        set((int) from & mask, time, price, size, sequence, forms);
        tail++;
        return true;
    }

    /** Returns the first position whose trade is ordered after the given one, looking backwards from the end. */
    private long placeOf(long time, long sequence, long end) {
        long place = end;
        while (place > base && isAfter((int) (place - 1) & mask, time, sequence)) {
            place--;
        }
        return place;
    }

    private boolean isAfter(int slot, long time, long sequence) {
        return times[slot] > time || (times[slot] == time && sequences[slot] > sequence);
    }

    private boolean isAt(long position, long time, long sequence) {
        int slot = (int) position & mask;
        return position >= base
                && sequence != BarAggregator.NO_SEQUENCE
                && times[slot] == time
                && sequences[slot] == sequence;
    }

    /** What is known about a trade that is older than all that wait. */
    enum Known {
        /** It was there before. */
        SEEN,
        /** It was not there before. */
        NEW,
        /** It is older than what is remembered. */
        UNKNOWN
    }

    /** Looks for a late trade among those taken out. */
    Known find(long time, long sequence) {
        if (sequence == BarAggregator.NO_SEQUENCE) {
            return Known.NEW;
        }
        long place = placeOf(time, sequence, tail);
        if (isAt(place - 1, time, sequence)) {
            return Known.SEEN;
        }
        return place == base && forgot ? Known.UNKNOWN : Known.NEW;
    }

    /** Remembers a late trade among those taken out; the oldest of them is forgotten if there is no room. */
    void remember(long time, long sequence) {
        long place = Math.min(placeOf(time, sequence, tail), head);
        if (tail - base > mask) {
            forgot = true;
            if (place == base) {
                return;
            }
            base++;
        }
        for (long i = base - 1; i < place - 1; i++) {
            move((int) (i + 1) & mask, (int) i & mask);
        }
        base--;
        set((int) (place - 1) & mask, time, 0, 0, sequence, false);
    }

    private void move(int from, int to) {
        times[to] = times[from];
        sequences[to] = sequences[from];
        prices[to] = prices[from];
        sizes[to] = sizes[from];
        formsPrice[to] = formsPrice[from];
    }

    private void set(int slot, long time, double price, double size, long sequence, boolean forms) {
        times[slot] = time;
        sequences[slot] = sequence;
        prices[slot] = price;
        sizes[slot] = size;
        formsPrice[slot] = forms;
    }

    /** Feeds the waiting trades, oldest first, to a cascade that is only looked at. */
    void replayWaiting(BarCascade into) {
        for (long i = head; i < tail; i++) {
            int slot = (int) i & mask;
            into.add(times[slot], prices[slot], sizes[slot], sequences[slot], formsPrice[slot]);
        }
    }
}
