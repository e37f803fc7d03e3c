package io.quotron.bars;

/**
 * Trades in order of time, sequence id and arrival, in one ring of primitives.
 *
 * <p>From {@code base} to {@code head} lie trades that were taken out, kept as long as there is room so that a
 * repetition of one is recognised; from {@code head} to {@code tail} lie those that wait. Positions count up for ever
 * and are masked on access. Trades nearly always come in order, so a trade is put in from the tail side and moves
 * past the few that are newer.
 *
 * <p>A trade is four longs side by side, so that it costs one cache line and not one for each of its numbers: time,
 * sequence id, the bits of the price, and those of the size, whose sign, otherwise unused, says whether the trade
 * forms prices.
 */
final class TradeRing {
    private static final int FIRST_CAPACITY = 64;
    /** A slot is four longs. */
    private static final int SLOT_SHIFT = 2;

    private static final int SEQUENCE = 1;
    private static final int PRICE = 2;
    private static final int SIZE = 3;

    private final int capacityLimit;
    private final int remembered;
    private int mask = FIRST_CAPACITY - 1;
    private long[] slots = new long[FIRST_CAPACITY << SLOT_SHIFT];
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

    /** Returns the index of the first long of a trade. */
    private int at(long position) {
        return ((int) position & mask) << SLOT_SHIFT;
    }

    long headTime() {
        return slots[at(head)];
    }

    /** Gives the oldest waiting trade to a cascade and takes it out. */
    void moveHead(BarCascade into) {
        feed(into, at(head));
        head++;
    }

    private void feed(BarCascade into, int at) {
        double size = Double.longBitsToDouble(slots[at + SIZE]);
        boolean formsPrice = slots[at + SIZE] >= 0;
        double price = Double.longBitsToDouble(slots[at + PRICE]);
        into.add(slots[at], price, Math.abs(size), slots[at + SEQUENCE], formsPrice);
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
        long[] larger = new long[capacity << SLOT_SHIFT];
        for (long i = base; i < tail; i++) {
            System.arraycopy(slots, at(i), larger, ((int) i & (capacity - 1)) << SLOT_SHIFT, 1 << SLOT_SHIFT);
        }
        slots = larger;
        mask = capacity - 1;
    }

    /**
     * Puts a trade in its place among those that wait.
     *
     * @return false if a trade of the same time and sequence id is there
     */
    boolean put(long time, double price, double size, long sequence, boolean forms) {
        if (tail == base || time > slots[at(tail - 1)]) {
            set(tail++, time, price, size, sequence, forms);
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
            move(i - 1, i);
        }
        set(from, time, price, size, sequence, forms);
        tail++;
        return true;
    }

    /** Returns the first position whose trade is ordered after the given one, looking backwards from the end. */
    private long placeOf(long time, long sequence, long end) {
        long place = end;
        while (place > base && isAfter(at(place - 1), time, sequence)) {
            place--;
        }
        return place;
    }

    private boolean isAfter(int at, long time, long sequence) {
        return slots[at] > time || (slots[at] == time && slots[at + SEQUENCE] > sequence);
    }

    private boolean isAt(long position, long time, long sequence) {
        int at = at(position);
        return position >= base
                && sequence != BarAggregator.NO_SEQUENCE
                && slots[at] == time
                && slots[at + SEQUENCE] == sequence;
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
            move(i + 1, i);
        }
        base--;
        set(place - 1, time, 0, 0, sequence, false);
    }

    private void move(long from, long to) {
        System.arraycopy(slots, at(from), slots, at(to), 1 << SLOT_SHIFT);
    }

    private void set(long position, long time, double price, double size, long sequence, boolean forms) {
        int at = at(position);
        slots[at] = time;
        slots[at + SEQUENCE] = sequence;
        slots[at + PRICE] = Double.doubleToRawLongBits(price);
        slots[at + SIZE] = Double.doubleToRawLongBits(forms ? size : -size);
    }

    /** Feeds the waiting trades, oldest first, to a cascade that is only looked at. */
    void replayWaiting(BarCascade into) {
        for (long i = head; i < tail; i++) {
            feed(into, at(i));
        }
    }
}
