package io.quotron.providers.binance;

import io.quotron.model.CurrencyUnit;
import io.quotron.model.Symbol;
import io.quotron.model.TradingStatus;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One market of Binance.
 *
 * @param symbol the canonical symbol, for example {@code BTC/USDT}
 * @param name the name without a separator, for example {@code BTCUSDT}
 * @param quote the asset in which it is priced; null where only the host knows the market
 * @param status whether it can be traded
 * @param tickSize the smallest step of the price, where told
 * @param stepSize the smallest step of an amount, where told
 */
record BinanceMarket(
        Symbol symbol,
        String name,
        @Nullable String quote,
        TradingStatus.Status status,
        OptionalDouble tickSize,
        OptionalDouble stepSize) {
    /** Returns a market that only the host knows of, under the name that the host gave. */
    static BinanceMarket unlisted(Symbol symbol, String name) {
        return new BinanceMarket(
                symbol,
                name,
                symbol.quoteCurrency().orElse(null),
                TradingStatus.Status.UNKNOWN,
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /** Returns this market under another canonical symbol. */
    BinanceMarket as(Symbol other) {
        return other.equals(symbol) ? this : new BinanceMarket(other, name, quote, status, tickSize, stepSize);
    }

    /** Returns the name in the names of streams, where capitals are not understood. */
    String streamName() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Returns the unit of all prices of this market. */
    @Nullable
    CurrencyUnit currency() {
        return quote == null ? null : CurrencyUnit.of(quote);
    }
}
