package io.quotron.providers.kraken;

import java.util.Objects;
import java.util.Optional;

/**
 * A currency or coin that Kraken knows.
 *
 * @param key Kraken's own name, for example {@code XXBT} or {@code ZUSD}
 * @param altname its other name, for example {@code XBT} or {@code USD}
 * @param assetClass its class, for example {@code currency}
 * @param decimals with how many digits behind the point balances are kept
 * @param displayDecimals with how many they are shown
 * @param status what can be done with it, for example {@code enabled}; empty where Kraken does not tell
 */
public record KrakenAsset(
        String key, String altname, String assetClass, int decimals, int displayDecimals, Optional<String> status) {
    /** Checks that nothing is missing. */
    public KrakenAsset {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(altname, "altname");
        Objects.requireNonNull(assetClass, "assetClass");
        Objects.requireNonNull(status, "status");
    }
}
