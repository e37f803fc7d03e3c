package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.FailureReason;
import io.quotron.model.Instrument;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.Faults;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rules for a {@link DiscoverySource}: D101 to D108. */
public abstract class DiscoverySourceContract extends ProviderContract {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    /** Makes the test; server and provider come with each rule. */
    protected DiscoverySourceContract() {}

    /**
     * Returns the name of a list that {@link #answer} holds and that has {@link #knownSymbol()} on it.
     *
     * @return the name, as {@link DiscoverySource#lists} tells it
     */
    protected abstract String knownList();

    /** D101: there is at least one list, each has a name, and no name comes twice in any case. */
    @Test
    protected void d101_lists_haveNames() {
        List<String> names = goodLists();

        assertThat(names).isNotEmpty().noneMatch(String::isBlank).contains(knownList());
        assertThat(names.stream().map(name -> name.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
    }

    /** D102: the known list holds the known symbol; each instrument is on it once and names the provider. */
    @Test
    protected void d102_knownList_holdsTheInstrument() {
        List<Instrument> found = good(knownList());

        assertThat(found).anyMatch(instrument -> instrument.symbol().equals(knownSymbol()));
        assertThat(found.stream().map(Instrument::symbol)).doesNotHaveDuplicates();
        assertThat(found)
                .allMatch(instrument ->
                        instrument.source().equals(provider().descriptor().id()))
                .noneMatch(instrument -> instrument.nativeSymbol().isBlank());
    }

    /** D103: the name of a list is understood in any case. */
    @Test
    protected void d103_otherCase_isTheSameList() {
        List<Instrument> found = good(knownList());

        assertThat(good(knownList().toUpperCase(Locale.ROOT))).isEqualTo(found);
        assertThat(good(knownList().toLowerCase(Locale.ROOT))).isEqualTo(found);
    }

    /** D104: no name stands for the first list. */
    @Test
    protected void d104_blankName_isTheFirstList() {
        List<String> names = goodLists();

        assertThat(good("")).isEqualTo(good(names.get(0)));
        assertThat(good("  ")).isEqualTo(good(names.get(0)));
    }

    /** D105: a list that there is not is INVALID_REQUEST, and the message says which there are. */
    @Test
    protected void d105_unknownList_isInvalidAndNamesTheOthers() {
        for (String unknown : List.of("no-such-list", "a&apikey=x", "a%2e%2e/b", "a\r\nX-Evil: 1")) {
            badDay(this::answer);
            Outcome<List<Instrument>> outcome = discover(unknown);

            assertThat(outcome.thrownReason())
                    .as("'%s' gives %s", unknown, outcome)
                    .contains(FailureReason.INVALID_REQUEST);
            assertThat(outcome.thrown()).hasMessageContaining(knownList());
        }
    }

    /** D106: bad days are told by the same reasons as those of other roles. */
    @Test
    protected void d106_badDays_haveTheirReasons() {
        assertReason(503, FailureReason.UNAVAILABLE);
        assertReason(429, FailureReason.RATE_LIMITED);
        badDay(Faults.replaceBody(new byte[0], this::answer));
        assertThat(freshDiscover().thrownReason())
                .isPresent()
                .get()
                .isIn(EnumSet.of(FailureReason.MALFORMED_RESPONSE, FailureReason.UNAVAILABLE));
    }

    /** D107: the server sees exactly the requests that were charged. */
    @Test
    protected void d107_everyRequest_isChargedOnce() {
        int before = charges();
        good(knownList());
        goodLists();

        assertThat(server().requests()).hasSize(charges() - before);
    }

    /** D108: a call that was cancelled before it began asks nobody. */
    @Test
    protected void d108_cancelledBefore_asksNobody() {
        RequestContext.Cancellation cancellation = new RequestContext.Cancellation();
        cancellation.cancel();
        RequestContext context =
                context(TimeSource.system(), AMPLE).cancellation(cancellation).build();

        Outcome<List<Instrument>> outcome = Outcome.of(() -> role().discover(knownList(), context));

        assumeTrue(outcome.value() == null, "what is on this list is known without asking");
        assertThat(outcome.thrownReason()).contains(FailureReason.CANCELLED);
        assertThat(server().requests()).isEmpty();
    }

    private void assertReason(int status, FailureReason reason) {
        badDay(Faults.status(status));
        assertThat(freshDiscover().thrownReason()).as("status %s", status).contains(reason);
    }

    private Outcome<List<Instrument>> freshDiscover() {
        Outcome<List<Instrument>> outcome = discover(knownList());
        assumeTrue(dataRequests() > 0, "what is on this list is known without asking");
        return outcome;
    }

    private List<Instrument> good(String list) {
        Outcome<List<Instrument>> outcome = discover(list);
        return Objects.requireNonNull(outcome.value(), () -> "list '" + list + "' gives " + outcome);
    }

    private Outcome<List<Instrument>> discover(String list) {
        return Outcome.of(
                () -> role().discover(list, context(TimeSource.system(), AMPLE).build()));
    }

    private List<String> goodLists() {
        RequestContext context = context(TimeSource.system(), AMPLE).build();
        Outcome<List<String>> outcome = Outcome.of(() -> role().lists(context));
        return Objects.requireNonNull(outcome.value(), () -> "the names of the lists are " + outcome);
    }

    private DiscoverySource role() {
        return provider().discovery().orElseThrow(() -> new AssertionError("the provider lists nothing"));
    }
}
