package io.quotron.providers.kraken;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.EarlyMessages;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.Socket;
import io.quotron.providers.internal.http.SocketListener;
import io.quotron.providers.internal.http.Telling;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One life of a WebSocket v2. Thread-safe.
 *
 * <p>The gateway sends a ping frame every 20 seconds, which keeps an idle connection open and finds a dead one;
 * Kraken's own {@code ping} is not needed beside it. Kraken sends a heartbeat each second while something is
 * subscribed.
 *
 * <p>The listener is told everything under one lock, so {@link #close()} can wait until a call that is under way has
 * returned, and nothing follows. Closing from inside such a call does not wait for itself. Closing from elsewhere waits
 * a second at most, because the caller may hold a lock that the listener wants.
 */
final class KrakenSocket implements StreamConnection {
    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RENEWAL_TIMEOUT = Duration.ofMillis(20);

    private final KrakenSymbolCache symbols;
    private final StreamListener listener;
    private final RequestContext context;
    private final KrakenSubscriptions subscriptions = new KrakenSubscriptions();
    private final KrakenFrames frames = new KrakenFrames();
    private final KrakenBooks books = new KrakenBooks(new BookTeller());
    private final KrakenStatusBoard board = new KrakenStatusBoard();
    private final EarlyMessages early = new EarlyMessages();
    private final Deque<String> outbox = new ArrayDeque<>();
    private final Reader reader = new Reader();
    private final Telling telling = new Telling(KrakenErrors.SOURCE);
    private volatile @Nullable Socket socket;

    private KrakenSocket(KrakenSymbolCache symbols, StreamListener listener, RequestContext context) {
        this.symbols = symbols;
        this.listener = listener;
        this.context = context;
    }

    /** Starts to connect and returns at once; see {@link io.quotron.spi.StreamSource#connect}. */
    static KrakenSocket open(
            HttpGateway gateway, URI uri, KrakenSymbolCache symbols, StreamListener listener, RequestContext context) {
        KrakenSocket connection = new KrakenSocket(symbols, listener, context);
        return connection.telling.inSilence(
                () -> { // nothing may be told before the socket is known here
                    connection.socket = gateway.openSocket(uri, connection.new Wire(), context);
                    return connection;
                });
    }

    @Override
    public void subscribe(Set<StreamKey> keys) {
        Set<StreamKey> offered = new LinkedHashSet<>(keys);
        offered.removeIf(key -> !KrakenChannel.offers(key));
        keys.stream()
                .filter(key -> !KrakenChannel.offers(key))
                .forEach(key -> telling.tell(() -> listener.onRefused(
                        key, FailureReason.UNSUPPORTED, "the server has no " + key + " or anything that holds it")));
        KrakenSubscriptions.Plan plan = plan(offered);
        send(plan.messages(), offered);
        plan.ready()
                .forEach(key -> telling.tell(() -> {
                    listener.onSubscribed(key);
                    catchUp(key);
                }));
    }

    /** Notes what is wanted and reads what came before, in one step, so that nothing newer is read in between. */
    private KrakenSubscriptions.Plan plan(Set<StreamKey> keys) {
        return telling.inSilence(() -> {
            KrakenSubscriptions.Plan plan = subscriptions.subscribe(keys, this::market);
            if (!keys.isEmpty()) {
                early.release(true).forEach(text -> telling.tell(() -> read(text)));
            }
            return plan;
        });
    }

    private void read(String text) {
        frames.read(text, subscriptions.streams(), context.time().now(), reader);
    }

    @Override
    public void unsubscribe(Set<StreamKey> keys) {
        send(subscriptions.unsubscribe(keys), keys);
        telling.tell(this::forgetUnwanted);
    }

    private void forgetUnwanted() {
        KrakenStreams streams = subscriptions.streams();
        books.retain(streams.books());
        board.retain(streams.states().values());
        frames.retain(streams);
    }

    /** Tells a stream that came later what the others were told before. */
    private void catchUp(StreamKey key) {
        KrakenStreams streams = subscriptions.streams();
        streams.books().values().stream()
                .filter(book -> book.keys().contains(key))
                .forEach(book -> books.catchUp(book, key));
        streams.states().forEach((name, other) -> {
            if (other.equals(key)) {
                reader.tellState(name, key);
            }
        });
    }

    /**
     * Finds the market without asking anybody: the canonical symbol is the name on the wire, but for markets written
     * with small letters, which are known once the list of markets has been loaded, and for what the host overrides.
     */
    private KrakenPair market(Symbol symbol) {
        KrakenSymbols known = symbols.known();
        if (known != null) {
            return known.find(symbol, context).orElseGet(() -> KrakenPair.unlisted(symbol, symbol.code()));
        }
        return KrakenPair.unlisted(symbol, context.nativeSymbol(symbol).orElse(symbol.code()));
    }

    /**
     * Sends what was asked, each message once the gate lets it through; what could not be sent counts as never asked
     * for.
     */
    private void send(List<String> messages, Set<StreamKey> keys) {
        Socket current = socket;
        if (current == null || telling.isOver()) {
            return;
        }
        try {
            for (String message : messages) {
                context.withTimeout(GATE_TIMEOUT).beforeRequest();
                current.send(message); // a socket that takes nothing is about to tell that it is closed
            }
        } catch (QuotronException e) {
            subscriptions.unsubscribe(keys);
            throw e;
        }
    }

    /**
     * Asks for the snapshots that are due. Runs on the thread of the socket after each message, which comes each second
     * at least, so nothing here may wait: what the gate does not let through at once waits for the next message.
     */
    private void renewBooks() {
        for (String name : books.due(context.time().nanoTime())) {
            outbox.addAll(subscriptions.renewBook(name));
        }
        Socket current = socket;
        while (!outbox.isEmpty() && !telling.isOver() && current != null) {
            try {
                context.withTimeout(RENEWAL_TIMEOUT).beforeRequest();
            } catch (QuotronException notNow) {
                return;
            }
            current.send(outbox.remove());
        }
    }

    @Override
    public void close() {
        telling.end();
        Socket current = socket;
        if (current != null) {
            current.close();
        }
        telling.awaitSilence();
    }

    private void end(FailureReason reason, String detail) {
        telling.tellLast(() -> listener.onClosed(reason, detail));
    }

    /** What comes from the gateway, on its thread. */
    private final class Wire implements SocketListener {
        @Override
        public void onOpen() {
            telling.tell(listener::onOpen);
        }

        @Override
        public void onText(String text) {
            telling.tell(
                    () -> { // one lock for all that a message says
                        read(text);
                        renewBooks();
                    });
        }

        @Override
        public void onBinary(byte[] bytes) {
            telling.tell(() -> listener.onRejected("a binary message of " + bytes.length + " bytes"));
        }

        @Override
        public void onClosed(FailureReason reason, String detail) {
            end(reason, detail);
        }
    }

    /** What becomes of books; called while the lock is held. */
    private final class BookTeller implements KrakenBooks.Handler {
        @Override
        public void book(StreamKey key, OrderBook book) {
            if (book.isCrossed()) {
                reader.rejected("the server sends a book whose sides cross: " + book);
            } else {
                reader.event(key, book);
            }
        }

        @Override
        public void resync(StreamKey key, String detail) {
            telling.tell(() -> listener.onResync(key, detail));
        }

        @Override
        public void giveUp(List<StreamKey> keys, String detail) {
            outbox.addAll(subscriptions.unsubscribe(keys));
            keys.forEach(key -> telling.tell(() -> listener.onRefused(key, FailureReason.MALFORMED_RESPONSE, detail)));
        }
    }

    /** What a message says; called while the lock is held. */
    private final class Reader implements KrakenFrames.Handler {
        @Override
        public void event(StreamKey key, MarketEvent event) {
            if (telling.isOver()) {
                return; // closed by the listener in the middle of a message
            }
            try {
                listener.onEvent(key, event);
            } catch (RuntimeException | Error e) {
                telling.failed(e);
            }
        }

        @Override
        public void heartbeat() {
            telling.tell(listener::onHeartbeat);
        }

        /** What is of no use to anybody still shows that the server is alive. */
        @Override
        public void unasked(String text) {
            if (!early.hold(text)) {
                heartbeat();
            }
        }

        @Override
        public void rejected(String detail) {
            telling.tell(() -> listener.onRejected(detail));
        }

        @Override
        public void book(KrakenStreams.Book stream, KrakenBookRow row) {
            books.row(stream, row, context.time().now(), context.time().nanoTime());
        }

        @Override
        public void brokenBook(KrakenStreams.Book stream, boolean snapshot, String problem) {
            books.broken(stream, snapshot, problem, context.time().nanoTime());
        }

        @Override
        public void market(String name, String state) {
            board.market(name, state);
            StreamKey key = subscriptions.streams().states().get(name);
            if (key != null) {
                tellState(name, key);
            }
        }

        private void tellState(String name, StreamKey key) {
            board.news(key, name, context.time().now()).ifPresent(status -> event(key, status));
        }

        /** The list of all markets has no market of a name that is wrong. */
        @Override
        public void marketsTold(boolean all) {
            if (!all) {
                return;
            }
            subscriptions.streams().states().forEach((name, key) -> {
                if (!board.knows(name)) {
                    subscriptions.unsubscribe(Set.of(key));
                    telling.tell(() -> listener.onRefused(
                            key, FailureReason.SYMBOL_UNKNOWN, "the exchange has no market " + Excerpt.of(name)));
                }
            });
        }

        @Override
        public void status(String system) {
            board.exchange(system);
            subscriptions.streams().states().forEach(this::tellState);
            if (KrakenStates.isDown(system)) {
                end(FailureReason.UNAVAILABLE, "the exchange is in state " + Excerpt.of(system));
                close();
                return;
            }
            if (!system.equals("online")) {
                context.note("the exchange is in state " + Excerpt.of(system));
            }
            heartbeat();
        }

        @Override
        public void answered(KrakenFrames.Answer answer) {
            if (!answer.method().equals("subscribe")) {
                answeredOther(answer);
            } else if (answer.success() || KrakenSubscriptions.isAlreadySubscribed(answer)) {
                subscriptions.confirmed(answer).forEach(key -> telling.tell(() -> listener.onSubscribed(key)));
            } else {
                refused(answer);
            }
        }

        /** The end of a subscription needs no answer: its data is refused from the moment of asking. */
        private void answeredOther(KrakenFrames.Answer answer) {
            if (!answer.success() && !answer.method().equals("unsubscribe")) {
                rejected("the server refuses " + Excerpt.of(answer.method()) + ": " + Excerpt.of(answer.error()));
            }
        }

        private void refused(KrakenFrames.Answer answer) {
            Set<StreamKey> keys = subscriptions.refused(answer);
            if (keys.isEmpty()) {
                rejected("the server refuses what is not waited for: " + Excerpt.of(answer.error()));
            }
            FailureReason known = KrakenErrors.reasonOf(answer.error());
            FailureReason reason = known == FailureReason.MALFORMED_RESPONSE ? FailureReason.UNSUPPORTED : known;
            String message = Excerpt.of(answer.error());
            keys.forEach(key -> telling.tell(() -> listener.onRefused(key, reason, message)));
        }
    }
}
