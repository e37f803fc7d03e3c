package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.model.Bar;
import io.quotron.model.BookLevel;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.TradingStatus;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.RecordingStreamListener.Call;
import io.quotron.testkit.RecordingStreamListener.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The rules S117 to S123: what is offered, order books, candles, trading status, and the end of a connection that is announced. A
 * rule whose script is not given is skipped; an author gives the scripts of what the source offers.
 */
public abstract class StreamKindsContract extends StreamConversation {
    /**
     * What a server sends on one stream once it is subscribed.
     *
     * @param key the stream
     * @param messages the texts, in order
     * @param events how many events they make at least
     */
    public record Script(StreamKey key, List<String> messages, int events) {
        /** Copies the list. */
        public Script {
            messages = List.copyOf(messages);
        }
    }

    StreamKindsContract() {}

    /**
     * Returns a book that is put together and changes a few times, so that its events are whole and LIVE in the end.
     *
     * @return the script, of a small depth; empty if books are not offered
     */
    protected Optional<Script> bookScript() {
        return Optional.empty();
    }

    /**
     * Returns a message that, after those of {@link #bookScript()}, shows that a change was missed or that a checksum does not match.
     *
     * @return the text; empty if the format has no way to tell
     */
    protected Optional<String> brokenBookMessage() {
        return Optional.empty();
    }

    /**
     * Returns candles of at least two intervals, with updates of each, as the server sends them.
     *
     * @return the script; empty if candles are not offered
     */
    protected Optional<Script> candleScript() {
        return Optional.empty();
    }

    /**
     * Returns changes of the trading status.
     *
     * @return the script; empty if the status is not offered
     */
    protected Optional<Script> statusScript() {
        return Optional.empty();
    }

    /**
     * Returns the message by which the server says that it will end the connection.
     *
     * @return the text; empty if the format has none
     */
    protected Optional<String> endingMessage() {
        return Optional.empty();
    }

    /** S117: what is offered is of a kind that is named, and a connection carries something. */
    @Test
    protected void s117_offers_agreeWithKinds() {
        Set<StreamKind> kinds = source().kinds();
        assertThat(kinds).isNotEmpty();
        assertThat(source().offers(knownKey())).as("offers %s", knownKey()).isTrue();
        assertThat(source().maxStreamsPerConnection()).isPositive();
        for (StreamKind kind : StreamKind.values()) {
            if (!kinds.contains(kind)) {
                assertThat(source().offers(sample(kind))).as("offers %s", kind).isFalse();
            }
        }
        for (Optional<Script> script : List.of(bookScript(), candleScript(), statusScript())) {
            script.ifPresent(given -> assertThat(source().offers(given.key()))
                    .as("offers %s", given.key())
                    .isTrue());
        }
    }

    private StreamKey sample(StreamKind kind) {
        return switch (kind) {
            case BOOK -> StreamKey.book(knownKey().symbol(), 10);
            case BARS -> StreamKey.bars(knownKey().symbol(), Interval.MINUTE_1);
            case TRADES, QUOTES, STATUS -> new StreamKey(knownKey().symbol(), kind);
        };
    }

    /** S118: a book that is LIVE is in order, not crossed and not deeper than asked for; the newest is LIVE. */
    @Test
    protected void s118_books_areInOrderAndNotCrossed() {
        Script script = given(bookScript(), StreamKind.BOOK);
        try (StreamConnection connection = play(script)) {
            assertThat(connection).isNotNull();
            List<OrderBook> books = eventsOf(script, OrderBook.class);
            assertThat(books.get(books.size() - 1).state()).isEqualTo(OrderBook.State.LIVE);
            books.forEach(book -> assertWellFormed(book, script.key().depth()));
        }
    }

    private static void assertWellFormed(OrderBook book, int depth) {
        assertThat(book.bids().size()).as("bids of %s", book).isLessThanOrEqualTo(depth);
        assertThat(book.asks().size()).as("asks of %s", book).isLessThanOrEqualTo(depth);
        assertThat(book.bids())
                .isSortedAccordingTo(
                        Comparator.comparingDouble(BookLevel::price).reversed());
        assertThat(book.asks()).isSortedAccordingTo(Comparator.comparingDouble(BookLevel::price));
        if (book.state() == OrderBook.State.LIVE) {
            assertThat(book.isCrossed()).as("%s is crossed", book).isFalse();
        }
    }

    /** S119: a book that misses a change is no longer told as LIVE, and that is told. */
    @Test
    protected void s119_bookThatMissesAChange_isToldAndNotLive() {
        Script script = given(bookScript(), StreamKind.BOOK);
        assumeTrue(brokenBookMessage().isPresent(), "the format cannot tell that a change was missed");
        try (StreamConnection connection = play(script)) {
            assertThat(connection).isNotNull();
            int live = liveBooks(script).size();

            peer.send(brokenBookMessage().orElseThrow());

            Call told = listener.awaitAny(Set.of(Kind.RESYNC, Kind.CLOSED));
            List<Call> before = listener.calls().subList(0, listener.calls().indexOf(told));
            assertThat(before.stream().filter(call -> isLiveBook(script, call)))
                    .as("books told as LIVE before the break was told")
                    .hasSize(live);
            if (told.kind() != Kind.CLOSED) {
                assertThat(told.arguments().get(0)).isEqualTo(script.key());
            }
        }
    }

