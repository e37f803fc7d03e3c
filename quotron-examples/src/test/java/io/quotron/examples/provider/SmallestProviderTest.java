package io.quotron.examples.provider;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.contract.QuoteSourceContract;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SmallestProviderTest extends QuoteSourceContract {
    private static @Nullable HttpClient http;

    @BeforeAll
    static void makeClient() {
        http = HttpClient.newHttpClient();
    }

    /** The client of Java 17 cannot be closed; its thread and sockets go soon after nobody holds it. */
    @AfterAll
    static void dropClient() throws InterruptedException {
        http = null;
        long giveUp = TimeSource.system().nanoTime() + Duration.ofSeconds(20).toNanos();
        while (isClientThere()) {
            assertTrue(TimeSource.system().nanoTime() < giveUp, "the HTTP client is still there");
            System.gc();
            TimeSource.system().sleep(Duration.ofMillis(50));
        }
    }

    private static boolean isClientThere() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().endsWith("-SelectorManager"));
    }

    @Override
    protected MarketDataProvider createProvider(URI server) {
        return new SmallestProvider(server, Objects.requireNonNull(http));
    }

    @Override
    protected void answer(Request request, Response response) throws IOException {
        if (request.text().equals("ACME")) {
            response.send("ACME,187.25,1795186800000\n");
        } else {
            response.status(404).send("unknown\n");
        }
    }

    @Override
    protected Symbol knownSymbol() {
        return Symbol.of("ACME");
    }

    @Override
    protected Symbol unknownSymbol() {
        return Symbol.of("NOPE");
    }

    @Override
    protected Quote expectedQuote() {
        return Quote.builder(knownSymbol(), SourceId.of("smallest"))
                .price(187.25)
                .eventTime(Instant.ofEpochMilli(1_795_186_800_000L))
                .receivedTime(Instant.EPOCH)
                .build();
    }

    /** Off: the invented service tells the pause in seconds only, so that a date means nothing here. */
    @Override
    protected void q204_tooManyRequestsUntilDate_tellsThePause() {}
}
