package io.quotron.spi;

import java.util.Optional;

/**
 * A source of market data. What it can do is told by the roles that are present; a role that is absent is empty, never an
 * exception.
 *
 * <p>A provider reports, the client decides: a provider holds no retry, cache, limiter, breaker or thread pool, asks its server
 * once per call, and calls {@link RequestContext#beforeRequest()} before each request. Making a provider does no I/O.
 *
 * <p>A call runs in the thread of the host that fetches, so a provider must return at the deadline of its context and soon after a
 * cancellation or interrupt. The client cannot end a call that ignores all three: {@code fetch()} then returns when the provider
 * does, while the future of {@code fetchAsync()} ends at once on cancellation and on closing, and only its thread stays busy.
 *
 * <p>Must be thread-safe. A provider belongs to one client, which closes it.
 */
public interface MarketDataProvider extends AutoCloseable {
    /**
     * Tells who this is and what it can do.
     *
     * @return the descriptor, always the same
     */
    ProviderDescriptor descriptor();

    /**
     * Returns the role that answers for quotes and index values.
     *
     * @return the role; empty if there is none
     */
    default Optional<QuoteSource> quotes() {
        return Optional.empty();
    }

    /**
     * Returns the role that answers for history.
     *
     * @return the role; empty if there is none
     */
    default Optional<BarSource> bars() {
        return Optional.empty();
    }

    /**
     * Returns the role that answers for past trades.
     *
     * @return the role; empty if there is none
     */
    default Optional<TradeSource> trades() {
        return Optional.empty();
    }

    /**
     * Returns the role that streams live data.
     *
     * @return the role; empty if there is none, in which case the client polls quotes
     */
    default Optional<StreamSource> stream() {
        return Optional.empty();
    }

    /**
     * Returns the role that finds instruments.
     *
     * @return the role; empty if there is none
     */
    default Optional<InstrumentSource> instruments() {
        return Optional.empty();
    }

    /**
     * Returns the role that lists what the provider has.
     *
     * @return the role; empty if there is none
     */
    default Optional<DiscoverySource> discovery() {
        return Optional.empty();
    }

    /**
     * Returns the role that tells who a company or fund is.
     *
     * @return the role; empty if there is none
     */
    default Optional<ProfileSource> profiles() {
        return Optional.empty();
    }

    /**
     * Returns the role that answers for splits and dividends.
     *
     * @return the role; empty if there is none
     */
    default Optional<ActionSource> actions() {
        return Optional.empty();
    }

    /**
     * Returns the role that answers for listed options.
     *
     * @return the role; empty if there is none
     */
    default Optional<OptionSource> options() {
        return Optional.empty();
    }

    /**
     * Returns the role that answers for order books.
     *
     * @return the role; empty if there is none
     */
    default Optional<BookSource> books() {
        return Optional.empty();
    }

    /**
     * Asks the server something cheap.
     *
     * @param context the call
     * @return whether requests are likely to succeed; never throws for a server that fails
     */
    HealthCheck check(RequestContext context);

    /** Frees sockets and threads. Idempotent. */
    @Override
    void close();
}
