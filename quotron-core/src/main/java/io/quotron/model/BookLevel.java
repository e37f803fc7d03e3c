package io.quotron.model;

/**
 * One price of an order book with all that is offered at it.
 *
 * @param price the price
 * @param size how much is bid or asked there, above 0
 */
public record BookLevel(double price, double size) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is not finite, or the size is not above 0
     */
    public BookLevel {
        Numbers.finite(price, "book price", "a level");
        if (!(Numbers.finite(size, "book size", "a level") > 0)) {
            throw new IllegalArgumentException("book size at price " + price + " must be above 0, but is " + size);
        }
    }
}
