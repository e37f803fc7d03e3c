package io.quotron.providers.kraken;

import io.quotron.model.CurrencyUnit;
import io.quotron.model.Symbol;
import io.quotron.model.TradingStatus;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One market of Kraken with its four names.
 *
 * @param symbol the canonical symbol, for example {@code BTC/USD}
 * @param key the key in AssetPairs, for example {@code XXBTZUSD}; what REST is asked with
 * @param altname the short name, for example {@code XBTUSD}
 * @param wsname the name with a slash and Kraken's own codes, for example {@code XBT/USD}
 * @param streamName the name on WebSocket v2 with common codes, for example {@code BTC/USD} or {@code AAPLx/USD}
 * @param traits what else the list of markets tells
 */
record KrakenPair(Symbol symbol, String key, String altname, String wsname, String streamName, Traits traits) {
    /**
     * What the list of markets tells beside names.
     *
     * @param tokenised whether the base stands for a share
     * @param tickSize the smallest step of the price, where told
     * @param lotSize the smallest step of an amount, where told
     * @param priceDecimals the digits behind the point of a price, where told
     * @param sizeDecimals the digits behind the point of an amount, where told
     * @param status whether it can be traded
     */
    record Traits(
            boolean tokenised,
            OptionalDouble tickSize,
            OptionalDouble lotSize,
            OptionalInt priceDecimals,
            OptionalInt sizeDecimals,
            TradingStatus.Status status) {
        static final Traits UNKNOWN = new Traits(
                false,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                TradingStatus.Status.UNKNOWN);
    }

    /** Returns a market that only the host knows of, under the one name that the host gave. */
    static KrakenPair unlisted(Symbol symbol, String name) {
        return new KrakenPair(symbol, name, name, name, name, Traits.UNKNOWN);
    }

    /** Returns this market under another canonical symbol. */
    KrakenPair as(Symbol other) {
        return other.equals(symbol) ? this : new KrakenPair(other, key, altname, wsname, streamName, traits);
    }

    /** Tells whether a name in an answer means this market. */
    boolean isNamed(String name) {
        return name.equals(key) || name.equals(altname) || name.equals(wsname) || name.equals(streamName);
    }

    /** Returns the unit of all prices of this market; that of the symbol where the name does not tell. */
    CurrencyUnit currency() {
        int slash = streamName.indexOf('/');
        return CurrencyUnit.of(
                slash >= 0
                        ? streamName.substring(slash + 1)
                        : symbol.quoteCurrency().orElse(streamName));
    }
}
