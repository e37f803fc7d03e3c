package io.quotron.providers.binance;

import io.quotron.model.BarSeries;
import io.quotron.model.SourceId;
import io.quotron.providers.http.HttpSettings;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import io.quotron.spi.TimeSource;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What the provider does with the bytes of answers and messages, for measurements. One thread only. */
public final class BinanceWire {
    private static final SourceId SOURCE = SourceId.of("binance");

    private final BinanceErrors errors = new BinanceErrors(SOURCE);
    private final BinanceParser parser = new BinanceParser(errors);
    private final BinanceSubscriptions subscriptions = new BinanceSubscriptions();
    private final BinanceEvents events;
    private final StreamListener listener;

    /**
     * Makes the reading end of a connection.
     *
     * @param listener takes what messages say
     * @param keys what is subscribed, with the native names
     */
    public BinanceWire(StreamListener listener, Map<StreamKey, String> keys) {
        this.listener = listener;
        keys.forEach((key, name) -> subscriptions.subscribe(Map.of(key, BinanceMarket.unlisted(key.symbol(), name))));
        HttpGateway gateway = HttpGateway.create(SOURCE, HttpSettings.defaults(), Set.of());
        BinanceRest rest = new BinanceRest(gateway, URI.create("https://api.binance.com/api/v3"), SOURCE, "binance");
        TimeSource time = TimeSource.system();
        this.events = new BinanceEvents(
                rest,
                subscriptions,
                () -> RequestContext.builder(time).build(),
                time.newScheduler(task -> new Thread(task, "wire")),
                new Told());
    }

    /**
     * Reads klines.
     *
     * @param body the answer
     * @param query the question
     * @param now the time of receipt
     * @return the bars
     */
    public BarSeries bars(byte[] body, BarQuery query, Instant now) {
        BinanceMarket market = BinanceMarket.unlisted(query.symbol(), "BTCUSDT");
        BinanceBars bars = new BinanceBars(errors, query, market, now);
        bars.addPage(parser.bars(body), now);
        return bars.build();
    }

    /**
     * Reads klines up to their columns.
     *
     * @param body the answer
     * @return the columns
     */
    public Object columns(byte[] body) {
        return parser.bars(body);
    }

    /**
     * Takes a message.
     *
     * @param text the message
     * @param received the time of receipt
     */
    public void onText(String text, Instant received) {
        if (!events.takeFast(text, received)) {
            onTextByTree(text, received);
        }
    }

    /**
     * Takes a message by way of a tree, as the provider does where anything is unusual.
     *
     * @param text the message
     * @param received the time of receipt
     */
    public void onTextByTree(String text, Instant received) {
        events.take(BinanceMessage.read(SOURCE, text), text, received);
    }

    private final class Told implements BinanceEvents.Target {
        @Override
        public void listen(Consumer<StreamListener> call) {
            call.accept(listener);
        }

        @Override
        public boolean keepBack(String text) {
            return false;
        }

        @Override
        public void giveUp(Set<StreamKey> keys) {
            // nothing is asked for here
        }

        @Override
        public void locked(Runnable task) {
            task.run();
        }
    }
}
