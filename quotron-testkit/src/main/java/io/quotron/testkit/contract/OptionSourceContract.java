package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.FailureReason;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.OptionSource;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules for an {@link OptionSource}: O101 to O107 for values, Q201 to Q239 for bad days. */
public abstract class OptionSourceContract extends BadDaysContract<OptionChain> {
    private static final EnumSet<FailureReason> NOT_KNOWN =
            EnumSet.of(FailureReason.SYMBOL_UNKNOWN, FailureReason.NO_DATA);

    /** Makes the test; server and provider come with each rule. */
    protected OptionSourceContract() {}

    /**
     * Returns the options of {@link #knownSymbol()} that {@link #answer} holds where no day is named.
     *
     * @return the chain, with at least one option; its time of receipt does not matter
     */
    protected abstract OptionChain expectedChain();

    /**
     * Returns a day for which {@link #answer} holds no options.
     *
     * @return the day; empty if the server answers the same for every day
     */
    protected Optional<LocalDate> absentExpiration() {
        return Optional.empty();
    }

    /** O101: the contracts and their numbers are those of the payload; what it does not tell is absent. */
    @Test
    protected void o101_contracts_areThoseOfThePayload() {
        OptionChain chain = fetchNow(Optional.empty());

        assertThat(chain.calls()).isEqualTo(expectedChain().calls());
        assertThat(chain.puts()).isEqualTo(expectedChain().puts());
        assertThat(chain.expirations()).isEqualTo(expectedChain().expirations());
        assertThat(chain.expiration()).isEqualTo(expectedChain().expiration());
        assertThat(chain.underlyingPrice()).isEqualTo(expectedChain().underlyingPrice());
    }

    /** O102: the chain is that of the symbol that was asked, by this provider. */
    @Test
    protected void o102_identity_isThatOfTheQuestion() {
        OptionChain chain = fetchNow(Optional.empty());

        assertThat(chain.underlying()).isEqualTo(knownSymbol());
        assertThat(chain.source()).isEqualTo(provider().descriptor().id());
    }

    /** O103: a day that is named is the day of all contracts. */
    @Test
    protected void o103_namedDay_isThatOfAllContracts() {
        LocalDate day = expectedChain().expiration();

        OptionChain chain = fetchNow(Optional.of(day));

        assertThat(chain.expiration()).isEqualTo(day);
        assertThat(chain.expirations()).contains(day).isSorted().doesNotHaveDuplicates();
        assertThat(contracts(chain)).allMatch(contract -> contract.expiration().equals(day));
    }

    /** O104: calls are calls and puts are puts, each by strike. */
    @Test
    protected void o104_sides_areApartAndByStrike() {
        OptionChain chain = fetchNow(Optional.empty());

        assertThat(chain.calls()).allMatch(contract -> contract.type() == OptionContract.Type.CALL);
        assertThat(chain.puts()).allMatch(contract -> contract.type() == OptionContract.Type.PUT);
        Comparator<OptionContract> byStrike = Comparator.comparingDouble(OptionContract::strike);
        assertThat(chain.calls()).isSortedAccordingTo(byStrike);
        assertThat(chain.puts()).isSortedAccordingTo(byStrike);
    }

    /** O105: a day without options is NO_DATA, never the options of another day. */
    @Test
    protected void o105_absentDay_isNoData() {
        assumeTrue(absentExpiration().isPresent(), "this server answers the same for every day");

        Outcome<OptionChain> outcome = Outcome.of(() -> fetchNow(absentExpiration()));

        assertThat(outcome.thrownReason()).as("an absent day gives %s", outcome).contains(FailureReason.NO_DATA);
    }

    /** O106: an unknown symbol is told as SYMBOL_UNKNOWN or NO_DATA. */
    @Test
    protected void o106_unknownSymbol_isTold() {
        Outcome<OptionChain> outcome = call(provider(), unknownSymbol(), ample());

        assertThat(outcome.thrownReason())
                .as("an unknown symbol gives %s", outcome)
                .isPresent()
                .get()
                .isIn(NOT_KNOWN);
    }

    /** O107: the time of receipt is that of the clock of the call. */
    @Test
    protected void o107_receivedTime_isOfTheClock() {
        assertThat(fetchNow(Optional.empty()).receivedTime()).isEqualTo(now());
    }

    private Instant now() {
        return expectedChain().receivedTime();
    }

    private OptionChain fetchNow(Optional<LocalDate> expiration) {
        RequestContext context =
                context(VirtualTime.startingAt(now()), Duration.ofSeconds(30)).build();
        return role(provider()).fetchOptions(knownSymbol(), expiration, context);
    }

    private static OptionSource role(MarketDataProvider asked) {
        return asked.options().orElseThrow(() -> new AssertionError("the provider has no options"));
    }

    @Override
    final OptionChain fetch(MarketDataProvider asked, Symbol symbol, RequestContext context) {
        return role(asked).fetchOptions(symbol, Optional.empty(), context);
    }

    @Override
    final Optional<FailureReason> failureIn(OptionChain value) {
        return contracts(value).isEmpty() ? Optional.of(FailureReason.MALFORMED_RESPONSE) : Optional.empty();
    }

    @Override
    final void assertHarmless(OptionChain spoiled, OptionChain good) {
        Map<Symbol, OptionContract> right = contracts(good).stream()
                .collect(Collectors.toMap(OptionContract::symbol, Function.identity(), (first, second) -> first));
        for (OptionContract contract : contracts(spoiled)) {
            assertThat(right).as("a contract was made up").containsKey(contract.symbol());
            OptionContract expected = Objects.requireNonNull(right.get(contract.symbol()));
            assertThat(contract.strike()).isEqualTo(expected.strike());
            assertThat(contract.expiration()).isEqualTo(expected.expiration());
            assertNothingMadeUp(numbers(contract), numbers(expected));
        }
        assertNothingMadeUp(
                Map.of("underlying price", spoiled.underlyingPrice()),
                Map.of("underlying price", good.underlyingPrice()));
    }

    private static void assertNothingMadeUp(Map<String, OptionalDouble> made, Map<String, OptionalDouble> right) {
        made.forEach((name, number) -> assertThat(number.isPresent() && !number.equals(right.get(name)))
                .as("%s was made up: %s", name, number)
                .isFalse());
    }

    @Override
    final String describe(OptionChain value) {
        return value.expiration() + " " + value.underlyingPrice() + " " + contracts(value);
    }

    private static List<OptionContract> contracts(OptionChain chain) {
        return Stream.concat(chain.calls().stream(), chain.puts().stream()).toList();
    }

    private static Map<String, OptionalDouble> numbers(OptionContract contract) {
        Map<String, OptionalDouble> numbers = new TreeMap<>();
        numbers.put("last", contract.last());
        numbers.put("bid", contract.bid());
        numbers.put("ask", contract.ask());
        numbers.put("volume", contract.volume());
        numbers.put("open interest", contract.openInterest());
        numbers.put("implied volatility", contract.impliedVolatility());
        return numbers;
    }
}
