package io.quotron.testkit.simulator;

import io.quotron.model.CorporateAction;
import io.quotron.model.Dividend;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One instrument of a {@link MarketSimulator}: what it is, about what it costs, how lively it is, and its corporate
 * actions.
 *
 * <p>Yahoo knows every instrument; Kraken knows the pairs. A pair has one price path at both.
 *
 * <p>Immutable and thread-safe.
 */
public final class SimulatedInstrument {
    private static final double MAX_TRADES_PER_MINUTE = 60_000;
    private static final int MAX_DECIMALS = 8;

    private final Symbol symbol;
    private final Kind kind;
    private final String name;
    private final String currency;
    private final double price;
    private final double volatility;
    private final int decimals;
    private final double tradesPerMinute;
    private final double dailyVolume;
    private final List<CorporateAction> actions;

    /** What an instrument is; decides hours, currency style and the fields of its quotes. */
    public enum Kind {
        /** A share of a company. */
        SHARE,
        /** A fund that trades like a share. */
        FUND,
        /** An index. */
        INDEX,
        /** A pair of two state currencies. */
        CURRENCY,
        /** A pair whose base is a coin. */
        CRYPTO
    }

    private SimulatedInstrument(Builder builder) {
        this.symbol = builder.symbol;
        this.kind = builder.kind;
        this.name = builder.name != null ? builder.name : builder.symbol.code();
        this.currency = builder.currency;
        this.price = builder.price;
        this.volatility = builder.volatility;
        this.decimals = builder.decimals;
        this.tradesPerMinute = builder.tradesPerMinute;
        this.dailyVolume = builder.dailyVolume;
        this.actions = builder.actions.stream()
                .sorted(Comparator.comparing(CorporateAction::exDate))
                .toList();
    }

    /**
     * Starts a share. It trades in New York in dollars, or with the suffix {@code .L} in London in pence ({@code GBp}).
     *
     * @param symbol the canonical symbol, for example {@code AAPL} or {@code VOD.L}
     * @return a builder with price 100, volatility 0.3, 12 trades per minute and 20 million shares per day
     * @throws IllegalArgumentException if the text is not a symbol of that kind
     */
    public static Builder share(String symbol) {
        return new Builder(listed(symbol), Kind.SHARE).dailyVolume(20e6);
    }

    /**
     * Starts a fund that trades in New York in dollars.
     *
     * @param symbol the canonical symbol, for example {@code SPY}
     * @return a builder with price 100, volatility 0.16, 12 trades per minute and 60 million shares per day
     * @throws IllegalArgumentException if the text is not a symbol of that kind
     */
    public static Builder fund(String symbol) {
        return new Builder(listed(symbol), Kind.FUND).volatility(0.16).dailyVolume(60e6);
    }

    /**
     * Starts an index with the hours of New York.
     *
     * @param symbol the canonical symbol with its caret, for example {@code ^GSPC}
     * @return a builder with price 100, volatility 0.15, 12 values per minute and a volume of 2 thousand million per
     * day
     * @throws IllegalArgumentException if the text is not an index
     */
    public static Builder index(String symbol) {
        return new Builder(of(symbol, Symbol.Kind.INDEX), Kind.INDEX)
                .volatility(0.15)
                .dailyVolume(2e9);
    }

    /**
     * Starts a pair of currencies.
     *
     * @param symbol the canonical pair, for example {@code EUR/USD}
     * @return a builder with price 1, volatility 0.08, 5 decimals, 12 trades per minute and 2 million units per day
     * @throws IllegalArgumentException if the text is not a pair
     */
    public static Builder currency(String symbol) {
        return new Builder(of(symbol, Symbol.Kind.PAIR), Kind.CURRENCY)
                .price(1)
                .volatility(0.08)
                .decimals(5)
                .dailyVolume(2e6);
    }

    /**
     * Starts a coin, which trades always.
     *
     * @param symbol the canonical pair, for example {@code BTC/USD}
     * @return a builder with price 100, volatility 0.6, 2 decimals, 12 trades per minute and 100 thousand coins per day
     * @throws IllegalArgumentException if the text is not a pair
     */
    public static Builder crypto(String symbol) {
        return new Builder(of(symbol, Symbol.Kind.PAIR), Kind.CRYPTO)
                .volatility(0.6)
                .dailyVolume(100e3);
    }

    /**
     * Returns the instruments that a simulator has where none are given: AAPL, MSFT, GOOG, SPY, TSLA, VOD.L, ^GSPC,
     * EUR/USD,
     * BTC/USD, ETH/USD and SOL/USD, with invented prices and dividends and with splits on the days on which the real
     * shares had theirs.
     *
     * @return the instruments
     */
    public static List<SimulatedInstrument> defaults() {
        return DefaultInstruments.ALL;
    }

    private static Symbol listed(String text) {
        return of(text, Symbol.Kind.LISTED);
    }

    private static Symbol of(String text, Symbol.Kind kind) {
        Symbol symbol = Symbol.of(text);
        if (symbol.kind() != kind) {
            throw new IllegalArgumentException(symbol + " is not a symbol of the kind " + kind);
        }
        return symbol;
    }

    /**
     * Returns the canonical symbol.
     *
     * @return the symbol
     */
    public Symbol symbol() {
        return symbol;
    }

    /**
     * Returns what the instrument is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the name in words.
     *
     * @return the name; the symbol where none was given
     */
    public String name() {
        return name;
    }

