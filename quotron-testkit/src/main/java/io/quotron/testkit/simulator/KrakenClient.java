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
 * The server's side of one socket of WebSocket v2: channels {@code trade}, {@code ticker}, {@code book},
 * {@code ohlc} and {@code instrument}, ping, heartbeats while
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
    private static final List<Integer> DEPTHS = List.of(10, 25, 100, 500, 1_000);
    private static final List<String> CHANNELS = List.of("trade", "ticker", "book", "ohlc");

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
        private final int option;
        private final KrakenPair pair;
        private volatile long cursor;
        private @Nullable KrakenOrderBook book;

        private Subscription(String channel, int option, KrakenPair pair, long cursor) {
            this.channel = channel;
            this.option = option;
            this.pair = pair;
            this.cursor = cursor;
        }

        private boolean is(String otherChannel, int otherOption, KrakenPair otherPair) {
            return channel.equals(otherChannel) && option == otherOption && pair.equals(otherPair);
        }

        @Override
        public String toString() {
            return channel + (option > 0 ? "-" + option : "") + " " + pair.symbol();
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
        if (params instanceof Map<?, ?> all && "instrument".equals(all.get("channel"))) {
            instruments(method, requestId);
            return;
        }
        if (!(params instanceof Map<?, ?> map) || !(map.get("symbol") instanceof List<?> symbols)) {
            send(refusal(method, "Malformed request", null, requestId));
            return;
        }
        String channel = String.valueOf(map.get("channel"));
        if (!CHANNELS.contains(channel)) {
            send(refusal(method, "Unsupported channel: " + channel, null, requestId));
            return;
        }
        int option = option(channel, map);
        if (option < 0) {
            String words = "book".equals(channel) ? "Subscription depth" : "Subscription ohlc interval";
            send(refusal(method, words + " not supported", null, null)); // names neither request nor symbol
            return;
        }
        for (Object symbol : symbols) {
            subscription(method, channel, option, String.valueOf(symbol), map, requestId);
        }
    }

    private void subscription(
            String method, String channel, int option, String name, Map<?, ?> params, @Nullable Object requestId)
            throws IOException {
        Optional<KrakenPair> pair =
                pairs.stream().filter(p -> p.symbol().equals(name)).findFirst();
        if (pair.isEmpty()) {
            send(refusal(method, "Currency pair not supported " + name, name, requestId));
        } else if ("subscribe".equals(method)) {
            subscribe(channel, option, pair.get(), params, requestId);
        } else {
            unsubscribe(channel, option, pair.get(), requestId);
        }
    }

    /** The depth or the minutes; 0 for channels without either, -1 for one that is not offered. */
    private static int option(String channel, Map<?, ?> params) {
        return switch (channel) {
            case "book" -> option(params.get("depth"), 10, DEPTHS);
            case "ohlc" -> option(params.get("interval"), 1, KrakenRest.INTERVALS);
            default -> 0;
        };
    }

    private static int option(@Nullable Object asked, int unasked, List<Integer> offered) {
        if (asked == null) {
            return unasked;
        }
        return asked instanceof Json.Digits digits && digits.text().matches("[0-9]{1,6}")
                ? offered.stream()
                        .filter(value -> value == Integer.parseInt(digits.text()))
                        .findFirst()
                        .orElse(-1)
                : -1;
    }

    /** The states of all pairs, which never change here. */
    private void instruments(String method, @Nullable Object requestId) throws IOException {
        boolean subscribes = "subscribe".equals(method);
        Object result = subscribes
                ? Json.object("channel", "instrument", "snapshot", true)
                : Json.object("channel", "instrument");
        send(stamped(Json.object("method", method, "result", result, "success", true), requestId));
        if (subscribes) {
            Object data = Json.object(
                    "assets",
                    List.of(),
                    "pairs",
                    pairs.stream().map(KrakenPair::instrument).toList());
            send(Json.object("channel", "instrument", "type", "snapshot", "data", data));
        }
    }

    /**
     * Trades come with a snapshot only if asked for, others unless refused. Subscribing again only repeats the answer.
     */
    private void subscribe(String channel, int option, KrakenPair pair, Map<?, ?> params, @Nullable Object requestId)
            throws IOException {
        boolean snapshot = params.get("snapshot") instanceof Boolean asked ? asked : !"trade".equals(channel);
        Map<String, @Nullable Object> result = Json.object("channel", channel);
        switch (channel) {
            case "ticker" ->
                result.put("event_trigger", params.get("event_trigger") instanceof String trigger ? trigger : "trades");
            case "book" -> result.put("depth", option);
            case "ohlc" -> result.put("interval", option);
            default -> {}
        }
        result.put("snapshot", snapshot);
        result.put("symbol", pair.symbol());
        long now = market.nowNanos();
        Subscription subscription = subscriptions.stream()
                .filter(s -> s.is(channel, option, pair))
                .findFirst()
                .orElse(null);
        if (subscription == null) {
            subscription = new Subscription(channel, option, pair, now);
            subscriptions.add(subscription);
            feed.arm();
        }
        send(stamped(Json.object("method", "subscribe", "result", result, "success", true), requestId));
        if (snapshot) {
            sendSnapshot(subscription, now);
        }
    }

    private void sendSnapshot(Subscription subscription, long now) throws IOException {
        KrakenPair pair = subscription.pair;
        switch (subscription.channel) {
            case "ticker" -> sendTicker("snapshot", pair, now);
            case "book" -> sendBook(subscription, now);
            case "ohlc" -> sendOhlc("snapshot", new KrakenOhlc(pair, subscription.option).newest(now), now);
            default -> send(trades("snapshot", pair, pair.listing().tape().lastTicks(now + 1, SNAPSHOT_TRADES)));
        }
    }

    private void sendOhlc(String type, List<Object> rows, long now) throws IOException {
        send(Json.object("channel", "ohlc", "type", type, "timestamp", WireTime.nanos(now), "data", rows));
    }

    /** Sends the whole book the first time, and what has changed since then. */
    private void sendBook(Subscription subscription, long now) throws IOException {
        KrakenOrderBook book =
                KrakenOrderBook.of(subscription.pair, subscription.option, now).orElse(null);
        if (book == null) {
            return;
        }
        KrakenOrderBook before = subscription.book;
        subscription.book = book;
        if (before != null && faults.losesBookUpdate()) {
            return;
        }
        boolean spoiled = faults.spoilsChecksum();
        Object row = before == null ? book.snapshot(spoiled) : book.changesSince(before, spoiled);
        send(Json.object("channel", "book", "type", before == null ? "snapshot" : "update", "data", List.of(row)));
    }

    private void unsubscribe(String channel, int option, KrakenPair pair, @Nullable Object requestId)
            throws IOException {
        if (!subscriptions.removeIf(s -> s.is(channel, option, pair))) {
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
        long since = subscription.cursor + 1;
        subscription.cursor = Math.max(now, subscription.cursor);
        if (ticks.isEmpty() || faults.isStalled(pair.listing().instrument().symbol())) {
            return;
        }
        switch (subscription.channel) {
            case "ticker" -> sendTicker("update", pair, now);
            case "book" -> sendBook(subscription, now);
            case "ohlc" -> sendOhlc("update", new KrakenOhlc(pair, subscription.option).rows(since, now), now);
            default -> sendTrades(pair, ticks);
        }
    }

    private void sendTrades(KrakenPair pair, List<Tick> ticks) throws IOException {
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
