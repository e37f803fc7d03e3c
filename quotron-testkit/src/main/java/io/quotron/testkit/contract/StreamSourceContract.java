package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.FailureReason;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Trade;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamSource;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.Faults;
import io.quotron.testkit.RecordingStreamListener;
import io.quotron.testkit.RecordingStreamListener.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The rules for a {@link StreamSource}: S101 to S116, and S117 to S123 of {@link StreamKindsContract}. The author plays the server's part of the conversation; the rules bring silence,
 * nonsense and broken lines.
 */
public abstract class StreamSourceContract extends StreamKindsContract {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final int MANY = 1000;
    private static final Set<FailureReason> BROKEN =
            Set.of(FailureReason.UNAVAILABLE, FailureReason.MALFORMED_RESPONSE, FailureReason.TIMEOUT);

    /** Makes the test; server and provider come with each rule. */
    protected StreamSourceContract() {}

    /** S101: the listener hears of the open connection before anything else. */
    @Test
    protected void s101_connected_opensFirst() {
        try (StreamConnection connection = connect()) {
            listener.await(Kind.OPEN, 1);
            connection.subscribe(Set.of(knownKey()));
            listener.await(Kind.SUBSCRIBED, 1);

            assertThat(listener.calls().get(0).kind()).isEqualTo(Kind.OPEN);
            assertThat(listener.calls(Kind.OPEN)).hasSize(1);
        }
    }

    /** S102: a confirmed subscription is told with its key. */
    @Test
    protected void s102_confirmed_isToldByKey() {
        try (StreamConnection connection = subscribed()) {
            assertThat(connection).isNotNull();
            assertThat(listener.calls(Kind.SUBSCRIBED).get(0).arguments()).containsExactly(knownKey());
            assertThat(listener.calls(Kind.REFUSED)).isEmpty();
        }
    }

    /** S103: a refused subscription is told with its key and harms no other. */
    @Test
    protected void s103_refused_isToldByKey() {
        try (StreamConnection connection = connect()) {
            listener.await(Kind.OPEN, 1);
            connection.subscribe(Set.of(unknownKey()));
            connection.subscribe(Set.of(knownKey()));

            assertThat(listener.await(Kind.REFUSED, 1).get(0).arguments().get(0))
                    .isEqualTo(unknownKey());
            assertThat(listener.await(Kind.SUBSCRIBED, 1).get(0).arguments()).containsExactly(knownKey());
            peer.send(dataMessage(1, 101));
            listener.await(Kind.EVENT, 1);
        }
    }

