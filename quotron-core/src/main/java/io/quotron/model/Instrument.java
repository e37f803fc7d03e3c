package io.quotron.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a source knows about something that is traded. Make it with {@link #builder(Symbol, SourceId)}; components may be added
 * in later versions.
 *
 * @param symbol the canonical symbol
 * @param source where this was learnt
 * @param nativeSymbol the source's own spelling
 * @param name the name in words; empty where the source gives none
 * @param kind what it is
 * @param venue the exchange as the source names it; empty where the source gives none
 * @param currency the unit of its prices; null where the source does not tell
 * @param tickSize the smallest step of its price, where known
 * @param lotSize the smallest step of an amount, where known
 * @param status whether it can be traded
 * @param identifiers its numbers in registries, as far as the source tells them
 */
public record Instrument(
        Symbol symbol,
        SourceId source,
        String nativeSymbol,
        Optional<String> name,
        Kind kind,
        Optional<String> venue,
        @Nullable CurrencyUnit currency,
        OptionalDouble tickSize,
        OptionalDouble lotSize,
        TradingStatus.Status status,
        Map<Identifier, String> identifiers) {
    /** Registries that number instruments. */
    public enum Identifier {
        /** International Securities Identification Number, ISO 6166. */
        ISIN,
        /** The number of North American securities. */
        CUSIP,
        /** The number of securities of the London Stock Exchange. */
        SEDOL,
        /** Financial Instrument Global Identifier. */
        FIGI,
        /** Legal Entity Identifier of the issuer, ISO 17442. */
        LEI,
        /** Central Index Key of the issuer at the SEC, ten digits. */
        CIK
    }

    /** What an instrument is. */
    public enum Kind {
        /** A share. */
        EQUITY,
        /** An exchange-traded fund. */
        ETF,
        /** Another fund. */
        FUND,
        /** An index. */
        INDEX,
        /** A pair of state currencies. */
        CURRENCY,
        /** A pair with a crypto coin. */
        CRYPTO,
        /** A future. */
        FUTURE,
        /** An option. */
        OPTION,
        /** Anything else, or not told. */
        OTHER
    }

    /** Checks that nothing is missing. */
    public Instrument {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(nativeSymbol, "nativeSymbol");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(venue, "venue");
        Objects.requireNonNull(tickSize, "tickSize");
        Objects.requireNonNull(lotSize, "lotSize");
        Objects.requireNonNull(status, "status");
        Map<Identifier, String> copy = new EnumMap<>(Identifier.class);
        copy.putAll(identifiers);
        identifiers = Collections.unmodifiableMap(copy);
    }

    /**
     * Starts an instrument.
     *
     * @param symbol the canonical symbol
     * @param source where this was learnt
     * @return a builder with kind OTHER and the canonical symbol as native one
     */
    public static Builder builder(Symbol symbol, SourceId source) {
        return new Builder(symbol, source);
    }

    /** Collects the components of an {@link Instrument}. Not thread-safe. */
    public static final class Builder {
        private final Symbol symbol;
        private final SourceId source;
        private String nativeSymbol;
        private Optional<String> name = Optional.empty();
        private Kind kind = Kind.OTHER;
        private Optional<String> venue = Optional.empty();
        private @Nullable CurrencyUnit currency;
        private OptionalDouble tickSize = OptionalDouble.empty();
        private OptionalDouble lotSize = OptionalDouble.empty();
        private TradingStatus.Status status = TradingStatus.Status.UNKNOWN;
        private final Map<Identifier, String> identifiers = new EnumMap<>(Identifier.class);

        private Builder(Symbol symbol, SourceId source) {
            this.symbol = symbol;
            this.source = source;
            this.nativeSymbol = symbol.code();
        }

        /**
         * Sets the source's own spelling.
         *
         * @param value the spelling
         * @return this builder
         */
        public Builder nativeSymbol(String value) {
            this.nativeSymbol = value;
            return this;
        }

        /**
         * Sets the name in words.
         *
         * @param value the name, or null for none
         * @return this builder
         */
        public Builder name(@Nullable String value) {
            this.name = Optional.ofNullable(value);
            return this;
        }

        /**
         * Sets what it is.
         *
         * @param value the kind
         * @return this builder
         */
        public Builder kind(Kind value) {
            this.kind = value;
            return this;
        }

        /**
         * Sets the exchange.
         *
         * @param value the exchange as the source names it, or null for none
         * @return this builder
         */
        public Builder venue(@Nullable String value) {
            this.venue = Optional.ofNullable(value);
            return this;
        }

        /**
         * Sets the unit of its prices.
         *
         * @param value the unit, or null where unknown
         * @return this builder
         */
        public Builder currency(@Nullable CurrencyUnit value) {
            this.currency = value;
            return this;
        }

        /**
         * Sets the smallest step of its price.
         *
         * @param value a positive number
         * @return this builder
         */
        public Builder tickSize(double value) {
            this.tickSize = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets the smallest step of an amount.
         *
         * @param value a positive number
         * @return this builder
         */
        public Builder lotSize(double value) {
            this.lotSize = OptionalDouble.of(value);
            return this;
        }

        /**
         * Sets whether it can be traded.
         *
         * @param value the status
         * @return this builder
         */
        public Builder status(TradingStatus.Status value) {
            this.status = value;
            return this;
        }

        /**
         * Sets its number in a registry.
         *
         * @param registry the registry
         * @param value the number, or null for none
         * @return this builder
         */
        public Builder identifier(Identifier registry, @Nullable String value) {
            if (value == null) {
                identifiers.remove(registry);
            } else {
                identifiers.put(registry, value);
            }
            return this;
        }

        /**
         * Makes the instrument.
         *
         * @return the instrument
         */
        public Instrument build() {
            return new Instrument(
                    symbol, source, nativeSymbol, name, kind, venue, currency, tickSize, lotSize, status, identifiers);
        }
    }
}
