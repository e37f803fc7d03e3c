package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.health.StreamHealth;
import io.quotron.model.FeedState;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKey;
import io.quotron.stream.StreamSettings;
import io.quotron.stream.Subscription;
import io.quotron.testkit.LeakGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams that need more than one connection. */
@ExtendWith(LeakGuard.class)
final class LinesTest {
    private final Rig rig =
            new Rig(StreamSettings.builder().idleTimeout(Duration.ofSeconds(10)).build());
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        rig.close();
    }

    private static String[] symbols(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "S" + i).toArray(String[]::new);
    }

    private List<Integer> loads() {
        return rig.hub().health().get(0).connections().stream()
                .map(StreamHealth.Connection::streams)
                .toList();
    }

    private FakeFeed.Connection carrier(String symbol) {
        return IntStream.range(0, rig.feed.connections())
                .mapToObj(rig.feed::connection)
                .filter(connection -> connection.carries(Rig.trades(symbol)))
                .findFirst()
                .orElseThrow();
    }

    private void beat(int seconds) {
        for (int i = 0; i < seconds; i++) {
            rig.feed.heartbeat();
            rig.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void streams_moreThanOneConnectionCarries_areSpreadAndDelivered() {
        rig.feed.maxStreams = 4;
        Subscription subscription = rig.stream(symbols(0, 10)).trades().subscribe(recorder);
        rig.settle();
        List<String> truth = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Trade trade = rig.trade("S" + i % 10);
            truth.add(String.valueOf(trade.id()));
            rig.feed.happen(trade);
        }
        rig.settle();

        assertThat(rig.feed.openConnections()).isEqualTo(3);
        assertThat(loads()).containsExactly(4, 4, 2);
        assertThat(recorder.ids()).containsExactlyElementsOf(truth);
        assertThat(subscription.accounting().delivered()).isEqualTo(50);
        assertThat(rig.hub().health().get(0).connected()).isTrue();
    }

    @Test
    void streams_thatComeAndGo_fillTheRoomThatIsLeftAndKeepTheirConnection() {
        rig.feed.maxStreams = 2;
        Subscription first = rig.stream("S0").trades().subscribe(recorder);
        rig.stream("S1").trades().subscribe(recorder);
        rig.stream("S2").trades().subscribe(recorder);
        rig.settle();
        first.close();
        rig.stream("S3").trades().subscribe(recorder);
        rig.settle();

        assertThat(rig.feed.connections()).isEqualTo(2);
        assertThat(carrier("S1").keys).containsExactly(Rig.trades("S1"), Rig.trades("S3"));
        assertThat(carrier("S2").keys).containsExactly(Rig.trades("S2"));
        assertThat(rig.feed.subscribes).containsEntry(Rig.trades("S2"), 1);
    }

    @Test
    void connection_withoutStreams_isClosedAfterAWhileOnly() {
        rig.feed.maxStreams = 2;
        rig.stream(symbols(0, 2)).quotes().subscribe(recorder);
        Subscription second = rig.stream(symbols(2, 4)).quotes().subscribe(recorder);
        rig.settle();
        second.close();
        rig.settle();
        assertThat(rig.feed.openConnections()).isEqualTo(2);
        beat(20);
        assertThat(rig.feed.openConnections()).isEqualTo(2);
        beat(12);

        assertThat(rig.feed.openConnections()).isEqualTo(1);
        assertThat(loads()).containsExactly(2);
    }

    @Test
    void connection_cut_harmsNoOther() {
        rig.feed.maxStreams = 1;
        rig.stream("S0", "S1").trades().subscribe(recorder);
        rig.settle();
        carrier("S0").cut();
        rig.feed.failingConnects = 3;
        for (int i = 0; i < 40; i++) {
            rig.feed.happen(rig.trade("S1"));
            rig.advance(Duration.ofMillis(250));
        }
        assertThat(recorder.statuses("S0")).contains(FeedState.Status.STALE);
        assertThat(recorder.statuses("S1")).containsExactly(FeedState.Status.PENDING, FeedState.Status.ACTIVE);
        assertThat(recorder.trades).hasSize(40);
        for (int i = 0; i < 20; i++) {
            rig.feed.happen(rig.trade("S0"));
            rig.feed.happen(rig.trade("S1"));
            rig.advance(Duration.ofSeconds(1));
        }

        assertThat(recorder.statuses("S0")).endsWith(FeedState.Status.ACTIVE);
        assertThat(rig.feed.subscribes).containsEntry(Rig.trades("S1"), 1);
        List<StreamHealth.Connection> connections = rig.hub().health().get(0).connections();
        assertThat(connections).extracting(StreamHealth.Connection::reconnects).containsExactly(4L, 0L);
    }

    @Test
    void connection_refused_showsInTheHealthWhileOthersGoOn() {
        rig.feed.maxStreams = 1;
        rig.stream("S0").trades().subscribe(recorder);
        rig.settle();
        rig.feed.failingConnects = 1;
        Subscription second = rig.stream("S1").trades().subscribe(recorder);
        rig.settle();
        StreamHealth health = rig.hub().health().get(0);
        assertThat(health.connected()).isFalse();
        assertThat(health.connections())
                .extracting(StreamHealth.Connection::open)
                .containsExactly(true, false);
        assertThat(health.connections().get(1).problem()).contains("no more connections for you");
        rig.advance(Duration.ofSeconds(2));

        assertThat(second.states()).containsEntry(Rig.trades("S1"), FeedState.Status.ACTIVE);
        assertThat(rig.hub().health().get(0).problem()).isEmpty();
        assertThat(rig.hub().health().get(0).connected()).isTrue();
    }

    @Test
    void close_withManyConnections_leavesNoneOpen() {
        rig.feed.maxStreams = 3;
        List<StreamKey> keys = new ArrayList<>();
        for (String symbol : symbols(0, 20)) {
            keys.add(Rig.trades(symbol));
        }
        Subscription subscription = rig.stream(symbols(0, 20)).trades().subscribe(recorder);
        rig.settle();
        assertThat(rig.feed.subscribed()).containsExactlyInAnyOrderElementsOf(keys);
        subscription.close();
        rig.settle();

        assertThat(rig.feed.openConnections()).isZero();
        assertThat(rig.hub().health().get(0).connections()).isEmpty();
    }
}
