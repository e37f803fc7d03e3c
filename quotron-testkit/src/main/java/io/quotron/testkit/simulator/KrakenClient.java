package io.quotron.testkit.simulator;

import io.quotron.testkit.http.WebSocketHandler;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one socket of WebSocket v2: channels {@code trade} and {@code ticker}, ping, heartbeats while
 * nothing else is
 * sent, and the end of a connection on which nothing was subscribed for a minute. Thread-safe.
 *
 * <p>A subscription is planned before it is confirmed, so that a client that has read the confirmation misses nothing
 * from then on.
 */
final class KrakenClient implements WebSocketHandler, LiveFeed.Client {
    private static final long SECOND = 1_000_000_000L;
    private static final long IDLE = 60 * SECOND;
    private static final int SNAPSHOT_TRADES = 50;
    private static final int FRAME_TRADES = 50;

    private final KrakenFeed feed;
    private final Market market;
    private final List<KrakenPair> pairs;
    private final MarketFaults faults;
    private final String connectionId;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private @Nullable WebSocketSession session;
    private @Nullable String heldBack;
    private volatile long lastSent;
    private volatile long lastHeard;

    /** One channel of one pair; everything up to the cursor was sent or skipped. */
    private static final class Subscription {
        private final String channel;
        private final KrakenPair pair;
        private volatile long cursor;

        private Subscription(String channel, KrakenPair pair, long cursor) {
            this.channel = channel;
            this.pair = pair;
            this.cursor = cursor;
        }

        private boolean is(String otherChannel, KrakenPair otherPair) {
            return channel.equals(otherChannel) && pair.equals(otherPair);
        }

        @Override
        public String toString() {
            return channel + " " + pair.symbol();
        }
    }

    KrakenClient(KrakenFeed feed, Market market, List<KrakenPair> pairs, MarketFaults faults, String connectionId) {
        this.feed = feed;
        this.market = market;
        this.pairs = pairs;
        this.faults = faults;
        this.connectionId = connectionId;
    }

    @Override
    public void onOpen(WebSocketSession opened) throws IOException {
        synchronized (this) {
            session = opened;
            lastHeard = market.nowNanos();
            feed.joined(this);
            send(Json.object(
                    "channel", "status",
                    "type", "update",
                    "data",
                            List.of(Json.object(
                                    "version",
                                    "2.0.10",
                                    "system",
                                    "online",
                                    "api_version",
                                    "v2",
                                    "connection_id",
                                    new Json.Digits(connectionId),
                                    "upcoming_maintenance",
                                    List.of(),
                                    "emergency",
                                    List.of()))));
        }
    }

    @Override
    public void onClosed(WebSocketSession closed, int code) {
        feed.left(this);
    }

    @Override
    public void onText(WebSocketSession from, String text) throws IOException {
        synchronized (this) {
            lastHeard = market.nowNanos();
            answer(text);
        }
    }

    private void answer(String text) throws IOException {
        Object message;
        try {
            message = Json.read(text);
        } catch (IOException notJson) {
            send(refusal("", "Malformed request", null, null));
            return;
        }
        if (message instanceof Map<?, ?> object) {
            answer(object);
        } else {
            send(refusal("", "Malformed request", null, null));
        }
    }

    private void answer(Map<?, ?> message) throws IOException {
        Object asked = message.get("method");
        String method = asked == null ? "" : asked.toString();
        Object requestId = message.get("req_id");
        switch (method) {
            case "ping" -> send(stamped(Json.object("method", "pong"), requestId));
            case "subscribe", "unsubscribe" -> subscription(method, message.get("params"), requestId);
            default -> send(refusal(method, "Unsupported method: " + method, null, requestId));
        }
    }

    private void subscription(String method, @Nullable Object params, @Nullable Object requestId) throws IOException {
        if (!(params instanceof Map<?, ?> map) || !(map.get("symbol") instanceof List<?> symbols)) {
            send(refusal(method, "Malformed request", null, requestId));
            return;
        }
        String channel = String.valueOf(map.get("channel"));
        if (!"trade".equals(channel) && !"ticker".equals(channel)) {
            send(refusal(method, "Unsupported channel: " + channel, null, requestId));
            return;
        }
        for (Object symbol : symbols) {
            String name = String.valueOf(symbol);
            Optional<KrakenPair> pair =
                    pairs.stream().filter(p -> p.symbol().equals(name)).findFirst();
            if (pair.isEmpty()) {
                send(refusal(method, "Currency pair not supported " + name, name, requestId));
            } else if ("subscribe".equals(method)) {
                subscribe(channel, pair.get(), map, requestId);
            } else {
                unsubscribe(channel, pair.get(), requestId);
            }
        }
    }

    /**
     * Tickers come with a snapshot unless refused, trades only if asked for. Subscribing again only repeats the answer.
     */
    private void subscribe(String channel, KrakenPair pair, Map<?, ?> params, @Nullable Object requestId)
            throws IOException {
        boolean ticker = "ticker".equals(channel);
        boolean snapshot = params.get("snapshot") instanceof Boolean asked ? asked : ticker;
        Map<String, @Nullable Object> result = Json.object("channel", channel);
        if (ticker) {
            result.put("event_trigger", params.get("event_trigger") instanceof String trigger ? trigger : "trades");
        }
        result.put("snapshot", snapshot);
        result.put("symbol", pair.symbol());
        long now = market.nowNanos();
        if (subscriptions.stream().noneMatch(s -> s.is(channel, pair))) {
            subscriptions.add(new Subscription(channel, pair, now));
            feed.arm();
        }
        send(stamped(Json.object("method", "subscribe", "result", result, "success", true), requestId));
        if (snapshot) {
            sendSnapshot(channel, pair, now);
        }
    }

