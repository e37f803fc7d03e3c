package io.quotron.testkit.simulator;

import java.util.function.Consumer;

/**
 * Makes the trades of one minute so that they fold to exactly that minute: the first is the open, the last the close,
 * one
 * touches the high, one the low, the sizes add up to the volume, and the ids continue those of the minute before.
 */
final class MinuteTrades {
    private static final long MINUTE_MICROS = 60_000_000L;

    private final DayPath path;
    private final int minute;
    private final long key;
    private final int count;
    private final int highAt;
    private final int lowAt;

    MinuteTrades(DayPath path, int minute, long key) {
        this.path = path;
        this.minute = minute;
        this.key = key;
        this.count = (int) path.count(minute);
        int inner = count - 2;
        this.highAt = inner < 1 ? -1 : 1 + (int) (Chance.unit(key, -1) * inner);
        this.lowAt = inner < 2 ? -1 : 1 + (highAt + (int) (Chance.unit(key, -2) * (inner - 1))) % inner;
    }

    void forEach(long minuteNanos, Consumer<Tick> sink) {
        double weights = 0;
        for (int i = 0; i < count; i++) {
            weights += weight(i);
        }
        long spare = path.volume(minute) - count;
        long left = path.volume(minute);
        long before = path.open(minute);
        for (int i = 0; i < count; i++) {
            long size = i == count - 1 ? left : 1 + (long) (spare * (weight(i) / weights));
            left -= size;
            long price = price(i);
            long nanos = minuteNanos + micros(i) * 1_000;
            sink.accept(new Tick(path.firstId(minute) + i, nanos, price, size, buys(i, price, before), marketOrder(i)));
            before = price;
        }
    }

    /** Each trade has a slot of its own, so times strictly increase. */
    private long micros(int index) {
        return (long) (MINUTE_MICROS * ((index + 0.05 + 0.9 * Chance.unit(key, 3L * index)) / count));
    }

    private double weight(int index) {
        double chance = Chance.unit(key, 3L * index + 1);
        return 0.05 + chance * chance * chance;
    }

    private long price(int index) {
        if (index == 0) {
            return path.open(minute);
        }
        if (index == count - 1) {
            return path.close(minute);
        }
        if (index == highAt) {
            return path.high(minute);
        }
        if (index == lowAt) {
            return path.low(minute);
        }
        return between(index);
    }

    /** Lies around the straight line from open to close, within the extremes. */
    private long between(int index) {
        double line = path.open(minute) + (path.close(minute) - path.open(minute)) * (index / (double) (count - 1));
        double noise = (Chance.unit(key, 3L * index + 2) - 0.5) * (path.high(minute) - path.low(minute));
        return Math.min(path.high(minute), Math.max(path.low(minute), Math.round(line + noise)));
    }

    private boolean buys(int index, long price, long before) {
        return price == before ? (Chance.bits(key, 3L * index + 2) & 1) == 0 : price > before;
    }

    private boolean marketOrder(int index) {
        return (Chance.bits(key, 3L * index + 1) & 3) == 0;
    }
}
