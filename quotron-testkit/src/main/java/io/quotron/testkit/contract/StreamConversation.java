package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamSource;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.RawWebSocket;
import io.quotron.testkit.RecordingStreamListener;
import io.quotron.testkit.RecordingStreamListener.Kind;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the rules for streams share: a server whose part the author plays, a provider, and a listener that notes what it is told. */
public abstract class StreamConversation {
    static final Duration AMPLE = Duration.ofSeconds(20);

    final RawWebSocket peer = new RawWebSocket(this::onClientMessage);
    final RecordingStreamListener listener = new RecordingStreamListener();
    final AtomicInteger charges = new AtomicInteger();
    private @Nullable FaultServer server;
    private @Nullable MarketDataProvider provider;

    StreamConversation() {}

    /**
     * Makes the provider.
     *
     * @param http where its server is for HTTP
     * @param webSocket where its server is for WebSockets; every path is served
     * @return a new provider
     */
    protected abstract MarketDataProvider createProvider(URI http, URI webSocket);

    /**
     * Answers a message of the client as the real server does: confirms subscriptions of {@link #knownKey()}, refuses those of
     * {@link #unknownKey()}.
     *
     * @param session where to answer
     * @param text what the client sent
     * @throws IOException if the client has gone
     */
    protected abstract void onClientMessage(WebSocketSession session, String text) throws IOException;

    /**
     * Returns a stream that the server has.
     *
     * @return the key
     */
    protected abstract StreamKey knownKey();

    /**
     * Returns a stream that the server refuses.
     *
     * @return the key, of the same kind
     */
    protected abstract StreamKey unknownKey();

    /**
     * Returns the message that carries one event of {@link #knownKey()}.
     *
     * @param number from 1; also the trade id or sequence number where the format has one
     * @param price the price of the trade or quote
     * @return the text
     */
    protected abstract String dataMessage(int number, double price);

    /**
     * Returns what the server says to each connection before anything else.
     *
     * @return the text; empty if it waits for the client to speak
     */
    protected Optional<String> greeting() {
        return Optional.empty();
    }

    /**
     * Returns a message that shows only that the server is alive.
     *
     * @return the text; empty if the format has none
     */
    protected Optional<String> heartbeatMessage() {
        return Optional.empty();
    }

    /**
     * Returns messages that cannot be understood.
     *
     * @return texts that are not JSON, and those of an overriding class
     */
    protected List<String> malformedMessages() {
        return List.of("{", "not json at all", "[".repeat(50_000), "{\"a\":1}{\"b\":2}");
    }

    /** Starts the server and makes the provider. */
    @BeforeEach
    protected final void startServer() {
        greeting().ifPresent(peer::greetWith);
        server = FaultServer.start().otherwise(peer.handler());
        provider = createProvider(server.uri(), server.webSocketUri());
    }

    /** Closes provider and server. */
    @AfterEach
    protected final void closeAll() {
        if (provider != null) {
            provider.close();
        }
        if (server != null) {
            server.close();
        }
        assertThat(listener.overlapped()).as("calls of the listener overlapped").isFalse();
    }

    final StreamConnection subscribed() {
        StreamConnection connection = connect();
        listener.await(Kind.OPEN, 1);
        connection.subscribe(Set.of(knownKey()));
        listener.await(Kind.SUBSCRIBED, 1);
        return connection;
    }

    final StreamConnection connect() {
        return connect(listener);
    }

    final StreamConnection connect(RecordingStreamListener told) {
        return source().connect(told, context(AMPLE));
    }

    final RequestContext context(Duration timeout) {
        return RequestContext.builder(TimeSource.system())
                .timeout(timeout)
                .gate((weight, context) -> charges.incrementAndGet())
                .build();
    }

    final StreamSource source() {
        return provider().stream().orElseThrow(() -> new AssertionError("the provider has no stream"));
    }

    final MarketDataProvider provider() {
        return Objects.requireNonNull(provider, "provider");
    }

    final FaultServer server() {
        return Objects.requireNonNull(server, "server");
    }
}
