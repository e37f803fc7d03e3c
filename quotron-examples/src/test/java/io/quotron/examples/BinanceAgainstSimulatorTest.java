package io.quotron.examples;

import static io.quotron.examples.LiveMarket.BTC;
import static io.quotron.examples.LiveMarket.await;
import static io.quotron.examples.LiveMarket.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.MarketDataClient;
import io.quotron.model.Gap;
import io.quotron.model.OrderBook;
import io.quotron.model.Trade;
import io.quotron.providers.binance.BinanceProvider;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.StreamSettings;
import io.quotron.stream.Subscription;
import io.quotron.testkit.simulator.SimulatedProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client on the simulated Binance: trades are complete over a cut, and books come back. */
class BinanceAgainstSimulatorTest {
    private final LiveMarket market = new LiveMarket();
    private final MarketDataClient client = MarketDataClient.builder()
            .addProvider(BinanceProvider.builder()
                    .restUri(market.simulator.binanceRestUri())
                    .socketUri(market.simulator.binanceSocketUri())
                    .build())
            .streaming(StreamSettings.builder()
                    .reconnectDelay(Duration.ofMillis(200))
                    .maxReconnectDelay(Duration.ofMillis(500))
                    .build())
            .build();

    @AfterEach
    void close() {
        client.close();
        market.close();
    }

    @Test
    void connectionCut_tradesAreFilledByTheIdsOfRest() {
        LiveRecorder recorder = new LiveRecorder();
        Subscription trades = client.stream("BTC/USD").trades().subscribe(recorder);
        await("trades", () -> recorder.trades(BTC).size() >= 20);
        market.simulator.faults().cutConnections(SimulatedProvider.BINANCE);
        await("a filled gap", () -> recorder.gaps(BTC, Gap.Status.FILLED) >= 1);
        int before = recorder.trades(BTC).size();
        await("more trades", () -> recorder.trades(BTC).size() >= before + 20);

        List<Trade> delivered = recorder.trades(BTC);
        assertThat(numbers(delivered)).isEqualTo(numbers(market.truth(delivered)));
        assertThat(trades.accounting().isBalanced()).isTrue();
        trades.close();
    }

    @Test
    void connectionCut_theBookIsLiveAgain() {
        List<OrderBook> books = new CopyOnWriteArrayList<>();
        Subscription book = client.stream("BTC/USD").book(10).subscribe(new MarketDataListener() {
            @Override
            public void onBook(OrderBook told) {
                books.add(told);
            }
        });
        await("books", () -> books.size() >= 10);
        market.simulator.faults().cutConnections(SimulatedProvider.BINANCE);
        int before = books.size();
        await(
                "live books again",
                () -> books.stream()
                                .skip(before)
                                .filter(told -> told.state() == OrderBook.State.LIVE)
                                .count()
                        >= 10);

        assertThat(books).noneMatch(OrderBook::isCrossed);
        assertThat(client.quote("BTC/USD").fetch().price()).isPositive();
        book.close();
    }
}