    /** S104: events come in order, with their key, price and times. */
    @Test
    protected void s104_events_comeInOrder() {
        try (StreamConnection connection = subscribed()) {
            assertThat(connection).isNotNull();
            IntStream.rangeClosed(1, MANY).forEach(number -> peer.send(dataMessage(number, 100 + number)));

            listener.await(Kind.EVENT, MANY);
            assertThat(prices())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, MANY)
                            .mapToObj(number -> 100.0 + number)
                            .toList());
            assertThat(listener.calls(Kind.EVENT))
                    .allMatch(call -> call.arguments().get(0).equals(knownKey()));
            assertThat(listener.events()).allSatisfy(this::assertWellFormed);
        }
    }

    private void assertWellFormed(MarketEvent event) {
        assertThat(event.symbol()).isEqualTo(knownKey().symbol());
        assertThat(event.source()).isEqualTo(provider().descriptor().id());
        assertThat(event.receivedTime())
                .isBetween(
                        TimeSource.system().now().minusSeconds(60),
                        TimeSource.system().now());
    }

    /** S105: a subscription that was asked for is not asked for again. */
    @Test
    protected void s105_subscribedTwice_asksOnce() {
        try (StreamConnection connection = subscribed()) {
            int before = peer.received().size();

            connection.subscribe(Set.of(knownKey()));
            connection.subscribe(Set.of(unknownKey()));
            listener.await(Kind.REFUSED, 1);

            assertThat(peer.received()).hasSize(before + 1);
        }
    }

    /** S106: a message that cannot be understood is told, left out, and stops nothing. */
    @Test
    protected void s106_malformed_isToldAndLeftOut() {
        try (StreamConnection connection = subscribed()) {
            assertThat(connection).isNotNull();
            int count = 0;
            for (String malformed : malformedMessages()) {
                peer.send(malformed);
                peer.send(dataMessage(++count, 100 + count));
                listener.await(Kind.EVENT, count);
            }

            assertThat(listener.calls(Kind.REJECTED)).hasSize(count);
            assertThat(listener.calls(Kind.CLOSED)).isEmpty();
        }
    }

    /** S107: numbers that are none make no event. */
    @Test
    protected void s107_spoiledNumbers_makeNoEvent() {
        try (StreamConnection connection = subscribed()) {
            assertThat(connection).isNotNull();
            JsonPoison poison = JsonPoison.of(dataMessage(1, 101.5));
            for (String value : List.of("null", "\"abc\"", "{}", "1e999", "\"\"")) {
                peer.send(poison.all(value));
            }
            peer.send(dataMessage(2, 102));

            listener.await(Kind.EVENT, 1);
            assertThat(prices()).containsExactly(102.0);
        }
    }

    /** S108: a heartbeat is no data. */
    @Test
    protected void s108_heartbeat_isNoData() {
        assumeTrue(heartbeatMessage().isPresent(), "the format has no heartbeat");
        try (StreamConnection connection = subscribed()) {
            assertThat(connection).isNotNull();
            int before = listener.calls(Kind.HEARTBEAT).size();

            peer.send(heartbeatMessage().orElseThrow());

            listener.await(Kind.HEARTBEAT, before + 1);
            assertThat(listener.events()).isEmpty();
        }
    }

    /** S109: a line that breaks is told once, and nothing follows. */
    @Test
    protected void s109_lineBreaks_isToldOnce() {
        for (Runnable end :
                List.<Runnable>of(peer::cut, peer::reset, () -> peer.sendBytes(new byte[] {(byte) 0xFF, 0}))) {
            RecordingStreamListener told = new RecordingStreamListener();
            try (StreamConnection connection = connect(told)) {
                told.await(Kind.OPEN, 1);
                connection.subscribe(Set.of(knownKey()));
                told.await(Kind.SUBSCRIBED, 1);

                end.run();

                assertThat(told.await(Kind.CLOSED, 1).get(0).arguments().get(0)).isIn(BROKEN);
            }
            assertClosedOnceAndLast(told);
        }
    }

    /** S110: a server that says goodbye is told once, and nothing follows. */
    @Test
    protected void s110_serverCloses_isToldOnce() throws IOException {
        try (StreamConnection connection = subscribed()) {
            assertThat(connection).isNotNull();
            peer.session().close(1001, "going away");

            assertThat(listener.await(Kind.CLOSED, 1).get(0).arguments().get(0)).isIn(BROKEN);
        }
        assertClosedOnceAndLast(listener);
    }

    private static void assertClosedOnceAndLast(RecordingStreamListener told) {
        List<RecordingStreamListener.Call> calls = told.calls();
        assertThat(calls.stream().filter(call -> call.kind() == Kind.CLOSED)).hasSize(1);
        assertThat(calls.get(calls.size() - 1).kind()).isEqualTo(Kind.CLOSED);
    }

    /** S111: nothing is told after close returned, and the socket is gone. */
    @Test
    protected void s111_closed_tellsNothingMore() {
        StreamConnection connection = subscribed();
        Thread sender = new Thread(this::sendUntilGone, "contract-sender");
        sender.setDaemon(true);
        sender.start();
        listener.await(Kind.EVENT, 10);

        connection.close();
        int told = listener.calls().size();
        connection.close();
        peer.awaitClosed(1);
        join(sender);

        assertThat(listener.calls()).as("calls after close returned").hasSize(told);
    }

    private void sendUntilGone() {
        try {
            for (int number = 1; number < 1_000_000; number++) {
                peer.session().send(dataMessage(number, 100 + number % 7));
            }
        } catch (IOException clientHasGone) {
            // This is what the rule waits for.
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(AMPLE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).as("the server can still send").isFalse();
    }

    /** S112: a connection that cannot be made is told once. */
    @Test
    protected void s112_refusedOrNotAWebSocket_isToldOnce() {
        server().otherwise(Faults.status(503));
        try (StreamConnection connection = connect()) {
            assertThat(connection).isNotNull();
            assertThat(listener.await(Kind.CLOSED, 1).get(0).arguments().get(0)).isEqualTo(FailureReason.UNAVAILABLE);
        }
        server().close();
        RecordingStreamListener refused = new RecordingStreamListener();
        try (StreamConnection connection = connect(refused)) {
            assertThat(connection).isNotNull();
            assertThat(refused.await(Kind.CLOSED, 1).get(0).arguments().get(0)).isEqualTo(FailureReason.UNAVAILABLE);
        }
        assertThat(listener.calls(Kind.OPEN)).isEmpty();
        assertClosedOnceAndLast(listener);
        assertClosedOnceAndLast(refused);
    }

    /** S113: a handshake that is never answered ends at the deadline. */
    @Test
    protected void s113_handshakeStalls_isTimeout() {
        server().otherwise(Faults.noHeaders());
        try (StreamConnection connection = source().connect(listener, context(SHORT))) {
            assertThat(connection).isNotNull();
            assertThat(listener.await(Kind.CLOSED, 1).get(0).arguments().get(0)).isEqualTo(FailureReason.TIMEOUT);
        }
        assertClosedOnceAndLast(listener);
    }

    /** S114: the connection attempt and each message to the server were charged. */
    @Test
    protected void s114_everyMessage_isCharged() {
        try (StreamConnection connection = subscribed()) {
            connection.unsubscribe(Set.of(knownKey()));
            connection.subscribe(Set.of(unknownKey()));
            listener.await(Kind.REFUSED, 1);

            assertThat(charges.get()).isEqualTo(1 + peer.received().size());
        }
    }

    /** S115: a text in pieces and pings between them are one text; pings are answered by the connection itself. */
    @Test
    protected void s115_fragments_areOneMessage() throws IOException {
        try (StreamConnection connection = subscribed()) {
            assertThat(connection).isNotNull();
            peer.session().sendFragmented(dataMessage(1, 101), 3);
            peer.session().ping(new byte[] {1, 2, 3});
            peer.session().sendFragmented(dataMessage(2, 102), 7);

            listener.await(Kind.EVENT, 2);
            assertThat(prices()).containsExactly(101.0, 102.0);
        }
    }

    /** S116: what comes for a stream after it was given up is no event. */
    @Test
    protected void s116_unsubscribed_makesNoEvent() {
        try (StreamConnection connection = subscribed()) {
            peer.send(dataMessage(1, 101));
            listener.await(Kind.EVENT, 1);

            connection.unsubscribe(Set.of(knownKey()));
            peer.send(dataMessage(2, 102));
            connection.subscribe(Set.of(unknownKey()));
            listener.await(Kind.REFUSED, 1);

            assertThat(prices()).containsExactly(101.0);
        }
    }

    // ------------------------------------------------------------------------------------------------------------------

    private List<Double> prices() {
        List<Double> prices = new ArrayList<>();
        for (MarketEvent event : listener.events()) {
            if (event instanceof Trade trade) {
                prices.add(trade.price());
            } else if (event instanceof Quote quote) {
                prices.add(quote.price());
            } else {
                throw new AssertionError("neither a trade nor a quote: " + event);
            }
        }
        return prices;
    }
}