    private void sendSnapshot(String channel, KrakenPair pair, long now) throws IOException {
        if ("ticker".equals(channel)) {
            sendTicker("snapshot", pair, now);
            return;
        }
        List<Tick> ticks = pair.listing().tape().lastTicks(now + 1, SNAPSHOT_TRADES);
        send(trades("snapshot", pair, ticks));
    }

    private void unsubscribe(String channel, KrakenPair pair, @Nullable Object requestId) throws IOException {
        if (!subscriptions.removeIf(s -> s.is(channel, pair))) {
            send(refusal("unsubscribe", "Subscription Not Found", pair.symbol(), requestId));
            return;
        }
        feed.arm();
        Object result = Json.object("channel", channel, "symbol", pair.symbol());
        send(stamped(Json.object("method", "unsubscribe", "result", result, "success", true), requestId));
    }

    private Map<String, @Nullable Object> refusal(
            String method, String error, @Nullable String symbol, @Nullable Object requestId) {
        Map<String, @Nullable Object> refusal = Json.object("error", error);
        if (!method.isEmpty()) {
            refusal.put("method", method);
        }
        refusal.put("success", false);
        if (symbol != null) {
            refusal.put("symbol", symbol);
        }
        return stamped(refusal, requestId);
    }

    private Map<String, @Nullable Object> stamped(Map<String, @Nullable Object> message, @Nullable Object requestId) {
        String now = WireTime.cutToMicros(market.nowNanos());
        message.put("time_in", now);
        message.put("time_out", now);
        if (requestId != null) {
            message.put("req_id", requestId);
        }
        return message;
    }

    /**
     * When something is to be sent or done next. Takes no lock, since it is asked with the lock of this or another
     * client held.
     */
    @Override
    public long due(long now) {
        if (subscriptions.isEmpty()) {
            return lastHeard + IDLE;
        }
        long due = lastSent + SECOND;
        for (Subscription subscription : subscriptions) {
            due = Math.min(due, nextTime(subscription));
        }
        return Math.max(now, due);
    }

    private static long nextTime(Subscription subscription) {
        return subscription
                .pair
                .listing()
                .tape()
                .nextTime(subscription.cursor + 1)
                .orElse(Long.MAX_VALUE);
    }

    /** Sends what has happened since the last time. */
    @Override
    public synchronized void deliver(long now) throws IOException {
        for (Subscription subscription : subscriptions) {
            deliver(subscription, now);
        }
        if (!subscriptions.isEmpty() && now - lastSent >= SECOND) {
            send(Json.object("channel", "heartbeat"));
        }
        if (subscriptions.isEmpty() && now - lastHeard >= IDLE && session != null) {
            session.close(1000, "idle");
            feed.left(this);
        }
    }

    private void deliver(Subscription subscription, long now) throws IOException {
        KrakenPair pair = subscription.pair;
        List<Tick> ticks = pair.listing().tape().ticks(subscription.cursor + 1, now + 1, Integer.MAX_VALUE);
        subscription.cursor = Math.max(now, subscription.cursor);
        if (ticks.isEmpty() || faults.isStalled(pair.listing().instrument().symbol())) {
            return;
        }
        if ("ticker".equals(subscription.channel)) {
            sendTicker("update", pair, now);
            return;
        }
        for (int i = 0; i < ticks.size(); i += FRAME_TRADES) {
            sendLive(trades("update", pair, ticks.subList(i, Math.min(ticks.size(), i + FRAME_TRADES))));
        }
    }

    private void sendTicker(String type, KrakenPair pair, long now) throws IOException {
        Optional<KrakenTicker> ticker = KrakenTicker.of(pair, now);
        if (ticker.isPresent()) {
            send(Json.object(
                    "channel",
                    "ticker",
                    "type",
                    type,
                    "data",
                    List.of(ticker.get().row())));
        }
    }

    private static Map<String, @Nullable Object> trades(String type, KrakenPair pair, List<Tick> ticks) {
        List<Object> rows = new ArrayList<>(ticks.size());
        for (Tick tick : ticks) {
            rows.add(Json.object(
                    "symbol", pair.symbol(),
                    "side", tick.buy() ? "buy" : "sell",
                    "price", pair.price(tick.price()),
                    "qty", pair.size(tick.size()),
                    "ord_type", tick.market() ? "market" : "limit",
                    "trade_id", tick.id(),
                    "timestamp", WireTime.micros(tick.nanos())));
        }
        return Json.object("channel", "trade", "type", type, "data", rows);
    }

    private void sendLive(Map<String, @Nullable Object> frame) throws IOException {
        String text = text(frame);
        String earlier = heldBack;
        heldBack = null;
        switch (faults.nextFrame()) {
            case MALFORM -> sendText(text.substring(0, text.length() / 2));
            case DUPLICATE -> {
                sendText(text);
                sendText(text);
            }
            case HOLD_BACK -> heldBack = text;
            case NONE -> sendText(text);
        }
        if (earlier != null) {
            sendText(earlier);
        }
    }

    private void send(Map<String, @Nullable Object> message) throws IOException {
        sendText(text(message));
    }

    private String text(Map<String, @Nullable Object> message) {
        boolean changed = faults.isChanged(SimulatedProvider.KRAKEN);
        return Json.write(changed ? Json.renamed(message, SchemaChange::kraken) : message);
    }

    private void sendText(String text) throws IOException {
        lastSent = market.nowNanos();
        if (session != null) {
            session.send(text);
        }
    }

    @Override
    public List<String> subscriptions() {
        return subscriptions.stream().map(Subscription::toString).toList();
    }
}
