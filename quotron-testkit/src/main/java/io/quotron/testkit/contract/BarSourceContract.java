package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.FailureReason;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.spi.BarSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.Handler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules for a {@link BarSource}: B101 to B109 for values, Q201 to Q239 for bad days. */
public abstract class BarSourceContract extends BadDaysContract<BarSeries> {
    /** Makes the test; server and provider come with each rule. */
    protected BarSourceContract() {}

    /**
     * Makes the question to which {@link #answer} holds the answer.
     *
     * @param symbol the symbol to ask for
     * @return the question
     */
    protected abstract BarQuery query(Symbol symbol);

    /**
     * Returns the bars of {@link #knownSymbol()} that {@link #answer} holds within the range of the question.
     *
     * @return at least two bars, oldest first; only their spans, prices and volumes matter
     */
    protected abstract List<Bar> expectedBars();

    /**
     * Returns how the server says that it has nothing for the span.
     *
     * @return the answer; empty if it has no way to say so
     */
    protected Optional<Handler> noDataAnswer() {
        return Optional.empty();
    }

    /** B101: spans, prices and volumes are those of the payload, to the last digit. */
    @Test
    protected void b101_bars_areThoseOfThePayload() {
        assertThat(rows(fetchLater(query(knownSymbol())))).isEqualTo(rows(expectedBars()));
    }

    /** B102: the identity is that of the question. */
    @Test
    protected void b102_identity_isThatOfTheQuestion() {
        BarQuery query = query(knownSymbol());

        BarSeries series = fetchLater(query);

        assertThat(series.identity().symbol()).isEqualTo(query.symbol());
        assertThat(series.identity().source()).isEqualTo(provider().descriptor().id());
        assertThat(series.identity().interval()).isEqualTo(query.interval());
        assertThat(series.identity().adjustment()).isEqualTo(query.adjustment());
    }

    /** B103: bars are sorted, and there is one for each open time. */
    @Test
    protected void b103_bars_areSortedAndUnique() {
        List<Instant> openTimes =
                fetchLater(query(knownSymbol())).bars().map(Bar::openTime).toList();

        assertThat(openTimes).isSorted().doesNotHaveDuplicates();
    }

    /** B104: a bar that starts before the range or at its end is left out, even where the server sends it. */
    @Test
    protected void b104_range_isHalfOpen() {
        List<Bar> all = expectedBars();
        Instant second = all.get(1).openTime();
        Instant last = all.get(all.size() - 1).openTime();

        BarSeries tail = fetchLater(withRange(second, last.plusNanos(1)));
        BarSeries head = fetchLater(withRange(all.get(0).openTime(), last));

        assertThat(rows(tail)).isEqualTo(rows(all.subList(1, all.size())));
        assertThat(rows(head)).isEqualTo(rows(all.subList(0, all.size() - 1)));
    }

    private BarQuery withRange(Instant startInclusive, Instant endExclusive) {
        BarQuery query = query(knownSymbol());
        return new BarQuery(
                query.symbol(),
                query.interval(),
                TimeRange.of(startInclusive, endExclusive),
                query.adjustment(),
                query.extendedHours());
    }

    /** B105: the time of receipt is that of the clock of the call. */
    @Test
    protected void b105_receivedTime_isOfTheClock() {
        Instant now = afterLastBar();

        assertThat(fetchAt(now, query(knownSymbol())).receivedTime()).isEqualTo(now);
    }

    /** B106: a bar whose interval still runs is FORMING, the others are not. */
    @Test
    protected void b106_runningBar_isForming() {
        Bar last = expectedBars().get(expectedBars().size() - 1);

        BarSeries during = fetchAt(last.closeTime().minusSeconds(1), query(knownSymbol()));
        BarSeries after = fetchAt(afterLastBar(), query(knownSymbol()));

        assertThat(during.last().openTime()).isEqualTo(last.openTime());
        assertThat(during.last().state()).isEqualTo(Bar.State.FORMING);
        assertThat(during.bars().filter(Bar::isComplete)).hasSize(during.size() - 1);
        assertThat(after.bars()).allMatch(Bar::isComplete);
    }

