package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of all roles of a provider share: a server, a provider that talks to it, and contexts that count. */
public abstract class ProviderContract {
    private final AtomicInteger charges = new AtomicInteger();
    private @Nullable FaultServer server;
    private @Nullable MarketDataProvider provider;

    /** Makes the test; server and provider come with each rule. */
    protected ProviderContract() {}

    /**
     * Makes the provider, with {@link #key()} as its key if it needs one.
     *
     * @param server where its server is
     * @return a new provider, without any limit or retry of its own
     */
    protected abstract MarketDataProvider createProvider(URI server);

    /**
     * Answers as the real server does on a good day: with data for {@link #knownSymbol()}, and with its way of saying no for
     * {@link #unknownSymbol()}.
     *
     * @param request what the provider asked
     * @param response where the answer goes; use one of the {@code send} methods
     * @throws IOException if the provider has gone
     */
    protected abstract void answer(Request request, Response response) throws IOException;

    /**
     * Returns a symbol for which {@link #answer} has data.
     *
     * @return the symbol
     */
    protected abstract Symbol knownSymbol();

    /**
     * Returns a symbol that the server does not know.
     *
     * @return the symbol
     */
    protected abstract Symbol unknownSymbol();

    /**
     * Returns the key that {@link #createProvider} uses; it must then appear in no text.
     *
     * @return the key; empty if the provider has none
     */
    protected Optional<String> key() {
        return Optional.empty();
    }

    /**
     * Tells whether a request asks for data. Others, such as those that sign in or list symbols, are answered well even on bad days.
     *
     * @param request the request
     * @return true unless overridden
     */
    protected boolean isDataRequest(Request request) {
        return true;
    }

    /** Starts the server, on a good day, and makes the provider. */
    @BeforeEach
    protected final void startGoodDay() {
        server = FaultServer.start().otherwise(this::answer);
        provider = createProvider(server.uri());
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
    }

    /**
     * Returns the provider under test.
     *
     * @return the provider that talks to {@link #server()}
     */
    protected final MarketDataProvider provider() {
        return Objects.requireNonNull(provider, "provider");
    }

    /**
     * Returns the server.
     *
     * @return the server, which answers well unless told otherwise
     */
    protected final FaultServer server() {
        return Objects.requireNonNull(server, "server");
    }

    /**
     * Makes a context that counts what it charges.
     *
     * @param time the clock
     * @param timeout how long the call may take
     * @return a builder
     */
    protected final RequestContext.Builder context(TimeSource time, Duration timeout) {
        return RequestContext.builder(time)
                .timeout(timeout)
                .gate((weight, context) -> charges.incrementAndGet())
                .notes(this::assertNoKeyIn);
    }

    /** Returns how many requests were charged. */
    final int charges() {
        return charges.get();
    }

    /** Spoils the answers to requests for data from now on. */
    final void badDay(Handler bad) {
        server().clear();
        server().route(this::isDataRequest, bad).otherwise(this::answer);
    }

    final long dataRequests() {
        return server().requests().stream().filter(this::isDataRequest).count();
    }

    final void assertNoKeyIn(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        assertNoKeyIn(text.toString());
    }

    final void assertNoKeyIn(String text) {
        key().ifPresent(secret -> {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            assertThat(text)
                    .as("text that must not hold the key")
                    .doesNotContain(secret)
                    .doesNotContain(URLEncoder.encode(secret, StandardCharsets.UTF_8))
                    .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        });
    }
}
