package io.quotron.examples;

import static io.quotron.examples.LiveMarket.BTC;
import static io.quotron.examples.LiveMarket.ETH;
import static io.quotron.examples.LiveMarket.await;
import static io.quotron.examples.LiveMarket.number;
import static io.quotron.examples.LiveMarket.numbers;
import static io.quotron.examples.LiveMarket.pass;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.MarketDataClient;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.TimeSource;
import io.quotron.stream.Subscription;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole live side, from the wire of the simulated market to the listener of a host. */
class StreamAgainstSimulatorTest {
    private final LiveMarket market = new LiveMarket();
    private final MarketDataClient client = market.client().build();
    private final LiveRecorder recorder = new LiveRecorder();

    @AfterEach
    void close() {
        long before = TimeSource.system().nanoTime();
        client.close();
        long took = TimeSource.system().nanoTime() - before;
        market.close();
        assertThat(Duration.ofNanos(took)).as("close").isLessThan(Duration.ofSeconds(5));
    }

    private Subscription subscribeBoth() {
        Subscription both = client.stream("BTC/USD", "ETH/USD").trades().subscribe(recorder);
        assertThat(both.awaitActive(LiveMarket.PATIENCE)).isTrue();
        awaitMore(BTC, 20);
        awaitMore(ETH, 10);
        return both;
    }

    private void awaitMore(Symbol symbol, int count) {
        int before = recorder.trades(symbol).size();
        await(count + " more trades of " + symbol, () -> recorder.trades(symbol).size() >= before + count);
    }

    private void awaitFilled(Symbol symbol, int count) {
        await(count + " filled gaps of " + symbol, () -> recorder.gaps(symbol, Gap.Status.FILLED) >= count);
    }

    /** Waits until everything that has happened by now was delivered. */
    private void awaitAllUntilNow(Symbol symbol) {
        Instant now = LiveMarket.now();
        List<Trade> past = market.simulator.tradesBetween(symbol, now.minusSeconds(30), now);
        long newest = number(past.get(past.size() - 1));
        await(
                "trade " + newest + " of " + symbol,
                () -> recorder.trades(symbol).stream().anyMatch(trade -> number(trade) >= newest));
    }

    private void assertComplete(Symbol symbol) {
        List<Trade> delivered = recorder.trades(symbol);
        List<Trade> truth = market.truth(delivered);
        assertThat(numbers(delivered)).as("trades of " + symbol).isEqualTo(numbers(truth));
        for (int i = 0; i < truth.size(); i++) {
            assertThat(delivered.get(i).price()).isEqualTo(truth.get(i).price());
            assertThat(delivered.get(i).size()).isEqualTo(truth.get(i).size());
        }
    }

    private void assertAccounted(Subscription subscription) {
        assertThat(subscription.accounting().isBalanced()).isTrue();
        assertThat(subscription.accounting().dropped()).isZero();
    }

    @Test
    void connectionCutSeveralTimes_everyTradeComesOnceAndInOrder_andGapsAreFilled() {
        Subscription both = subscribeBoth();
        for (int cut = 1; cut <= 3; cut++) {
            market.simulator.faults().cutConnections(SimulatedProvider.KRAKEN);
            awaitFilled(BTC, cut);
            awaitFilled(ETH, cut);
            awaitMore(ETH, 5);
            assertAccounted(both);
        }
        awaitAllUntilNow(BTC);
        awaitAllUntilNow(ETH);

        for (Symbol symbol : List.of(BTC, ETH)) {
            assertComplete(symbol);
            assertThat(recorder.gaps(symbol))
                    .containsExactly(
                            Gap.Status.OPEN,
                            Gap.Status.FILLED,
                            Gap.Status.OPEN,
                            Gap.Status.FILLED,
                            Gap.Status.OPEN,
                            Gap.Status.FILLED);
            assertThat(recorder.states(symbol)).contains(FeedState.Status.STALE);
        }
        assertThat(market.simulator.subscriptions()).containsExactly("trade BTC/USD", "trade ETH/USD");
        assertThat(market.simulator.openSockets()).isEqualTo(1);
        both.close();
        assertThat(both.accounting().pending()).isZero();
    }

    @Test
    void oneSymbolStalled_onlyThatOneIsStale_andItsTradesAreComplete() {
        Subscription both = subscribeBoth();
        market.simulator.faults().stall(ETH);
        long before = TimeSource.system().nanoTime();
        await("the stall to be noticed", () -> recorder.states(ETH).contains(FeedState.Status.STALE));
        Duration noticed = Duration.ofNanos(TimeSource.system().nanoTime() - before);
        market.simulator.faults().resume(ETH);
        awaitFilled(ETH, 1);
        await("ETH to be active again", () -> both.awaitActive(Duration.ZERO));
        awaitMore(ETH, 10);
        awaitAllUntilNow(ETH);
        awaitAllUntilNow(BTC);

        assertThat(noticed).isLessThan(Duration.ofSeconds(4));
        assertThat(recorder.states(BTC)).doesNotContain(FeedState.Status.STALE);
        assertComplete(ETH);
        assertComplete(BTC);
        assertAccounted(both);
    }