    /**
     * Returns the unit of the prices as Yahoo spells it.
     *
     * @return for example {@code USD} or {@code GBp}
     */
    public String currency() {
        return currency;
    }

    /**
     * Returns the price around which the path swings.
     *
     * @return a price in {@link #currency()} per share or coin as they are after the last split
     */
    public double price() {
        return price;
    }

    /**
     * Returns how much the price moves.
     *
     * @return the standard deviation of yearly log returns
     */
    public double volatility() {
        return volatility;
    }

    /**
     * Returns the number of decimals of a price.
     *
     * @return 0 to 8
     */
    public int decimals() {
        return decimals;
    }

    /**
     * Returns the mean number of trades in a minute of a session.
     *
     * @return above 0
     */
    public double tradesPerMinute() {
        return tradesPerMinute;
    }

    /**
     * Returns the mean volume of a session.
     *
     * @return in shares or coins
     */
    public double dailyVolume() {
        return dailyVolume;
    }

    /**
     * Returns the splits and dividends.
     *
     * @return oldest first; empty where there are none
     */
    public List<CorporateAction> actions() {
        return actions;
    }

    TradingHours hours() {
        return switch (kind) {
            case CRYPTO -> TradingHours.ALWAYS;
            case CURRENCY -> TradingHours.CURRENCIES;
            default -> symbol.code().endsWith(".L") ? TradingHours.LONDON : TradingHours.NEW_YORK;
        };
    }

    /** Decimals of a size: coins and currencies trade in fractions. */
    int sizeDecimals() {
        return symbol.isPair() ? MAX_DECIMALS : 0;
    }

    @Override
    public String toString() {
        return "SimulatedInstrument[" + symbol + ", " + kind + "]";
    }

    /** Collects the settings of a {@link SimulatedInstrument}. Not thread-safe. */
    public static final class Builder {
        private final Symbol symbol;
        private final Kind kind;
        private final List<CorporateAction> actions = new ArrayList<>();
        private @Nullable String name;
        private String currency;
        private double price = 100;
        private double volatility = 0.3;
        private int decimals = 2;
        private double tradesPerMinute = 12;
        private double dailyVolume = 1e6;

        private Builder(Symbol symbol, Kind kind) {
            this.symbol = symbol;
            this.kind = kind;
            this.currency = symbol.quoteCurrency().orElse(symbol.code().endsWith(".L") ? "GBp" : "USD");
        }

        /**
         * Sets the name in words. Yahoo's answers carry it with the addition {@code (simulated)}.
         *
         * @param value the name
         * @return this builder
         */
        public Builder name(String value) {
            this.name = Objects.requireNonNull(value, "name");
            return this;
        }

        /**
         * Sets the unit of the prices.
         *
         * @param value as Yahoo spells it
         * @return this builder
         */
        public Builder currency(String value) {
            this.currency = Objects.requireNonNull(value, "currency");
            return this;
        }

        /**
         * Sets the price around which the path swings.
         *
         * @param value above 0
         * @return this builder
         */
        public Builder price(double value) {
            this.price = positive(value, "price");
            return this;
        }

        /**
         * Sets how much the price moves.
         *
         * @param value the standard deviation of yearly log returns, above 0
         * @return this builder
         */
        public Builder volatility(double value) {
            this.volatility = positive(value, "volatility");
            return this;
        }

        /**
         * Sets the number of decimals of a price.
         *
         * @param value 0 to 8
         * @return this builder
         */
        public Builder decimals(int value) {
            if (value < 0 || value > MAX_DECIMALS) {
                throw new IllegalArgumentException("decimals must be 0 to 8, but is " + value);
            }
            this.decimals = value;
            return this;
        }

        /**
         * Sets the mean number of trades in a minute of a session. A minute has between none and twice as many.
         *
         * @param value above 0, at most 60000
         * @return this builder
         */
        public Builder tradesPerMinute(double value) {
            if (positive(value, "tradesPerMinute") > MAX_TRADES_PER_MINUTE) {
                throw new IllegalArgumentException("tradesPerMinute must be at most 60000, but is " + value);
            }
            this.tradesPerMinute = value;
            return this;
        }

        /**
         * Sets the mean volume of a session.
         *
         * @param value in shares or coins, above 0
         * @return this builder
         */
        public Builder dailyVolume(double value) {
            this.dailyVolume = positive(value, "dailyVolume");
            return this;
        }

        /**
         * Adds a split. Trades before that day print at a price as many times higher; Yahoo's history divides it away.
         *
         * @param exDate the first day at the new price
         * @param numerator new shares
         * @param denominator old shares
         * @return this builder
         */
        public Builder split(LocalDate exDate, int numerator, int denominator) {
            actions.add(new Split(symbol, exDate, numerator, denominator));
            return this;
        }

        /**
         * Adds a dividend.
         *
         * @param exDate the first day without the payment
         * @param amount per share as it was on that day
         * @return this builder
         */
        public Builder dividend(LocalDate exDate, double amount) {
            actions.add(new Dividend(symbol, exDate, amount, null));
            return this;
        }

        /**
         * Makes the instrument.
         *
         * @return the instrument
         */
        public SimulatedInstrument build() {
            return new SimulatedInstrument(this);
        }

        private static double positive(double value, String what) {
            if (!(value > 0) || Double.isInfinite(value)) {
                throw new IllegalArgumentException(what + " must be a number above 0, but is " + value);
            }
            return value;
        }
    }
}
