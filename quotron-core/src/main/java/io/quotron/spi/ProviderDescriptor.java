package io.quotron.spi;

import io.quotron.model.Adjustment;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.resilience.RateLimit;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who a provider is and what it can do. The client believes it: a provider is never asked for a kind of symbol, a bar length or an
 * adjustment that is not named here, nor for bars of a span that lies wholly before the lookback of their offer. Such a question
 * goes to the next provider without a request, and if there is none, fails with the list of what is offered.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProviderDescriptor {
    private final SourceId id;
    private final String name;
    private final Set<Symbol.Kind> symbolKinds;
    private final Map<Interval, BarOffer> history;
    private final Set<Adjustment> adjustments;
    private final Set<Instrument.Kind> assetClasses;
    private final Set<StreamKind> streams;
    private final Duration delay;
    private final Map<String, Integer> weights;
    private final RateLimit rateLimit;
    private final int maxSymbolsPerRequest;
    private final boolean keyRequired;

    private ProviderDescriptor(Builder builder) {
        this.id = builder.id;
        this.name = builder.name;
        this.symbolKinds = Set.copyOf(builder.symbolKinds);
        this.history = Collections.unmodifiableMap(new TreeMap<>(builder.history));
        this.adjustments = Set.copyOf(builder.adjustments);
        this.assetClasses = Set.copyOf(builder.assetClasses);
        this.streams = Set.copyOf(builder.streams);
        this.delay = builder.delay;
        this.weights = Collections.unmodifiableMap(new TreeMap<>(builder.weights));
        this.rateLimit = builder.rateLimit;
        this.maxSymbolsPerRequest = builder.maxSymbolsPerRequest;
        this.keyRequired = builder.keyRequired;
    }

    /**
     * Starts a descriptor.
     *
     * @param id the id under which all data of the provider appears
     * @param name the name for people
     * @return a builder: all kinds of symbols, no intervals, all adjustments, no stream, no limit, one symbol per request, no key
     */
    public static Builder builder(SourceId id, String name) {
        return new Builder(id, name);
    }

    /**
     * Returns the id.
     *
     * @return the source of all its data
     */
    public SourceId id() {
        return id;
    }

    /**
     * Returns the name for people.
     *
     * @return for example {@code Yahoo Finance}
     */
    public String name() {
        return name;
    }

    /**
     * Returns the shapes of symbols that the provider can answer for; others are never asked of it.
     *
     * @return at least one kind
     */
    public Set<Symbol.Kind> symbolKinds() {
        return symbolKinds;
    }

    /**
     * Returns the bar lengths that the provider offers.
     *
     * @return the intervals, shortest first; empty if it has no history
     */
    public List<Interval> intervals() {
        return List.copyOf(history.keySet());
    }

    /**
     * Returns what bars the provider offers, and how far back.
     *
     * @return the offers by interval, shortest first; empty if it has no history
     */
    public Map<Interval, BarOffer> history() {
        return history;
    }

    /**
     * Returns which adjustments of prices the provider can answer for.
     *
     * @return at least one
     */
    public Set<Adjustment> adjustments() {
        return adjustments;
    }

    /**
     * Returns what kinds of instruments the provider has.
     *
     * @return the kinds; empty if it does not tell
     */
    public Set<Instrument.Kind> assetClasses() {
        return assetClasses;
    }

    /**
     * Returns what the provider streams by itself.
     *
     * @return the kinds; empty if it has no stream, in which case the client polls quotes
     */
    public Set<StreamKind> streams() {
        return streams;
    }

    /**
     * Returns by how much its quotes of shares are behind the market, as far as it is published.
     *
     * @return the delay; zero if there is none or it is not published
     */
    public Duration delay() {
        return delay;
    }

    /**
     * Returns what calls cost that cost more than one permit of the rate limit.
     *
     * @return the permits by the name of the call; empty if each call costs one
     */
    public Map<String, Integer> weights() {
        return weights;
    }

    /**
     * Returns the limit that holds unless the host sets another one.
     *
     * @return what the provider allows, on its free tier where it has several
     */
    public RateLimit rateLimit() {
        return rateLimit;
    }

    /**
     * Returns how many symbols one request for quotes may hold.
     *
     * @return at least 1
     */
    public int maxSymbolsPerRequest() {
        return maxSymbolsPerRequest;
    }

    /**
     * Tells whether the provider needs a key.
     *
     * @return true if it does
     */
    public boolean keyRequired() {
        return keyRequired;
    }

    /** Returns the id. */
    @Override
    public String toString() {
        return id.id();
    }

    /** Collects what a {@link ProviderDescriptor} holds. Not thread-safe. */
    public static final class Builder {
        private final SourceId id;
        private final String name;
        private Set<Symbol.Kind> symbolKinds = EnumSet.allOf(Symbol.Kind.class);
        private final Map<Interval, BarOffer> history = new TreeMap<>();
        private final Map<String, Integer> weights = new TreeMap<>();
        private Set<Adjustment> adjustments = EnumSet.allOf(Adjustment.class);
        private Set<Instrument.Kind> assetClasses = EnumSet.noneOf(Instrument.Kind.class);
        private Set<StreamKind> streams = EnumSet.noneOf(StreamKind.class);
        private Duration delay = Duration.ZERO;
        private RateLimit rateLimit = RateLimit.unlimited();
        private int maxSymbolsPerRequest = 1;
        private boolean keyRequired;

        private Builder(SourceId id, String name) {
            this.id = Objects.requireNonNull(id, "id");
            this.name = Objects.requireNonNull(name, "name");
        }

        /**
         * Sets the shapes of symbols that the provider can answer for.
         *
         * @param kinds at least one
         * @return this builder
         */
        public Builder symbolKinds(Collection<Symbol.Kind> kinds) {
            this.symbolKinds = EnumSet.copyOf(kinds);
            return this;
        }

        /**
         * Adds bar lengths that the provider offers without limits.
         *
         * @param values the intervals in any order
         * @return this builder
         */
        public Builder intervals(Collection<Interval> values) {
            values.forEach(interval -> history.put(interval, BarOffer.of(interval)));
            return this;
        }

        /**
         * Says what bars the provider offers.
         *
         * @param offers one for each interval
         * @return this builder
         */
        public Builder history(BarOffer... offers) {
            for (BarOffer offer : offers) {
                history.put(offer.interval(), offer);
            }
            return this;
        }

        /**
         * Sets which adjustments of prices the provider can answer for.
         *
         * @param values at least one
         * @return this builder
         */
        public Builder adjustments(Adjustment... values) {
            this.adjustments = EnumSet.copyOf(List.of(values));
            return this;
        }

        /**
         * Sets what kinds of instruments the provider has.
         *
         * @param values at least one
         * @return this builder
         */
        public Builder assetClasses(Instrument.Kind... values) {
            this.assetClasses = EnumSet.copyOf(List.of(values));
            return this;
        }

        /**
         * Sets what the provider streams by itself.
         *
         * @param values at least one
         * @return this builder
         */
        public Builder streams(StreamKind... values) {
            this.streams = EnumSet.copyOf(List.of(values));
            return this;
        }

        /**
         * Sets by how much quotes of shares are behind the market.
         *
         * @param value zero or more
         * @return this builder
         */
        public Builder delay(Duration value) {
            this.delay = Objects.requireNonNull(value, "delay");
            return this;
        }

        /**
         * Says what a call costs that costs more than one permit.
         *
         * @param call the name of the call
         * @param permits at least 2
         * @return this builder
         */
        public Builder weight(String call, int permits) {
            weights.put(call, permits);
            return this;
        }

        /**
         * Sets the limit of the provider.
         *
         * @param value the limit
         * @return this builder
         */
        public Builder rateLimit(RateLimit value) {
            this.rateLimit = value;
            return this;
        }

        /**
         * Sets how many symbols one request for quotes may hold.
         *
         * @param value at least 1
         * @return this builder
         */
        public Builder maxSymbolsPerRequest(int value) {
            this.maxSymbolsPerRequest = value;
            return this;
        }

        /**
         * Says that the provider needs a key.
         *
         * @return this builder
         */
        public Builder keyRequired() {
            this.keyRequired = true;
            return this;
        }

        /**
         * Makes the descriptor.
         *
         * @return the descriptor
         * @throws IllegalStateException if a request could not hold a single symbol
         */
        public ProviderDescriptor build() {
            if (maxSymbolsPerRequest < 1) {
                throw new IllegalStateException("maxSymbolsPerRequest of " + id + " must be at least 1");
            }
            return new ProviderDescriptor(this);
        }
    }
}
