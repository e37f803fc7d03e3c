package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.model.CorporateAction;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.ActionSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules for an {@link ActionSource}: A101 to A105 for values, Q201 to Q239 for bad days. */
public abstract class ActionSourceContract extends BadDaysContract<List<CorporateAction>> {
    private static final Duration DAY = Duration.ofDays(1);

    /** Makes the test; server and provider come with each rule. */
    protected ActionSourceContract() {}

    /**
     * Returns the span that is asked for.
     *
     * @return a span that holds all of {@link #expectedActions()}
     */
    protected abstract TimeRange range();

    /**
     * Returns the actions of {@link #knownSymbol()} that {@link #answer} holds within {@link #range()}.
     *
     * @return at least two actions on different days, oldest first
     */
    protected abstract List<CorporateAction> expectedActions();

    /** A101: days and numbers are those of the payload, oldest first. */
    @Test
    protected void a101_actions_areThoseOfThePayload() {
        assertThat(fetchLater(range())).isEqualTo(expectedActions());
    }

    /** A102: the actions are those of the symbol that was asked. */
    @Test
    protected void a102_identity_isThatOfTheQuestion() {
        assertThat(fetchLater(range()))
                .isNotEmpty()
                .allMatch(action -> action.symbol().equals(knownSymbol()));
    }

    /** A103: the span is half-open by the ex date at midnight UTC, even where the server sends more. */
    @Test
    protected void a103_range_isHalfOpen() {
        List<CorporateAction> all = expectedActions();
        Instant first = midnight(all.get(0));
        Instant last = midnight(all.get(all.size() - 1));

        assertThat(fetchLater(TimeRange.of(first, last)))
                .isEqualTo(all.stream()
                        .filter(action -> midnight(action).isBefore(last))
                        .toList());
        assertThat(fetchLater(TimeRange.of(first.plusNanos(1), last.plusNanos(1))))
                .isEqualTo(all.stream()
                        .filter(action -> midnight(action).isAfter(first))
                        .toList());
    }

    /** A104: nothing in the span is an empty list. */
    @Test
    protected void a104_nothingInTheSpan_isEmpty() {
        Instant first = midnight(expectedActions().get(0));

        assertThat(fetchLater(TimeRange.of(first.minus(DAY), first))).isEmpty();
    }

    /** A105: an unknown symbol is told as SYMBOL_UNKNOWN. */
    @Test
    protected void a105_unknownSymbol_isTold() {
        Outcome<List<CorporateAction>> outcome = call(provider(), unknownSymbol(), ample());

        assertThat(outcome.thrownReason())
                .as("an unknown symbol gives %s", outcome)
                .contains(FailureReason.SYMBOL_UNKNOWN);
    }

    private static Instant midnight(CorporateAction action) {
        return action.exDate().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private List<CorporateAction> fetchLater(TimeRange range) {
        Instant now = range().endExclusive().plus(DAY);
        RequestContext context =
                context(VirtualTime.startingAt(now), Duration.ofSeconds(30)).build();
        return role(provider()).fetchActions(knownSymbol(), range, context);
    }

    private static ActionSource role(MarketDataProvider asked) {
        return asked.actions().orElseThrow(() -> new AssertionError("the provider has no actions"));
    }

    @Override
    final List<CorporateAction> fetch(MarketDataProvider asked, Symbol symbol, RequestContext context) {
        return role(asked).fetchActions(symbol, range(), context);
    }

    /** No action where there are some is no data. */
    @Override
    final Optional<FailureReason> failureIn(List<CorporateAction> value) {
        return value.isEmpty() ? Optional.of(FailureReason.MALFORMED_RESPONSE) : Optional.empty();
    }

    @Override
    final void assertHarmless(List<CorporateAction> spoiled, List<CorporateAction> good) {
        assertThat(good).as("actions of a good answer").containsAll(spoiled);
    }

    @Override
    final String describe(List<CorporateAction> value) {
        return value.toString();
    }
}
