package io.quotron.testkit.simulator;

import io.quotron.testkit.http.WebSocketHandler;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One of EODHD's sockets with one client. It says that the token is good, confirms nothing afterwards, and refuses more than 50 symbols.
 * What it does not know it ignores, as the real one does. Thread-safe.
 */
final class EodhdClient implements WebSocketHandler {
    private static final int MOST_SYMBOLS = 50;
    private static final long MILLI = 1_000_000L;

    private final EodhdFeed feed;
    private final Market market;
    private final EodhdNames names;
    private final MarketFaults faults;
    private final String socket;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private @Nullable WebSocketSession session;
    private @Nullable String heldBack;

    /** One symbol; everything up to the cursor was sent or skipped. */
    private static final class Subscription {
        private final Listing listing;
        private volatile long cursor;

        private Subscription(Listing listing, long cursor) {
            this.listing = listing;
            this.cursor = cursor;
        }
    }

    EodhdClient(EodhdFeed feed, Market market, EodhdNames names, MarketFaults faults, String socket) {
        this.feed = feed;
        this.market = market;
        this.names = names;
        this.faults = faults;
        this.socket = socket;
    }

    @Override
    public void onOpen(WebSocketSession opened) throws IOException {
        synchronized (this) {
            session = opened;
        }
        feed.joined(this);
        status(200, "Authorized");
    }

    @Override
    public void onClosed(WebSocketSession closed, int code) {
        feed.left(this);
    }

    @Override
    public void onText(WebSocketSession from, String text) throws IOException {
        Object message;
        try {
            message = Json.read(text);
        } catch (IOException notJson) {
            status(422, "Invalid message");
            return;
        }
        if (message instanceof Map<?, ?> object && object.get("symbols") instanceof String symbols) {
            asked(String.valueOf(object.get("action")), symbols.split(",", -1));
        } else {
            status(422, "Invalid message");
        }
    }

    /** Whoever sees a subscription may move the clock, so it is seen when it is armed. */
    private synchronized void asked(String action, String[] codes) throws IOException {
        for (String code : codes) {
            Optional<Listing> listing = names.all().values().stream()
                    .filter(found -> EodhdNames.isOn(found, socket)
                            && EodhdNames.code(found).equals(code.strip()))
                    .findFirst();
            if (action.equals("unsubscribe")) {
                subscriptions.remove(code.strip());
            } else if (listing.isPresent()
                    && subscriptions.size() >= MOST_SYMBOLS
                    && !subscriptions.containsKey(code.strip())) {
                status(422, "Symbols limit reached");
            } else if (listing.isPresent()) {
                subscriptions.putIfAbsent(code.strip(), new Subscription(listing.get(), market.nowNanos()));
            }
        }
        feed.arm();
    }

    private void status(int code, String message) throws IOException {
        sendText(Json.write(Json.object("status_code", code, "message", message)));
    }

    /** When something is to be sent next. */
    long due() {
        return subscriptions.values().stream()
                .mapToLong(subscription -> subscription
                        .listing
                        .tape()
                        .nextTime(subscription.cursor + 1)
                        .orElse(Long.MAX_VALUE))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Sends what has happened since the last time. */
    synchronized void deliver(long now) throws IOException {
        for (Subscription subscription : subscriptions.values()) {
            Listing listing = subscription.listing;
            List<Tick> ticks = listing.tape().ticks(subscription.cursor + 1, now + 1, Integer.MAX_VALUE);
            subscription.cursor = Math.max(now, subscription.cursor);
            if (!faults.isStalled(listing.instrument().symbol())) {
                for (Tick tick : ticks) {
                    sendLive(frame(listing, tick));
                }
            }
        }
    }

    private Map<String, @Nullable Object> frame(Listing listing, Tick tick) {
        String code = EodhdNames.code(listing);
        Json.Digits price = EodhdHistory.price(listing, tick.price());
        Json.Digits size = EodhdHistory.number(listing.size(tick.size()), 8);
        Json.Digits bid = EodhdHistory.price(listing, tick.price() - 1);
        Json.Digits ask = EodhdHistory.price(listing, tick.price() + 1);
        long millis = tick.nanos() / MILLI;
        return switch (socket) {
            case "us" ->
                Json.object("s", code, "p", price, "v", size, "c", null, "dp", false, "ms", "open", "t", millis);
            case "us-quote" -> Json.object("s", code, "ap", ask, "as", 100, "bp", bid, "bs", 100, "t", millis);
            case "forex" ->
                Json.object("s", code, "a", ask, "b", bid, "dc", "0", "dd", "0", "ppms", false, "t", millis);
            case "crypto" ->
                Json.object("s", code, "p", price.text(), "q", size.text(), "dc", "0", "dd", "0", "t", millis);
            default -> Json.object("s", code, "p", price, "dc", "0", "dd", "0", "t", millis / 1_000);
        };
    }

    private void sendLive(Map<String, @Nullable Object> frame) throws IOException {
        boolean changed = faults.isChanged(SimulatedProvider.EODHD);
        String text = Json.write(changed ? Json.renamed(frame, SchemaChange::eodhd) : frame);
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

    private synchronized void sendText(String text) throws IOException {
        if (session != null) {
            session.send(text);
        }
    }

    synchronized List<String> subscriptions() {
        return subscriptions.keySet().stream().map(code -> socket + " " + code).toList();
    }
}
