package io.quotron.testkit.simulator;

import io.quotron.testkit.http.WebSocketHandler;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one socket of combined streams. Thread-safe.
 *
 * <p>As the real one it confirms any stream that is well written and leaves unknown ones silent, ends a connection that sends more than
 * five messages in a second, and every connection after 24 hours.
 */
final class BinanceClient implements WebSocketHandler, LiveFeed.Client {
    private static final long SECOND = 1_000_000_000L;
    private static final long LIFE = 24 * 3_600 * SECOND;
    private static final int MESSAGES_PER_SECOND = 5;
    private static final int MAX_STREAMS = 1_024;

    private final BinanceFeed feed;
    private final Market market;
    private final List<BinancePair> pairs;
    private final MarketFaults faults;
    private final List<BinanceStream> streams = new CopyOnWriteArrayList<>();
    private final List<String> silent = new CopyOnWriteArrayList<>();
    private final Deque<Long> messages = new ArrayDeque<>();
    private @Nullable WebSocketSession session;
    private @Nullable String heldBack;
    private volatile long opened;

    BinanceClient(BinanceFeed feed, Market market, List<BinancePair> pairs, MarketFaults faults) {
        this.feed = feed;
        this.market = market;
        this.pairs = pairs;
        this.faults = faults;
    }

    @Override
    public void onOpen(WebSocketSession newSession) {
        synchronized (this) {
            session = newSession;
            opened = market.nowNanos();
        }
        feed.joined(this);
    }

    @Override
    public void onClosed(WebSocketSession closed, int code) {
        feed.left(this);
    }

    @Override
    public void onText(WebSocketSession from, String text) throws IOException {
        synchronized (this) {
            if (isTooFast()) {
                from.close(1008, "Too many requests");
                feed.left(this);
                return;
            }
            answer(text);
        }
    }

    private boolean isTooFast() {
        long now = market.nowNanos();
        messages.addLast(now);
        messages.removeIf(at -> at <= now - SECOND);
        return messages.size() > MESSAGES_PER_SECOND;
    }

    private void answer(String text) throws IOException {
        Object message;
        try {
            message = Json.read(text);
        } catch (IOException notJson) {
            send(refusal(3, "Invalid JSON: " + notJson.getMessage(), null));
            return;
        }
        if (message instanceof Map<?, ?> object && object.get("method") instanceof String method) {
            answer(method, object.get("params"), object.get("id"));
        } else {
            send(refusal(2, "Invalid request: missing field `method`", null));
        }
    }

    private void answer(String method, @Nullable Object params, @Nullable Object id) throws IOException {
        switch (method) {
            case "SUBSCRIBE" -> subscription(params, id, true);
            case "UNSUBSCRIBE" -> subscription(params, id, false);
            case "LIST_SUBSCRIPTIONS" -> send(Json.object("result", subscriptions(), "id", id));
            default -> send(refusal(2, "Invalid request: unknown variant " + method, id));
        }
    }

    private void subscription(@Nullable Object params, @Nullable Object id, boolean wanted) throws IOException {
        if (!(params instanceof List<?> names)) {
            send(refusal(2, "Invalid request: params must be a list of streams", id));
            return;
        }
        if (wanted && streams.size() + silent.size() + names.size() > MAX_STREAMS) {
            send(refusal(2, "Invalid request: too many streams", id));
            return;
        }
        for (Object name : names) {
            streams.removeIf(stream -> stream.name().equals(name) && !wanted);
            silent.removeIf(stream -> stream.equals(name) && !wanted);
            if (wanted && !subscriptions().contains(String.valueOf(name))) {
                add(String.valueOf(name));
            }
        }
        feed.arm();
        send(Json.object("result", null, "id", id));
    }

    private void add(String name) {
        BinanceStream.of(pairs, name, market.nowNanos()).ifPresentOrElse(streams::add, () -> silent.add(name));
    }

    private static Map<String, @Nullable Object> refusal(int code, String message, @Nullable Object id) {
        return Json.object("error", Json.object("code", code, "msg", message), "id", id);
    }

    @Override
    public long due(long now) {
        long due = opened + LIFE;
        for (BinanceStream stream : streams) {
            due = Math.min(due, stream.due());
        }
        return Math.max(now, due);
    }

    @Override
    public synchronized void deliver(long now) throws IOException {
        for (BinanceStream stream : streams) {
            boolean stalled =
                    faults.isStalled(stream.pair().listing().instrument().symbol());
            for (Map<String, @Nullable Object> data : stream.take(now)) {
                if (!stalled) {
                    deliver(stream, data);
                }
            }
        }
        if (now - opened >= LIFE && session != null) {
            session.close(1000, "24 hours");
            feed.left(this);
        }
    }

    private void deliver(BinanceStream stream, Map<String, @Nullable Object> data) throws IOException {
        String text = text(Json.object("stream", stream.name(), "data", data));
        if (!stream.isTrades()) {
            sendText(text);
            return;
        }
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

    synchronized void announceShutdown() throws IOException {
        Object data = Json.object("e", "serverShutdown", "E", market.nowNanos() / 1_000_000);
        send(Json.object("stream", "!serverShutdown", "data", data));
    }

    private void send(Map<String, @Nullable Object> message) throws IOException {
        sendText(text(message));
    }

    private String text(Map<String, @Nullable Object> message) {
        boolean changed = faults.isChanged(SimulatedProvider.BINANCE);
        return Json.write(changed ? Json.renamed(message, SchemaChange::binance) : message);
    }

    private void sendText(String text) throws IOException {
        if (session != null) {
            session.send(text);
        }
    }

    @Override
    public List<String> subscriptions() {
        return java.util.stream.Stream.concat(streams.stream().map(BinanceStream::name), silent.stream())
                .toList();
    }
}
