package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.model.Instrument;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.Profile;
import io.quotron.model.Statistic;
import io.quotron.model.Symbol;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The provider and the simulator of its wire format, face to face. */
@Timeout(60)
class YahooAgainstSimulatorTest {
    private static final Symbol AAPL = Symbol.of("AAPL");
    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-04T15:15:30Z"));
    private final MarketSimulator simulator =
            MarketSimulator.builder().seed(7).time(time).start();
    private final YahooProvider yahoo =
            YahooProvider.builder().baseUri(simulator.yahooUri()).build();

    @AfterEach
    void close() {
        yahoo.close();
        simulator.close();
    }

    private RequestContext context() {
        return RequestContext.builder(time).build();
    }

    @Test
    void fetchProfile_share_hasWordsAndFigures() {
        Profile profile = yahoo.profiles().orElseThrow().fetchProfile(AAPL, context());

        assertThat(profile.sector()).contains("Simulation");
        assertThat(profile.employees()).hasValue(1_000);
        assertThat(profile.instrument().kind()).isEqualTo(Instrument.Kind.EQUITY);
        assertThat(profile.instrument().name().orElse("")).endsWith("(simulated)");
        assertThat(profile.statistics()).containsKeys(Statistic.MARKET_CAP, Statistic.FIFTY_TWO_WEEK_HIGH);
        assertThat(catchThrowableOfType(
                                ProviderException.class,
                                () -> yahoo.profiles().orElseThrow().fetchProfile(Symbol.of("NOPE"), context()))
                        .reason())
                .isEqualTo(FailureReason.SYMBOL_UNKNOWN);
    }

    @Test
    void fetchOptions_share_hasFourFridays() {
        OptionChain next = yahoo.options().orElseThrow().fetchOptions(AAPL, Optional.empty(), context());

        assertThat(next.expirations()).hasSize(4).allMatch(day -> day.getDayOfWeek() == DayOfWeek.FRIDAY);
        assertThat(next.expiration()).isEqualTo(LocalDate.of(2026, 3, 6));
        assertThat(next.calls()).hasSize(11).allMatch(call -> call.type() == OptionContract.Type.CALL);
        assertThat(next.puts()).hasSize(11);
        assertThat(next.underlyingPrice()).isPresent();
        LocalDate last = next.expirations().get(3);
        assertThat(yahoo.options()
                        .orElseThrow()
                        .fetchOptions(AAPL, Optional.of(last), context())
                        .expiration())
                .isEqualTo(last);
        assertThat(catchThrowableOfType(
                                NoDataException.class,
                                () -> yahoo.options()
                                        .orElseThrow()
                                        .fetchOptions(Symbol.of("BTC/USD"), Optional.empty(), context()))
                        .why())
                .isEqualTo(NoDataException.Why.NOT_TOLD);
    }

    @Test
    void discover_lists_holdSymbolsOfTheMarket() {
        List<Instrument> trending = yahoo.discovery().orElseThrow().discover("", context());
        List<Instrument> gainers = yahoo.discovery().orElseThrow().discover("day_gainers", context());

        assertThat(trending).isNotEmpty();
        assertThat(gainers).extracting(Instrument::symbol).contains(AAPL);
        assertThat(gainers).allMatch(instrument -> instrument.kind() == Instrument.Kind.EQUITY);
    }
}
