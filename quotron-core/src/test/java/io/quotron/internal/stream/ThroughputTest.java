package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Trade;
import io.quotron.spi.TimeSource;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.OverflowStrategy;
import io.quotron.stream.StreamAccounting;
import io.quotron.stream.Subscription;
import io.quotron.testkit.LeakGuard;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A million trades through a subscription: everything is accounted for, and nothing grows. */
@ExtendWith(LeakGuard.class)
final class ThroughputTest {
    private static final int TRADES = 1_000_000;

    private final Rig rig = new Rig();
    private final AtomicLong told = new AtomicLong();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void millionTrades_areAllAccountedFor() {
        Subscription subscription = rig.stream("BTC/USD")
                .trades()
                .overflow(OverflowStrategy.BLOCK)
                .subscribe(new MarketDataListener() {
                    @Override
                    public void onTrade(Trade trade) {
                        told.incrementAndGet();
                    }
                });
        rig.settle();
        long before = TimeSource.system().nanoTime();
        for (int i = 0; i < TRADES; i++) {
            rig.feed.send(Rig.trades("BTC/USD"), rig.trade("BTC/USD"));
            while (i % 1_024 == 0 && rig.hub().accounting().pending() > 32_768) {
                Thread.onSpinWait(); // no faster than the engine, or its mailbox overruns
            }
        }
        rig.settle();
        double seconds = (TimeSource.system().nanoTime() - before) / 1e9;

        assertThat(subscription.accounting()).isEqualTo(new StreamAccounting(TRADES, TRADES, 0, 0, 0));
        assertThat(rig.hub().accounting()).isEqualTo(new StreamAccounting(TRADES, TRADES, 0, 0, 0));
        assertThat(told.get()).isEqualTo(TRADES);
        assertThat(TRADES / seconds).as("trades a second").isGreaterThan(20_000);
    }
}
