package io.quotron.providers.html;

import io.quotron.model.Interval;
import io.quotron.providers.csv.CsvFormat;
import io.quotron.providers.csv.CsvFormats;
import java.util.Map;
import java.util.Objects;

/**
 * A page that answers CSV: bars, or one quote (then {@code close} is the price). A web page in its place is BLOCKED.
 *
 * <pre>{@code
 * CsvPage page = CsvPage.builder("https://data.example/d?s={symbol}&i={interval}").format(CsvFormats.standard())
 *         .intervals(Map.of(Interval.DAY_1, "d", Interval.WEEK_1, "w")).build();
 * }</pre>
 *
 * <p>Numbers, dates and zone are those of the format; those of the page do not matter. Immutable and thread-safe.
 */
public final class CsvPage {
    private final PageRules rules;
    private final CsvFormat format;
    private final Map<Interval, String> intervals;

    private CsvPage(Builder builder) {
        this.rules = builder.rules();
        this.format = builder.format;
        this.intervals = builder.intervals;
    }

    /**
     * Starts a page.
     *
     * @param address where it is; {@code {symbol}}, {@code {interval}}, {@code {from}} and {@code {to}} (days as {@code yyyyMMdd}) are
     *     filled in
     * @return a builder with the format {@link CsvFormats#standard()}
     * @throws IllegalArgumentException if it is no address with a fixed host
     */
    public static Builder builder(String address) {
        return new Builder(address);
    }

    PageRules rules() {
        return rules;
    }

    CsvFormat format() {
        return format;
    }

    String spelling(Interval interval) {
        return intervals.getOrDefault(interval, interval.toString());
    }

    /** Collects a {@link CsvPage}. Not thread-safe. */
    public static final class Builder extends PageBuilder<Builder> {
        private CsvFormat format = CsvFormats.standard();
        private Map<Interval, String> intervals = Map.of();

        private Builder(String address) {
            super(address);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets how the CSV is written.
         *
         * @param value the format
         * @return this builder
         */
        public Builder format(CsvFormat value) {
            this.format = Objects.requireNonNull(value, "format");
            return this;
        }

        /**
         * Sets how the site spells intervals.
         *
         * @param value the spellings; {@code 1d} and so on where one is missing
         * @return this builder
         */
        public Builder intervals(Map<Interval, String> value) {
            this.intervals = Map.copyOf(value);
            return this;
        }

        /**
         * Makes the page.
         *
         * @return the page
         */
        public CsvPage build() {
            return new CsvPage(this);
        }
    }
}
