package io.quotron.spi;

import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.resilience.RateLimit;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Who a provider is and what it can do. Immutable and thread-safe. */
public final class ProviderDescriptor {
    private final SourceId id;
    private final String name;
    private final Set<Symbol.Kind> symbolKinds;
    private final List<Interval> intervals;
    private final RateLimit rateLimit;
    private final int maxSymbolsPerRequest;
    private final boolean keyRequired;

    private ProviderDescriptor(Builder builder) {
        this.id = builder.id;
        this.name = builder.name;
        this.symbolKinds = Set.copyOf(builder.symbolKinds);
        this.intervals = List.copyOf(builder.intervals);
        this.rateLimit = builder.rateLimit;
        this.maxSymbolsPerRequest = builder.maxSymbolsPerRequest;
        this.keyRequired = builder.keyRequired;
    }

    /**
     * Starts a descriptor.
     *
     * @param id the id under which all data of the provider appears
     * @param name the name for people
     * @return a builder: all kinds of symbols, no intervals, no limit, one symbol per request, no key
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
        return intervals;
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
        private Set<Interval> intervals = new TreeSet<>();
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
         * Sets the bar lengths that the provider offers.
         *
         * @param values the intervals in any order
         * @return this builder
         */
        public Builder intervals(Collection<Interval> values) {
            this.intervals = new TreeSet<>(values);
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
