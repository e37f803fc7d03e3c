package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.model.Profile;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProfileSource;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules for a {@link ProfileSource}: P101 to P104 for values, Q201 to Q239 for bad days. */
public abstract class ProfileSourceContract extends BadDaysContract<Profile> {
    private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

    /** Makes the test; server and provider come with each rule. */
    protected ProfileSourceContract() {}

    /**
     * Returns the profile of {@link #knownSymbol()} that {@link #answer} holds, with at least one statistic or the employees if the
     * source tells any number at all.
     *
     * @return the profile; its time of receipt does not matter
     */
    protected abstract Profile expectedProfile();

    /** P101: words and numbers are those of the payload; what it does not tell is absent. */
    @Test
    protected void p101_profile_isThatOfThePayload() {
        Profile profile = fetchAt(NOW);
        Profile expected = expectedProfile();

        assertThat(profile.statistics()).isEqualTo(expected.statistics());
        assertThat(profile.instrument()).isEqualTo(expected.instrument());
        assertThat(words(profile)).isEqualTo(words(expected));
    }

    /** P102: the profile is that of the symbol that was asked, by this provider. */
    @Test
    protected void p102_identity_isThatOfTheQuestion() {
        Profile profile = fetchAt(NOW);

        assertThat(profile.symbol()).isEqualTo(knownSymbol());
        assertThat(profile.source()).isEqualTo(provider().descriptor().id());
    }

    /** P103: the time of receipt is that of the clock of the call. */
    @Test
    protected void p103_receivedTime_isOfTheClock() {
        assertThat(fetchAt(NOW).receivedTime()).isEqualTo(NOW);
    }

    /** P104: an unknown symbol is told as SYMBOL_UNKNOWN. */
    @Test
    protected void p104_unknownSymbol_isTold() {
        Outcome<Profile> outcome = call(provider(), unknownSymbol(), ample());

        assertThat(outcome.thrownReason())
                .as("an unknown symbol gives %s", outcome)
                .contains(FailureReason.SYMBOL_UNKNOWN);
    }

    private Profile fetchAt(Instant now) {
        return fetch(
                provider(),
                knownSymbol(),
                context(VirtualTime.startingAt(now), Duration.ofSeconds(30)).build());
    }

    @Override
    final Profile fetch(MarketDataProvider asked, Symbol symbol, RequestContext context) {
        ProfileSource role = asked.profiles().orElseThrow(() -> new AssertionError("the provider has no profiles"));
        return role.fetchProfile(symbol, context);
    }

    /** A profile without the numbers that a good one has holds no data, but is none the worse for its words. */
    @Override
    final Optional<FailureReason> failureIn(Profile value) {
        return hasNumbers(value) || !hasNumbers(expectedProfile())
                ? Optional.empty()
                : Optional.of(FailureReason.MALFORMED_RESPONSE);
    }

    private static boolean hasNumbers(Profile profile) {
        return !profile.statistics().isEmpty() || profile.employees().isPresent();
    }

    @Override
    final void assertHarmless(Profile spoiled, Profile good) {
        spoiled.statistics()
                .forEach((statistic, number) -> assertThat(
                                number == 0 && good.statistic(statistic).orElse(Double.NaN) != 0)
                        .as("%s was made up", statistic)
                        .isFalse());
        assertThat(spoiled.employees().isPresent() && !spoiled.employees().equals(good.employees()))
                .as("the number of employees was made up: %s", spoiled.employees())
                .isFalse();
    }

    @Override
    final String describe(Profile value) {
        return words(value) + " " + value.statistics();
    }

    private static String words(Profile profile) {
        return String.join(
                " | ",
                profile.sector().toString(),
                profile.industry().toString(),
                profile.country().toString(),
                profile.website().toString(),
                profile.description().toString(),
                profile.employees().toString(),
                String.valueOf(profile.currency()));
    }
}
