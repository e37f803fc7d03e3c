package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.FailureReason;
import io.quotron.model.Instrument;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.Faults;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules for an {@link InstrumentSource}: N101 to N107. */
public abstract class InstrumentSourceContract extends ProviderContract {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    /** Makes the test; server and provider come with each rule. */
    protected InstrumentSourceContract() {}

    /**
     * Returns a text whose search finds {@link #knownSymbol()}.
     *
     * @return the text
     */
    protected abstract String knownText();

    /**
     * Returns an identifier that {@link #answer} resolves to {@link #knownSymbol()}.
     *
     * @return an ISIN, CUSIP, FIGI or another number of a registry; empty where the source looks none up
     */
    protected Optional<String> knownIdentifier() {
        return Optional.empty();
    }

    /**
     * Returns an identifier that nobody has.
     *
     * @return an ISIN with the right check digit unless overridden
     */
    protected String unknownIdentifier() {
        return "ZZ0000000008";
    }

    /** N101: the instrument is found under its canonical symbol. */
    @Test
    protected void n101_knownText_findsTheInstrument() {
        Outcome<List<Instrument>> outcome = search(knownText());

        assertThat(outcome.value())
                .as("a known text gives %s", outcome)
                .isNotNull()
                .anyMatch(instrument -> instrument.symbol().equals(knownSymbol()));
    }

    /** N102: nothing found is an empty list. */
    @Test
    protected void n102_unknownText_findsNothing() {
        Outcome<List<Instrument>> outcome = search(unknownSymbol().code());

        assertThat(outcome.value())
                .as("a text that nobody knows gives %s", outcome)
                .isNotNull()
                .isEmpty();
    }

    /** N103: a text with signs that mean something in a URL arrives as one value, or is refused before it is sent. */
    @Test
    protected void n103_textWithUrlSigns_staysOneValue() {
        search("a");
        Set<String> names = server().requests().stream()
                .filter(this::isDataRequest)
                .findFirst()
                .map(request -> request.parameters().keySet())
                .orElse(Set.of());
        for (String text : List.of("a&apikey=x", "a?b", "a#b", "a%2e%2e/b", "a\r\nX-Evil: 1")) {
            badDay(this::answer);
            Outcome<List<Instrument>> outcome = search(text);
            server().requests().stream().filter(this::isDataRequest).forEach(request -> {
                assertThat(request.parameters().keySet())
                        .as("%s gives %s", text, outcome)
                        .isEqualTo(names);
                assertThat(request.header("X-Evil")).isEmpty();
            });
        }
    }

    /** N104: bad days are told by the same reasons as those of other roles. */
    @Test
    protected void n104_badDays_haveTheirReasons() {
        assertReason(503, FailureReason.UNAVAILABLE);
        assertReason(429, FailureReason.RATE_LIMITED);
        badDay(Faults.replaceBody(new byte[0], this::answer));
        assertThat(search(knownText()).thrownReason())
                .isPresent()
                .get()
                .isIn(EnumSet.of(FailureReason.MALFORMED_RESPONSE, FailureReason.UNAVAILABLE));
    }

    /** N105: a source looks identifiers up if and only if it says so. */
    @Test
    protected void n105_resolving_isToldAsItIs() {
        assertThat(role().resolvesIdentifiers()).isEqualTo(knownIdentifier().isPresent());
        if (knownIdentifier().isEmpty()) {
            RequestContext context = context(TimeSource.system(), AMPLE).build();
            assertThatThrownBy(() -> role().resolve(unknownIdentifier(), context))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    /** N106: a known identifier gives its instrument, the main listing first. */
    @Test
    protected void n106_knownIdentifier_givesTheInstrument() {
        assumeTrue(knownIdentifier().isPresent(), "this source looks no identifiers up");

        Outcome<List<Instrument>> outcome = resolve(knownIdentifier().orElseThrow());

        List<Instrument> found = Objects.requireNonNull(outcome.value(), () -> "a known identifier gives " + outcome);
        assertThat(found).isNotEmpty();
        assertThat(found.get(0).symbol()).isEqualTo(knownSymbol());
    }

    /** N107: an identifier that nobody has gives an empty list. */
    @Test
    protected void n107_unknownIdentifier_givesNothing() {
        assumeTrue(knownIdentifier().isPresent(), "this source looks no identifiers up");

        Outcome<List<Instrument>> outcome = resolve(unknownIdentifier());

        assertThat(outcome.value())
                .as("an unknown identifier gives %s", outcome)
                .isNotNull()
                .isEmpty();
    }

    private Outcome<List<Instrument>> resolve(String identifier) {
        return Outcome.of(() ->
                role().resolve(identifier, context(TimeSource.system(), AMPLE).build()));
    }

    private void assertReason(int status, FailureReason reason) {
        badDay(Faults.status(status));
        assertThat(search(knownText()).thrownReason()).as("status %s", status).contains(reason);
    }

    private Outcome<List<Instrument>> search(String text) {
        return Outcome.of(
                () -> role().search(text, context(TimeSource.system(), AMPLE).build()));
    }

    private InstrumentSource role() {
        return provider().instruments().orElseThrow(() -> new AssertionError("the provider has no instruments"));
    }
}
