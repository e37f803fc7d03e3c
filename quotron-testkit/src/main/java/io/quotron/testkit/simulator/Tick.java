package io.quotron.testkit.simulator;

/**
 * One trade in whole units of the instrument's price and size steps, so that folding is exact.
 *
 * @param id increasing by one from trade to trade of an instrument
 * @param nanos when, UTC epoch nanoseconds
 * @param price in price steps, as printed on the tape (not adjusted)
 * @param size in size steps
 * @param buy whether the buyer took the price
 * @param market whether the order that took it was a market order
 */
record Tick(long id, long nanos, long price, long size, boolean buy, boolean market) {}