    @Test
    void duplicatesAndReordering_everyTradeComesOnce() {
        Subscription both = subscribeBoth();
        market.simulator.faults().duplicate(10);
        awaitMore(BTC, 40);
        market.simulator.faults().reorder(5);
        awaitMore(BTC, 40);
        awaitAllUntilNow(BTC);
        awaitAllUntilNow(ETH);

        for (Symbol symbol : List.of(BTC, ETH)) {
            List<Trade> delivered = recorder.trades(symbol);
            assertThat(numbers(delivered)).doesNotHaveDuplicates();
            assertThat(numbers(delivered)).containsAll(numbers(market.truth(delivered)));
        }
        assertThat(both.accounting().rejected()).as("repetitions are counted").isGreaterThanOrEqualTo(10);
        assertAccounted(both);
    }

    @Test
    void malformedFrames_whatTheyCarriedIsFetched() {
        Subscription both = subscribeBoth();
        awaitMore(BTC, 40); // a source is known to number its trades one by one after 32 of them
        awaitMore(ETH, 40);
        market.simulator.faults().malformedFrames(12);
        awaitMore(BTC, 30);
        awaitFilled(BTC, 1);
        awaitMore(BTC, 30);
        awaitAllUntilNow(BTC);
        awaitAllUntilNow(ETH);

        assertThat(recorder.states(BTC)).as("the stream went on").doesNotContain(FeedState.Status.STALE);
        assertComplete(BTC);
        assertComplete(ETH);
        assertAccounted(both);
    }

    @Test
    void connectionsRefusedForAWhile_thenAccepted_everythingIsFilled() {
        Subscription both = subscribeBoth();
        market.simulator.faults().refuseConnections(SimulatedProvider.KRAKEN);
        market.simulator.faults().cutConnections(SimulatedProvider.KRAKEN);
        await("the outage to be noticed", () -> recorder.states(BTC).contains(FeedState.Status.STALE));
        pass(Duration.ofSeconds(3));
        assertThat(both.states()).containsEntry(new StreamKey(BTC, StreamKind.TRADES), FeedState.Status.STALE);
        market.simulator.faults().acceptConnections(SimulatedProvider.KRAKEN);
        awaitFilled(BTC, 1);
        awaitFilled(ETH, 1);
        awaitAllUntilNow(BTC);
        awaitAllUntilNow(ETH);

        assertComplete(BTC);
        assertComplete(ETH);
        assertAccounted(both);
    }

    @Test
    void unknownSymbol_hasFailedWithTheReason_whileOthersFlow() {
        Symbol unknown = Symbol.of("NOPE/USD");
        Subscription subscription =
                client.stream("BTC/USD", "NOPE/USD").trades().subscribe(recorder);
        assertThat(subscription.awaitActive(LiveMarket.PATIENCE)).isFalse();
        await("the refusal", () -> recorder.states(unknown).contains(FeedState.Status.FAILED));
        awaitMore(BTC, 20);

        assertThat(recorder.lastDetail(unknown)).contains("SYMBOL_UNKNOWN", "NOPE/USD");
        assertComplete(BTC);
    }

    @Test
    void subscriptions_areSharedAndCounted_andEndWithTheLast() {
        Subscription first = client.stream("BTC/USD").trades().subscribe(recorder);
        assertThat(first.awaitActive(LiveMarket.PATIENCE)).isTrue();
        LiveRecorder other = new LiveRecorder();
        Subscription second = client.stream("BTC/USD", "ETH/USD").trades().subscribe(other);
        assertThat(second.awaitActive(LiveMarket.PATIENCE)).isTrue();
        assertThat(market.simulator.subscriptions()).containsExactly("trade BTC/USD", "trade ETH/USD");
        assertThat(market.simulator.openSockets()).isEqualTo(1);

        first.close();
        int delivered = recorder.trades(BTC).size();
        await("trades of the other", () -> other.trades(BTC).size() > 20);
        assertThat(recorder.trades(BTC)).hasSize(delivered);
        assertThat(market.simulator.subscriptions()).containsExactly("trade BTC/USD", "trade ETH/USD");

        Subscription third = client.stream("ETH/USD").trades().subscribe(recorder);
        second.close();
        await("BTC to end", () -> market.simulator.subscriptions().equals(Set.of("trade ETH/USD")));
        awaitMore(ETH, 5);
        third.close();
        await("no socket", () -> market.simulator.openSockets() == 0);
    }

    @Test
    void providerWithoutASocket_isPolledBehindTheSameInterface() {
        Subscription subscription = client.stream("AAPL").quotes().from("yahoo").subscribe(recorder);
        assertThat(subscription.awaitActive(LiveMarket.PATIENCE)).isTrue();
        await("a quote", () -> !recorder.quotes.isEmpty());

        assertThat(recorder.quotes.get(0).symbol()).isEqualTo(Symbol.of("AAPL"));
        assertThat(recorder.quotes.get(0).price()).isPositive();
        assertAccounted(subscription);
    }
}