    /** B107: an unknown symbol is told as SYMBOL_UNKNOWN. */
    @Test
    protected void b107_unknownSymbol_isTold() {
        Outcome<BarSeries> outcome = call(provider(), unknownSymbol(), ample());

        assertThat(outcome.thrownReason())
                .as("an unknown symbol gives %s", outcome)
                .contains(FailureReason.SYMBOL_UNKNOWN);
    }

    /** B108: nothing for the span is told as NO_DATA. */
    @Test
    protected void b108_nothingForTheSpan_isNoData() {
        assumeTrue(noDataAnswer().isPresent(), "this server has no way to say so");
        badDay(noDataAnswer().orElseThrow());

        Outcome<BarSeries> outcome = call(provider(), ample());

        assertThat(outcome.thrownReason()).as("no data gives %s", outcome).contains(FailureReason.NO_DATA);
    }

    /** B109: an interval that is not offered is UNSUPPORTED, and nobody is asked. */
    @Test
    protected void b109_otherInterval_isUnsupported() {
        BarQuery query = query(knownSymbol());
        Interval other = Interval.of(20, Interval.Unit.SECOND);
        assumeTrue(!provider().descriptor().intervals().contains(other), "every interval is offered");

        Outcome<BarSeries> outcome = Outcome.of(() -> role(provider())
                .fetchBars(
                        new BarQuery(query.symbol(), other, query.range(), query.adjustment(), query.extendedHours()),
                        ample()));

        assertThat(outcome.thrownReason()).as("%s gives %s", other, outcome).contains(FailureReason.UNSUPPORTED);
        assertThat(server().requests()).isEmpty();
    }

    private BarSeries fetchLater(BarQuery query) {
        return fetchAt(afterLastBar(), query);
    }

    private Instant afterLastBar() {
        return expectedBars().get(expectedBars().size() - 1).closeTime().plus(Duration.ofDays(1));
    }

    private BarSeries fetchAt(Instant now, BarQuery query) {
        RequestContext context =
                context(VirtualTime.startingAt(now), Duration.ofSeconds(30)).build();
        return role(provider()).fetchBars(query, context);
    }

    private static BarSource role(MarketDataProvider asked) {
        return asked.bars().orElseThrow(() -> new AssertionError("the provider has no bars"));
    }

    @Override
    final BarSeries fetch(MarketDataProvider asked, Symbol symbol, RequestContext context) {
        return role(asked).fetchBars(query(symbol), context);
    }

    /** A series without a bar is no data where all that was sent was refused. */
    @Override
    final Optional<FailureReason> failureIn(BarSeries value) {
        return value.isEmpty() ? Optional.of(FailureReason.MALFORMED_RESPONSE) : Optional.empty();
    }

    @Override
    final void assertHarmless(BarSeries spoiled, BarSeries good) {
        Map<Instant, Bar> right = good.bars().collect(Collectors.toMap(Bar::openTime, Function.identity()));
        spoiled.bars().forEach(bar -> {
            assertThat(right).as("a bar was made up").containsKey(bar.openTime());
            Bar expected = Objects.requireNonNull(right.get(bar.openTime()));
            assertThat(prices(bar)).as("prices at %s", bar.openTime()).isEqualTo(prices(expected));
            assertThat(bar.volume().isPresent() && !bar.volume().equals(expected.volume()))
                    .as("the volume at %s was made up", bar.openTime())
                    .isFalse();
        });
    }

    @Override
    final String describe(BarSeries value) {
        return rows(value).toString();
    }

    private static List<String> rows(BarSeries series) {
        return rows(series.bars().toList());
    }

    private static List<String> rows(List<Bar> bars) {
        return bars.stream()
                .map(bar -> bar.openTime() + " - " + bar.closeTime() + " " + prices(bar) + " " + bar.volume())
                .toList();
    }

    private static List<Double> prices(Bar bar) {
        return List.of(bar.open(), bar.high(), bar.low(), bar.close());
    }
}
