package io.quotron;

import io.quotron.health.HealthReport;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.pipeline.PipelineRequest;
import io.quotron.request.ActionsRequest;
import io.quotron.request.BarsRequest;
import io.quotron.request.BookRequest;
import io.quotron.request.IndexRequest;
import io.quotron.request.Instruments;
import io.quotron.request.OptionsRequest;
import io.quotron.request.ProfileRequest;
import io.quotron.request.QuoteRequest;
import io.quotron.request.QuotesRequest;
import io.quotron.request.TradesRequest;
import io.quotron.stream.StreamRequest;
import java.time.Duration;
import java.util.Collection;

/**
 * The way to market data: quotes, indices, history and live streams from the providers that the host chose, in the order in
 * which they are asked when one fails.
 *
 * <pre>{@code
 * try (MarketDataClient client = MarketDataClient.builder()
 *         .addProvider(YahooProvider.create())
 *         .addProvider(KrakenProvider.create())
 *         .build()) {
 *     Quote quote = client.quote("AAPL").fetch();
 *     BarSeries year = client.bars("AAPL").last(Period.ofYears(1)).fetch();
 * }
 * }</pre>
 *
 * <h2>Make one and share it</h2>
 * A client is thread-safe and holds the cache and the rate limits; two clients would not know of each other's requests.
 *
 * <h2>Nouns prepare, verbs do I/O</h2>
 * Methods here send nothing. What they return is sent by {@code fetch}, {@code fetchAsync}, {@code fetchTraced},
 * {@code subscribe} or {@code start}.
 *
 * <h2>Close it</h2>
 * Threads and sockets exist from their first use until {@link #close()}. All threads are daemons, so a client that is not closed
 * does not keep the process alive.
 *
 * <p>An interface, so that hosts can stub it in their tests; new methods may be added.
 */
public interface MarketDataClient extends AutoCloseable {
    /**
     * Starts a client.
     *
     * @return a builder without providers
     */
    static MarketDataClientBuilder builder() {
        return new MarketDataClientBuilder();
    }

    /**
     * Asks for the newest quote.
     *
     * @param symbol the canonical symbol, in any case
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text is not a symbol
     */
    QuoteRequest quote(String symbol);

    /**
     * Asks for the newest quote.
     *
     * @param symbol the canonical symbol
     * @return a request
     */
    QuoteRequest quote(Symbol symbol);

    /**
     * Asks for the newest quotes of several symbols, in as few requests as the providers allow.
     *
     * @param symbols the canonical symbols, in any case; at least one
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if a text is not a symbol or there is none
     */
    QuotesRequest quotes(String... symbols);

    /**
     * Asks for the newest quotes of several symbols, in as few requests as the providers allow.
     *
     * @param symbols the canonical symbols; at least one
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if there is none
     */
    QuotesRequest quotes(Collection<Symbol> symbols);

    /**
     * Asks for the newest value of an index.
     *
     * @param index the canonical symbol ({@code ^GSPC}) or a common name ({@code SPX})
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text names no index
     */
    IndexRequest index(String index);

    /**
     * Asks for history; by default the daily bars of the last year.
     *
     * @param symbol the canonical symbol, in any case
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text is not a symbol
     */
    BarsRequest bars(String symbol);

    /**
     * Asks for history; by default the daily bars of the last year.
     *
     * @param symbol the canonical symbol
     * @return a request
     */
    BarsRequest bars(Symbol symbol);

    /**
     * Asks for the trades of a span.
     *
     * @param symbol the canonical symbol, in any case
     * @param range the span
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text is not a symbol
     */
    TradesRequest trades(String symbol, TimeRange range);

    /**
     * Returns the ways to find instruments: by name, by identifier, or on lists of a provider.
     *
     * @return always the same
     */
    Instruments instruments();

    /**
     * Asks who a company or fund is.
     *
     * @param symbol the canonical symbol, in any case
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text is not a symbol
     */
    ProfileRequest profile(String symbol);

    /**
     * Asks for the listed options on something; by default those that end next.
     *
     * @param symbol the canonical symbol of the underlying, in any case
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text is not a symbol
     */
    OptionsRequest options(String symbol);

    /**
     * Asks for the order book of a market; by default ten levels of each side.
     *
     * @param symbol the canonical symbol, in any case
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text is not a symbol
     */
    BookRequest book(String symbol);

    /**
     * Asks for splits and dividends; by default those of the last five years.
     *
     * @param symbol the canonical symbol, in any case
     * @return a request
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if the text is not a symbol
     */
    ActionsRequest actions(String symbol);

    /**
     * Prepares a live stream.
     *
     * @param symbols the canonical symbols, in any case; at least one
     * @return a request that starts to flow with {@code subscribe}
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if a text is not a symbol or there is none
     */
    StreamRequest stream(String... symbols);

    /**
     * Prepares a pipeline: live trades pass quality rules, become bars and indicators, and go to the storage and event sink of
     * this client.
     *
     * @param symbols the canonical symbols, in any case; at least one
     * @return a request that starts to flow with {@code start}
     * @throws io.quotron.error.QuotronException with reason INVALID_REQUEST if a text is not a symbol or there is none
     */
    PipelineRequest pipeline(String... symbols);

    /**
     * Tells the state of the client and its sources, from the requests made so far; asks nobody.
     *
     * @return the report
     */
    HealthReport health();

    /**
     * Asks every provider something cheap and tells the state afterwards.
     *
     * @param timeout how long all of it may take
     * @return the report
     */
    HealthReport checkHealth(Duration timeout);

    /**
     * Ends all calls with reason CLOSED, stops streams and pipelines, hands sinks what is left, and closes the providers and
     * sinks of this client. Takes at most a few seconds. Idempotent, and may be called from any thread, also from a callback.
     */
    @Override
    void close();
}
