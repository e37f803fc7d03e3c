package io.quotron.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One listed option with its last known prices.
 *
 * @param symbol the contract, in the OCC spelling without spaces ({@code AAPL220121C00025000})
 * @param type call or put
 * @param strike the price at which it can be exercised
 * @param expiration its last day
 * @param last the price of the last trade
 * @param lastTradeTime when that was; empty where the source does not tell
 * @param bid the best bid; empty if nobody bids
 * @param ask the best ask; empty if nobody asks
 * @param volume contracts traded in the session
 * @param openInterest contracts that are open
 * @param impliedVolatility the volatility of a year that the price implies, as a fraction
 * @param inTheMoney whether exercising it would pay
 * @param currency the unit of its prices; null where the source does not tell
 */
public record OptionContract(
        Symbol symbol,
        Type type,
        double strike,
        LocalDate expiration,
        OptionalDouble last,
        Optional<Instant> lastTradeTime,
        OptionalDouble bid,
        OptionalDouble ask,
        OptionalDouble volume,
        OptionalDouble openInterest,
        OptionalDouble impliedVolatility,
        Optional<Boolean> inTheMoney,
        @Nullable CurrencyUnit currency) {
    /** What an option gives the right to. */
    public enum Type {
        /** To buy. */
        CALL,
        /** To sell. */
        PUT
    }

    /**
     * Checks that nothing is missing and all numbers are finite.
     *
     * @throws IllegalArgumentException if a number is not finite, the strike is not above 0, or a size is negative
     */
    public OptionContract {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(expiration, "expiration");
        Objects.requireNonNull(lastTradeTime, "lastTradeTime");
        Objects.requireNonNull(inTheMoney, "inTheMoney");
        if (!(Numbers.finite(strike, "strike", symbol) > 0)) {
            throw new IllegalArgumentException("strike of " + symbol + " must be above 0, but is " + strike);
        }
        Numbers.finite(last, "last price", symbol);
        Numbers.finite(bid, "bid", symbol);
        Numbers.finite(ask, "ask", symbol);
        Numbers.notNegative(volume, "volume", symbol);
        Numbers.notNegative(openInterest, "open interest", symbol);
        Numbers.notNegative(impliedVolatility, "implied volatility", symbol);
    }
}
