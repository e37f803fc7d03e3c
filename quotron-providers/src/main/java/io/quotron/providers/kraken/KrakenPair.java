package io.quotron.providers.kraken;

import io.quotron.model.CurrencyUnit;
import io.quotron.model.Symbol;
import java.util.OptionalDouble;

/**
 * One market of Kraken with its four names.
 *
 * @param symbol the canonical symbol, for example {@code BTC/USD}
 * @param key the key in AssetPairs, for example {@code XXBTZUSD}; what REST is asked with
 * @param altname the short name, for example {@code XBTUSD}
 * @param wsname the name with a slash and Kraken's own codes, for example {@code XBT/USD}
 * @param streamName the name on WebSocket v2 with common codes, for example {@code BTC/USD} or {@code AAPLx/USD}
 * @param tokenised whether the base stands for a share
 * @param tickSize the smallest step of the price, where told
 */
record KrakenPair(
        Symbol symbol,
        String key,
        String altname,
        String wsname,
        String streamName,
        boolean tokenised,
        OptionalDouble tickSize) {
    /** Returns a market that only the host knows of, under the one name that the host gave. */
    static KrakenPair unlisted(Symbol symbol, String name) {
        return new KrakenPair(symbol, name, name, name, name, false, OptionalDouble.empty());
    }

    /** Returns this market under another canonical symbol. */
    KrakenPair as(Symbol other) {
        return other.equals(symbol)
                ? this
                : new KrakenPair(other, key, altname, wsname, streamName, tokenised, tickSize);
    }

    /** Tells whether a name in an answer means this market. */
    boolean isNamed(String name) {
        return name.equals(key) || name.equals(altname) || name.equals(wsname) || name.equals(streamName);
    }

    /** Returns the unit of all prices of this market. */
    CurrencyUnit currency() {
        return CurrencyUnit.of(streamName.substring(streamName.indexOf('/') + 1));
    }
}
