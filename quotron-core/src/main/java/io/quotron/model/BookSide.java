package io.quotron.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One side of an order book, kept in order of price, best first. A change costs a binary search and the move of what lies behind
 * it; nothing is allocated but when the side grows.
 *
 * <p>A level may carry a label, for sources whose checksum is made of the text of their numbers. Not thread-safe.
 */
public final class BookSide {
    private static final int FIRST_CAPACITY = 16;

    private final boolean descending;
    private double[] prices = new double[FIRST_CAPACITY];
    private double[] sizes = new double[FIRST_CAPACITY];
    private @Nullable String[] labels = new @Nullable String[FIRST_CAPACITY];
    private int size;

    private BookSide(boolean descending) {
        this.descending = descending;
    }

    /**
     * Makes a side whose best price is the highest.
     *
     * @return an empty side
     */
    public static BookSide ofBids() {
        return new BookSide(true);
    }

    /**
     * Makes a side whose best price is the lowest.
     *
     * @return an empty side
     */
    public static BookSide ofAsks() {
        return new BookSide(false);
    }

    /**
     * Tells which side this is.
     *
     * @return true for bids, false for asks
     */
    public boolean isBids() {
        return descending;
    }

    /**
     * Returns the number of levels.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Returns the price of a level.
     *
     * @param index counted from 0, which is the best
     * @return the price
     * @throws IndexOutOfBoundsException if there is no such level
     */
    public double price(int index) {
        return prices[checked(index)];
    }

    /**
     * Returns the size of a level.
     *
     * @param index counted from 0, which is the best
     * @return above 0
     * @throws IndexOutOfBoundsException if there is no such level
     */
    public double size(int index) {
        return sizes[checked(index)];
    }

    /**
     * Returns the label of a level.
     *
     * @param index counted from 0, which is the best
     * @return the label; null if the level was set without one
     * @throws IndexOutOfBoundsException if there is no such level
     */
    public @Nullable String label(int index) {
        return labels[checked(index)];
    }

    private int checked(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("level " + index + " of " + size);
        }
        return index;
    }

    /**
     * Sets how much there is at a price.
     *
     * @param price the price
     * @param amount all that is there now; 0 takes the level out
     * @throws IllegalArgumentException if a number is not finite or the amount is negative
     */
    public void set(double price, double amount) {
        set(price, amount, null);
    }

    /**
     * Sets how much there is at a price.
     *
     * @param price the price
     * @param amount all that is there now; 0 takes the level out
     * @param label kept beside the level, or null
     * @throws IllegalArgumentException if a number is not finite or the amount is negative
     */
    public void set(double price, double amount, @Nullable String label) {
        if (!Double.isFinite(price) || !Double.isFinite(amount) || amount < 0) {
            throw new IllegalArgumentException(
                    "a level needs a finite price and a size of at least 0, but has " + price + " and " + amount);
        }
        int at = find(price);
        if (at >= 0 && amount == 0) {
            remove(at);
        } else if (at >= 0) {
            sizes[at] = amount;
            labels[at] = label;
        } else if (amount > 0) {
            insert(-at - 1, price, amount, label);
        }
    }

    /** Returns the index of the price, or where it would be put, as {@link Arrays#binarySearch} does. */
    private int find(double price) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            double there = prices[middle];
            if (there == price) {
                return middle;
            }
            if (there < price != descending) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private void insert(int at, double price, double amount, @Nullable String label) {
        if (size == prices.length) {
            grow(size * 2);
        }
        System.arraycopy(prices, at, prices, at + 1, size - at);
        System.arraycopy(sizes, at, sizes, at + 1, size - at);
        System.arraycopy(labels, at, labels, at + 1, size - at);
        prices[at] = price;
        sizes[at] = amount;
        labels[at] = label;
        size++;
    }

    private void remove(int at) {
        System.arraycopy(prices, at + 1, prices, at, size - at - 1);
        System.arraycopy(sizes, at + 1, sizes, at, size - at - 1);
        System.arraycopy(labels, at + 1, labels, at, size - at - 1);
        size--;
        labels[size] = null;
    }

    private void grow(int capacity) {
        prices = Arrays.copyOf(prices, capacity);
        sizes = Arrays.copyOf(sizes, capacity);
        labels = Arrays.copyOf(labels, capacity);
    }

    /**
     * Takes out what lies behind the best levels.
     *
     * @param depth how many levels may stay, at least 0
     */
    public void trim(int depth) {
        if (size > depth) {
            Arrays.fill(labels, depth, size, null);
            size = depth;
        }
    }

    /** Takes out all levels. */
    public void clear() {
        trim(0);
    }

    /**
     * Becomes a copy of the best levels of another side, without labels.
     *
     * @param other the other side, of the same kind
     * @param depth the most levels to take
     * @throws IllegalArgumentException if the other is of the other kind
     */
    public void copyFrom(BookSide other, int depth) {
        if (other.descending != descending) {
            throw new IllegalArgumentException("bids and asks do not mix");
        }
        clear();
        int count = Math.min(other.size, depth);
        if (count > prices.length) {
            grow(count);
        }
        System.arraycopy(other.prices, 0, prices, 0, count);
        System.arraycopy(other.sizes, 0, sizes, 0, count);
        size = count;
    }

    /**
     * Returns the prices.
     *
     * @return a new array, best first
     */
    public double[] prices() {
        return Arrays.copyOf(prices, size);
    }

    /**
     * Returns the sizes.
     *
     * @return a new array, in the order of the prices
     */
    public double[] sizes() {
        return Arrays.copyOf(sizes, size);
    }
}
