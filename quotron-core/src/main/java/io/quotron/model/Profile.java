package io.quotron.model;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a source tells about a company or fund: who it is, and key figures. Make it with {@link #builder(Instrument)}; components
 * may be added in later versions.
 *
 * @param instrument what it is about
 * @param sector the sector in words; empty where the source gives none
 * @param industry the industry in words; empty where the source gives none
 * @param country the country of the seat as the source writes it; empty where the source gives none
 * @param website the address of its site; empty where the source gives none
 * @param description what it does, in words; empty where the source gives none
 * @param employees how many people work there, where known
 * @param currency the main currency of the statistics; null where the source does not tell
 * @param statistics the key figures that the source gives, all finite
 * @param receivedTime when it reached this process
 */
public record Profile(
        Instrument instrument,
        Optional<String> sector,
        Optional<String> industry,
        Optional<String> country,
        Optional<String> website,
        Optional<String> description,
        OptionalLong employees,
        @Nullable CurrencyUnit currency,
        Map<Statistic, Double> statistics,
        Instant receivedTime) {
    /**
     * Copies the statistics and checks them.
     *
     * @throws IllegalArgumentException if a statistic is not finite
     */
    public Profile {
        Objects.requireNonNull(instrument, "instrument");
        Objects.requireNonNull(sector, "sector");
        Objects.requireNonNull(industry, "industry");
        Objects.requireNonNull(country, "country");
        Objects.requireNonNull(website, "website");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(employees, "employees");
        Objects.requireNonNull(receivedTime, "receivedTime");
        Map<Statistic, Double> copy = new EnumMap<>(Statistic.class);
        copy.putAll(statistics);
        for (Map.Entry<Statistic, Double> entry : copy.entrySet()) {
            Numbers.finite(entry.getValue(), entry.getKey().name(), instrument.symbol());
        }
        statistics = Collections.unmodifiableMap(copy);
    }

    /**
     * Starts a profile.
     *
     * @param instrument what it is about
     * @return a builder without any detail
     */
    public static Builder builder(Instrument instrument) {
        return new Builder(instrument);
    }

    /**
     * Returns what it is about.
     *
     * @return the canonical symbol
     */
    public Symbol symbol() {
        return instrument.symbol();
    }

    /**
     * Returns where it comes from.
     *
     * @return the source
     */
    public SourceId source() {
        return instrument.source();
    }

    /**
     * Returns a key figure.
     *
     * @param statistic which one
     * @return the figure; empty where the source gives none
     */
    public OptionalDouble statistic(Statistic statistic) {
        Double value = statistics.get(statistic);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Collects the components of a {@link Profile}. Not thread-safe. */
    public static final class Builder {
        private final Instrument instrument;
        private final Map<Statistic, Double> statistics = new EnumMap<>(Statistic.class);
        private Optional<String> sector = Optional.empty();
        private Optional<String> industry = Optional.empty();
        private Optional<String> country = Optional.empty();
        private Optional<String> website = Optional.empty();
        private Optional<String> description = Optional.empty();
        private OptionalLong employees = OptionalLong.empty();
        private @Nullable CurrencyUnit currency;
        private @Nullable Instant receivedTime;

        private Builder(Instrument instrument) {
            this.instrument = Objects.requireNonNull(instrument, "instrument");
        }

        /**
         * Sets the sector.
         *
         * @param value the sector in words, or null for none
         * @return this builder
         */
        public Builder sector(@Nullable String value) {
            this.sector = Optional.ofNullable(value);
            return this;
        }

        /**
         * Sets the industry.
         *
         * @param value the industry in words, or null for none
         * @return this builder
         */
        public Builder industry(@Nullable String value) {
            this.industry = Optional.ofNullable(value);
            return this;
        }

        /**
         * Sets the country of the seat.
         *
         * @param value the country as the source writes it, or null for none
         * @return this builder
         */
        public Builder country(@Nullable String value) {
            this.country = Optional.ofNullable(value);
            return this;
        }

        /**
         * Sets the address of its site.
         *
         * @param value the address, or null for none
         * @return this builder
         */
        public Builder website(@Nullable String value) {
            this.website = Optional.ofNullable(value);
            return this;
        }

        /**
         * Sets what it does.
         *
         * @param value some sentences, or null for none
         * @return this builder
         */
        public Builder description(@Nullable String value) {
            this.description = Optional.ofNullable(value);
            return this;
        }

        /**
         * Sets how many people work there.
         *
         * @param value the number
         * @return this builder
         */
        public Builder employees(long value) {
            this.employees = OptionalLong.of(value);
            return this;
        }

        /**
         * Sets the currency of the statistics.
         *
         * @param value the currency, or null where unknown
         * @return this builder
         */
        public Builder currency(@Nullable CurrencyUnit value) {
            this.currency = value;
            return this;
        }

        /**
         * Sets a key figure.
         *
         * @param statistic which one
         * @param value the figure in the unit of that statistic
         * @return this builder
         */
        public Builder statistic(Statistic statistic, double value) {
            statistics.put(statistic, value);
            return this;
        }

        /**
         * Sets the time of receipt.
         *
         * @param value the time by our clock
         * @return this builder
         */
        public Builder receivedTime(Instant value) {
            this.receivedTime = value;
            return this;
        }

        /**
         * Makes the profile.
         *
         * @return the profile
         */
        public Profile build() {
            return new Profile(
                    instrument,
                    sector,
                    industry,
                    country,
                    website,
                    description,
                    employees,
                    currency,
                    statistics,
                    Objects.requireNonNull(receivedTime, "receivedTime"));
        }
    }
}
