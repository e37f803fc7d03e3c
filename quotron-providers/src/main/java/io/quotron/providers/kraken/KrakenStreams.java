package io.quotron.providers.kraken;

import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The streams that data of one connection may belong to, by native name. Immutable and thread-safe.
 *
 * @param trades those of single trades
 * @param quotes those of tickers
 * @param books those of order books
 * @param bars those of bars, by name and then by minutes
 * @param states those of the state of a market
 */
record KrakenStreams(
        KrakenStreamTable trades,
        KrakenStreamTable quotes,
        Map<String, Book> books,
        Map<String, Map<Integer, StreamKey>> bars,
        Map<String, StreamKey> states) {
    static final KrakenStreams EMPTY =
            new KrakenStreams(KrakenStreamTable.EMPTY, KrakenStreamTable.EMPTY, Map.of(), Map.of(), Map.of());

    /**
     * One book on the wire, from which all depths of its market are served.
     *
     * @param name the native name
     * @param depth how many levels of each side the server sends
     * @param generation counts up with each new subscription, so that a book of an earlier one is not carried on
     * @param priceDecimals the digits behind the point of a price, where the list of markets tells them
     * @param sizeDecimals the same of an amount
     * @param keys who gets it
     */
    record Book(
            String name,
            int depth,
            long generation,
            OptionalInt priceDecimals,
            OptionalInt sizeDecimals,
            List<StreamKey> keys) {}

    /** Returns the streams of the channels that have one row for each event. */
    KrakenStreamTable of(StreamKind kind) {
        return kind == StreamKind.TRADES ? trades : quotes;
    }
}
