package io.quotron.providers.kraken;

import io.quotron.model.MarketEvent;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamListener;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What the provider does with the text of messages, for measurements. One thread only. */
public final class KrakenWire {
    private final KrakenFrames frames = new KrakenFrames();
    private final KrakenStreams streams;
    private final KrakenFrames.Handler handler;

    /**
     * Makes the reading end of a connection.
     *
     * @param listener takes what messages say; rows of books are told as heartbeats
     * @param name the native name
     * @param trades the key of its trades
     */
    public KrakenWire(StreamListener listener, String name, StreamKey trades) {
        StreamKey quotes = new StreamKey(trades.symbol(), StreamKind.QUOTES);
        KrakenStreams.Book book = new KrakenStreams.Book(
                name, 10, 1, OptionalInt.of(4), OptionalInt.of(8), List.of(StreamKey.book(trades.symbol(), 10)));
        this.streams = new KrakenStreams(
                KrakenStreamTable.of(Map.of(name, trades)),
                KrakenStreamTable.of(Map.of(name, quotes)),
                Map.of(name, book),
                Map.of(),
                Map.of());
        this.handler = new Told(listener);
    }

    /**
     * Takes a message.
     *
     * @param text the message
     * @param received the time of receipt
     */
    public void onText(String text, Instant received) {
        frames.read(text, streams, received, handler);
    }

    /**
     * Takes a message by way of a tree, as the provider does where anything is unusual.
     *
     * @param text the message
     * @param received the time of receipt
     */
    public void onTextByTree(String text, Instant received) {
        frames.readTree(text, streams, received, handler);
    }

    private record Told(StreamListener listener) implements KrakenFrames.Handler {
        @Override
        public void heartbeat() {
            listener.onHeartbeat();
        }

        @Override
        public void status(String system) {
            listener.onHeartbeat();
        }

        @Override
        public void answered(KrakenFrames.Answer answer) {
            listener.onHeartbeat();
        }

        @Override
        public void event(StreamKey key, MarketEvent event) {
            listener.onEvent(key, event);
        }

        @Override
        public void book(KrakenStreams.Book stream, KrakenBookRow row) {
            listener.onHeartbeat();
        }

        @Override
        public void brokenBook(KrakenStreams.Book stream, boolean snapshot, String problem) {
            listener.onRejected(problem);
        }

        @Override
        public void market(String name, String state) {
            listener.onHeartbeat();
        }

        @Override
        public void marketsTold(boolean all) {
            listener.onHeartbeat();
        }

        @Override
        public void unasked(String text) {
            listener.onHeartbeat();
        }

        @Override
        public void rejected(String detail) {
            listener.onRejected(detail);
        }
    }
}