    private List<Call> liveBooks(Script script) {
        return listener.calls().stream()
                .filter(call -> isLiveBook(script, call))
                .toList();
    }

    private static boolean isLiveBook(Script script, Call call) {
        return call.kind() == Kind.EVENT
                && call.arguments().get(0).equals(script.key())
                && call.arguments().get(1) instanceof OrderBook book
                && book.state() == OrderBook.State.LIVE;
    }

    /** S120: a candle grows, is FINAL once, and no older one follows. */
    @Test
    protected void s120_candles_areFinalOnceAndInOrder() {
        Script script = given(candleScript(), StreamKind.BARS);
        try (StreamConnection connection = play(script)) {
            assertThat(connection).isNotNull();
            Set<Instant> complete = new HashSet<>();
            Instant newest = Instant.MIN;
            for (Bar bar : eventsOf(script, Bar.class)) {
                assertThat(bar.interval()).isEqualTo(script.key().interval());
                assertThat(bar.openTime()).as("order of candles").isAfterOrEqualTo(newest);
                assertThat(complete).as("candles after they were FINAL").doesNotContain(bar.openTime());
                newest = bar.openTime();
                if (bar.state() == Bar.State.FINAL) {
                    complete.add(bar.openTime());
                }
            }
            assertThat(complete).as("candles that were FINAL").isNotEmpty();
        }
    }

    /** S121: the trading status is told as such, in order. */
    @Test
    protected void s121_status_isToldInOrder() {
        Script script = given(statusScript(), StreamKind.STATUS);
        try (StreamConnection connection = play(script)) {
            assertThat(connection).isNotNull();
            assertThat(eventsOf(script, TradingStatus.class)).hasSize(script.events());
        }
    }

    /** S122: the announced end of a connection is told once, and the connection goes on until one side closes it. */
    @Test
    protected void s122_endAnnounced_isToldAndTheConnectionGoesOn() {
        assumeTrue(endingMessage().isPresent(), "the format announces no end");
        try (StreamConnection connection = subscribed()) {
            assertThat(connection).isNotNull();
            peer.send(endingMessage().orElseThrow());
            peer.send(dataMessage(1, 101));
            listener.await(Kind.EVENT, 1);

            assertThat(listener.calls(Kind.ENDING)).hasSize(1);
            assertThat(listener.calls(Kind.CLOSED)).isEmpty();
            assertThat(listener.calls(Kind.REJECTED)).isEmpty();
        }
    }

    /** S123: numbers that are none make no book, candle or status, and no harm. */
    @Test
    protected void s123_spoiledNumbers_makeNoWrongEvent() {
        Optional<Script> either = bookScript().or(this::candleScript);
        assumeTrue(either.isPresent(), "no script for BOOK or BARS is given");
        Script script = either.orElseThrow();
        try (StreamConnection connection = play(script)) {
            assertThat(connection).isNotNull();
            String last = script.messages().get(script.messages().size() - 1);
            JsonPoison poison = JsonPoison.of(last);
            int before = listener.events().size();
            for (String value : List.of("null", "\"abc\"", "{}", "1e999", "\"\"")) {
                peer.send(poison.all(value));
            }
            connection.subscribe(Set.of(knownKey()));
            listener.await(Kind.SUBSCRIBED, 2);

            List<MarketEvent> after = listener.events();
            assertThat(after.subList(before, after.size()))
                    .as("events made of numbers that are none")
                    .allMatch(event -> event instanceof OrderBook book && book.state() != OrderBook.State.LIVE);
        }
    }

    private static Script given(Optional<Script> script, StreamKind kind) {
        assumeTrue(script.isPresent(), () -> "no script for " + kind + " is given");
        return script.orElseThrow();
    }

    private StreamConnection play(Script script) {
        StreamConnection connection = connect();
        listener.await(Kind.OPEN, 1);
        connection.subscribe(Set.of(script.key()));
        listener.await(Kind.SUBSCRIBED, 1);
        script.messages().forEach(peer::send);
        listener.await(Kind.EVENT, script.events());
        connection.subscribe(Set.of(unknownKey())); // whose answer comes after all that the messages made
        listener.await(Kind.REFUSED, 1);
        return connection;
    }

    private <T extends MarketEvent> List<T> eventsOf(Script script, Class<T> type) {
        List<Call> calls = listener.calls(Kind.EVENT);
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.arguments().get(0)).isEqualTo(script.key());
            assertThat(call.arguments().get(1)).isInstanceOf(type);
        });
        List<T> events = listener.events().stream().map(type::cast).toList();
        assertThat(events).allSatisfy(event -> {
            assertThat(event.symbol()).isEqualTo(script.key().symbol());
            assertThat(event.source()).isEqualTo(provider().descriptor().id());
        });
        return events;
    }
}
