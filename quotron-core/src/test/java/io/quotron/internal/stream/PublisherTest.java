package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quotron.error.QuotronException;
import io.quotron.model.FeedState;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.LeakGuard;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
final class PublisherTest {
    private final Rig rig = new Rig();
    private final Collector collector = new Collector();

    @AfterEach
    void close() {
        rig.close();
    }

    /** Keeps what it is told and asks for nothing by itself. */
    private static class Collector implements Flow.Subscriber<MarketEvent> {
        final List<MarketEvent> events = new CopyOnWriteArrayList<>();
        final List<String> ends = new CopyOnWriteArrayList<>();
        private volatile Flow.@Nullable Subscription subscription;

        Flow.Subscription subscription() {
            return Objects.requireNonNull(subscription);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(MarketEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable thrown) {
            ends.add(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        }

        @Override
        public void onComplete() {
            ends.add("complete");
        }
    }

    private void subscribe() {
        rig.stream("BTC/USD").trades().asPublisher().subscribe(collector);
        rig.settle();
    }

    private List<Trade> trades() {
        return collector.events.stream()
                .filter(Trade.class::isInstance)
                .map(Trade.class::cast)
                .toList();
    }

    @Test
    void request_someEvents_bringsNoMoreThanThat() {
        subscribe();
        for (int i = 0; i < 10; i++) {
            rig.feed.happen(rig.trade("BTC/USD"));
        }
        rig.settle();
        assertThat(collector.events).isEmpty();
        collector.subscription().request(5); // two states and three trades
        rig.settle();
        assertThat(collector.events.subList(0, 2)).allMatch(FeedState.class::isInstance);
        assertThat(trades()).extracting(Trade::id).containsExactly("1", "2", "3");
        collector.subscription().request(Long.MAX_VALUE);
        rig.settle();

        assertThat(trades()).hasSize(10);
        assertThat(collector.ends).isEmpty();
    }

    @Test
    void close_ofTheClient_completesOnce() {
        subscribe();
        collector.subscription().request(1);
        rig.end();

        assertThat(collector.ends).containsExactly("complete");
    }

    @Test
    void cancel_endsTheStreamAtTheProvider() {
        subscribe();
        collector.subscription().request(100);
        collector.subscription().cancel();
        rig.settle();
        rig.feed.happen(rig.trade("BTC/USD"));
        rig.settle();

        assertThat(rig.feed.openConnections()).isZero();
        assertThat(trades()).isEmpty();
        assertThat(collector.ends).isEmpty();
    }

    @Test
    void request_ofNothing_isAnErrorThatEndsTheStream() {
        subscribe();
        collector.subscription().request(0);
        collector.subscription().request(-1);
        rig.settle();

        assertThat(collector.ends).hasSize(1).first().asString().contains("IllegalArgumentException", "3.9");
        assertThat(rig.feed.openConnections()).isZero();
    }

    @Test
    void subscribe_whatNobodyOffers_isAnErrorOfThePublisher() {
        rig.feed.kinds = EnumSet.of(StreamKind.QUOTES);
        subscribe();

        assertThat(collector.ends).hasSize(1).first().asString().contains(QuotronException.class.getSimpleName());
    }

    @Test
    void onNext_thatThrows_cancels() {
        Collector angry = new Collector() {
            @Override
            public void onNext(MarketEvent event) {
                super.onNext(event);
                throw new IllegalStateException("on purpose");
            }
        };
        rig.stream("BTC/USD").trades().asPublisher().subscribe(angry);
        angry.subscription().request(10);
        rig.settle();

        assertThat(angry.events).hasSize(1);
        assertThat(angry.ends).isEmpty();
        assertThat(rig.feed.openConnections()).isZero();
    }

    @Test
    void asPublisher_ofBarsAndCandles_isRefusedBecauseTheyLookAlike() {
        assertThatIllegalStateException()
                .isThrownBy(() -> rig.stream("BTC/USD")
                        .bars(Interval.MINUTE_1)
                        .candles(Interval.MINUTE_1)
                        .asPublisher())
                .withMessageContaining("candles");
    }
}
