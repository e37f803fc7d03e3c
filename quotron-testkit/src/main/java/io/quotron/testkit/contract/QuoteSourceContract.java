package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.FailureReason;
import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The rules for a {@link QuoteSource}: Q101 to Q109 for values, Q201 to Q239 for bad days.
 *
 * <pre>{@code
 * class AcmeQuotesTest extends QuoteSourceContract {
 *     protected MarketDataProvider createProvider(URI server) { return AcmeProvider.builder().baseUri(server).build(); }
 *     protected void answer(Request request, Response response) throws IOException { response.sendJson(RECORDED); }
 *     protected Symbol knownSymbol() { return Symbol.of("AAPL"); }
 *     protected Symbol unknownSymbol() { return Symbol.of("NOPE"); }
 *     protected Quote expectedQuote() { return Quote.builder(...).price(187.25)...build(); }
 * }
 * }</pre>
 */
public abstract class QuoteSourceContract extends BadDaysContract<Map<Symbol, Result<Quote>>> {
    private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

    /** Makes the test; server and provider come with each rule. */
    protected QuoteSourceContract() {}

    /**
     * Returns the quote of {@link #knownSymbol()} that {@link #answer} holds, number by number.
     *
     * @return the quote; its time of receipt does not matter
     */
    protected abstract Quote expectedQuote();

    /**
     * Returns symbols for which {@link #answer} has data, all of which fit into one request.
     *
     * @return the known symbol unless overridden
     */
    protected Set<Symbol> knownSymbols() {
        return Set.of(knownSymbol());
    }

    /** Q101: there is exactly one entry for each symbol asked. */
    @Test
    protected void q101_answer_hasOneEntryForEachSymbol() {
        assertThat(fetch(knownSymbols()).keySet()).isEqualTo(knownSymbols());
    }

    /** Q102: the numbers are those of the payload, to the last digit; what it does not tell is absent. */
    @Test
    protected void q102_numbers_areThoseOfThePayload() {
        Quote quote = known();

        assertThat(numbers(quote)).isEqualTo(numbers(expectedQuote()));
        assertThat(quote.currency()).isEqualTo(expectedQuote().currency());
        assertThat(quote.symbol()).isEqualTo(knownSymbol());
        assertThat(quote.source()).isEqualTo(provider().descriptor().id());
        assertThat(quote.stale()).isFalse();
    }

    /** Q103: the time of the event is that of the payload, the time of receipt that of the clock of the call. */
    @Test
    protected void q103_times_areOfPayloadAndClock() {
        Quote quote = known();

        assertThat(quote.eventTime()).isEqualTo(expectedQuote().eventTime());
        assertThat(quote.receivedTime()).isEqualTo(NOW);
    }

    /** Q104: an unknown symbol is told as SYMBOL_UNKNOWN in its own entry. */
    @Test
    protected void q104_unknownSymbol_isToldInItsEntry() {
        Map<Symbol, Result<Quote>> answer = fetch(Set.of(unknownSymbol()));

        assertThat(answer.keySet()).containsExactly(unknownSymbol());
        assertThat(failureIn(answer)).contains(FailureReason.SYMBOL_UNKNOWN);
    }

    /** Q105: an unknown symbol harms no other of the same request. */
    @Test
    protected void q105_unknownAmongKnown_harmsNoOther() {
        assumeTrue(provider().descriptor().maxSymbolsPerRequest() > 1, "one symbol per request");
        Set<Symbol> both = new LinkedHashSet<>(List.of(knownSymbol(), unknownSymbol()));

        Map<Symbol, Result<Quote>> answer = fetch(both);

        assertThat(answer.keySet()).isEqualTo(both);
        assertThat(answer.get(knownSymbol())).isInstanceOf(Result.Success.class);
        assertThat(failureIn(answer)).contains(FailureReason.SYMBOL_UNKNOWN);
    }

    /** Q106: symbols that fit into one request take one request. */
    @Test
    protected void q106_batch_takesOneRequest() {
        assertThat(knownSymbols())
                .as("symbols that fit into one request")
                .hasSizeLessThanOrEqualTo(provider().descriptor().maxSymbolsPerRequest());

        Map<Symbol, Result<Quote>> answer = fetch(knownSymbols());

        assertThat(answer.values()).allMatch(Result::isSuccess);
        assertThat(dataRequests()).isEqualTo(1);
    }

    private Quote known() {
        return entry(fetch(Set.of(knownSymbol()))).get();
    }

    private Map<Symbol, Result<Quote>> fetch(Set<Symbol> symbols) {
        RequestContext context =
                context(VirtualTime.startingAt(NOW), Duration.ofSeconds(30)).build();
        return role(provider()).fetchQuotes(symbols, context);
    }

    private static QuoteSource role(MarketDataProvider asked) {
        return asked.quotes().orElseThrow(() -> new AssertionError("the provider has no quotes"));
    }

    @Override
    final Map<Symbol, Result<Quote>> fetch(MarketDataProvider asked, Symbol symbol, RequestContext context) {
        Map<Symbol, Result<Quote>> answer = role(asked).fetchQuotes(Set.of(symbol), context);
        assertThat(answer.keySet()).as("entries of the answer").containsExactly(symbol);
        return answer;
    }

    @Override
    final Optional<FailureReason> failureIn(Map<Symbol, Result<Quote>> value) {
        return value.values().stream()
                .filter(result -> !result.isSuccess())
                .map(result -> ((Result.Failure<Quote>) result).reason())
                .findFirst();
    }

    @Override
    final void assertHarmless(Map<Symbol, Result<Quote>> spoiled, Map<Symbol, Result<Quote>> good) {
        Optional<Quote> quote = entry(spoiled).find();
        Map<String, OptionalDouble> right = numbers(entry(good).get());
        quote.ifPresent(made -> {
            assertThat(made.price())
                    .as("price of a spoiled answer")
                    .isEqualTo(entry(good).get().price());
            numbers(made).forEach((name, number) -> {
                boolean zero = number.isPresent() && number.getAsDouble() == 0;
                assertThat(zero && !number.equals(right.get(name)))
                        .as("%s was made up", name)
                        .isFalse();
            });
        });
    }

    @Override
    final String describe(Map<Symbol, Result<Quote>> value) {
        return numbers(entry(value).get()).toString();
    }

    private Result<Quote> entry(Map<Symbol, Result<Quote>> answer) {
        return Objects.requireNonNull(answer.get(knownSymbol()), "the entry of the known symbol");
    }

    private static Map<String, OptionalDouble> numbers(Quote quote) {
        Map<String, OptionalDouble> numbers = new TreeMap<>();
        numbers.put("price", OptionalDouble.of(quote.price()));
        numbers.put("bid", quote.bid());
        numbers.put("ask", quote.ask());
        numbers.put("bidSize", quote.bidSize());
        numbers.put("askSize", quote.askSize());
        numbers.put("open", quote.open());
        numbers.put("high", quote.high());
        numbers.put("low", quote.low());
        numbers.put("previousClose", quote.previousClose());
        numbers.put("change", quote.change());
        numbers.put("changePercent", quote.changePercent());
        numbers.put("volume", quote.volume());
        return numbers;
    }
}
