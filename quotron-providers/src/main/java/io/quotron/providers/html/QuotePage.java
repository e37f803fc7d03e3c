package io.quotron.providers.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A page that shows one quote: its address and where each number stands.
 *
 * <pre>{@code
 * QuotePage page = QuotePage.builder("https://prices.example/share/{symbol}")
 *         .field("price", Locator.text("#last"))
 *         .optional("bid", Locator.text("#bid"))
 *         .build();
 * }</pre>
 *
 * <p>The fields are {@code price} (required), {@code bid}, {@code ask}, {@code bid_size}, {@code ask_size}, {@code open}, {@code high},
 * {@code low}, {@code previous_close}, {@code change}, {@code change_percent}, {@code volume}, {@code time}, {@code currency} (its code)
 * and {@code symbol}, which must be the one that was asked for.
 *
 * <p>Where the page tells no time, the time of the quote is that of its receipt, and the trail says so. Immutable and thread-safe.
 */
public final class QuotePage {
    static final Set<String> FIELDS = Set.of(
            "price",
            "bid",
            "ask",
            "bid_size",
            "ask_size",
            "open",
            "high",
            "low",
            "previous_close",
            "change",
            "change_percent",
            "volume",
            "time",
            "currency",
            "symbol");

    private final PageRules rules;
    private final Map<String, Field> fields;

    /**
     * One field.
     *
     * @param locator where it stands
     * @param required whether a page without it is no page of this kind
     */
    record Field(Locator locator, boolean required) {}

    private QuotePage(Builder builder) {
        this.rules = builder.rules();
        this.fields = new LinkedHashMap<>(builder.fields);
    }

    /**
     * Starts a page.
     *
     * @param address where it is, with {@code {symbol}}
     * @return a builder
     * @throws IllegalArgumentException if it is no address with a fixed host
     */
    public static Builder builder(String address) {
        return new Builder(address);
    }

    PageRules rules() {
        return rules;
    }

    Map<String, Field> fields() {
        return fields;
    }

    /** Collects a {@link QuotePage}. Not thread-safe. */
    public static final class Builder extends PageBuilder<Builder> {
        private final Map<String, Field> fields = new LinkedHashMap<>();

        private Builder(String address) {
            super(address);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Adds a field that the page must have. Without it, or without a number in it, the answer is MALFORMED_RESPONSE.
         *
         * @param name the field, for example {@code price}
         * @param locator where it stands
         * @return this builder
         * @throws IllegalArgumentException if there is no such field
         */
        public Builder field(String name, Locator locator) {
            return add(name, locator, true);
        }

        /**
         * Adds a field that the page may have; where it is missing or no number it is absent from the quote.
         *
         * @param name the field, for example {@code bid}
         * @param locator where it stands
         * @return this builder
         * @throws IllegalArgumentException if there is no such field
         */
        public Builder optional(String name, Locator locator) {
            return add(name, locator, false);
        }

        private Builder add(String name, Locator locator, boolean required) {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("there is no field '" + name + "'; the fields are "
                        + List.copyOf(FIELDS).stream().sorted().toList());
            }
            fields.put(name, new Field(Objects.requireNonNull(locator, "locator"), required));
            return this;
        }

        /**
         * Makes the page.
         *
         * @return the page
         * @throws IllegalStateException if it has no required price, or its address has no place for the symbol
         */
        public QuotePage build() {
            Field price = fields.get("price");
            if (price == null || !price.required()) {
                throw new IllegalStateException("a quote page needs field(\"price\", ...)");
            }
            if (!rules().address().has(PageAddress.SYMBOL)) {
                throw new IllegalStateException(
                        "the address of a quote page needs {symbol}, but is " + rules().address());
            }
            return new QuotePage(this);
        }
    }
}
