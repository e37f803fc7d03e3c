package io.quotron.providers.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.MarketDataClient;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.providers.alphavantage.AlphaVantageProvider;
import io.quotron.providers.eodhd.EodhdProvider;
import io.quotron.providers.http.HttpSettings;
import io.quotron.registry.ProviderValidator;
import io.quotron.registry.ValidationPlan;
import io.quotron.request.Traced;
import io.quotron.resilience.BreakerPolicy;
import io.quotron.resilience.RateLimit;
import io.quotron.resilience.RetryPolicy;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.TimeSource;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.StreamSettings;
import io.quotron.stream.Subscription;
import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.LoopbackServer;
import io.quotron.testkit.http.WebSocketHandler;
import io.quotron.testkit.http.WebSocketSession;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** A key is in nothing that the library tells, and goes to nobody but its own server, whatever that server does. */
class KeyCanaryTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final TimeRange WEEK =
            TimeRange.of(Instant.parse("2026-11-02T00:00:00Z"), Instant.parse("2026-11-10T00:00:00Z"));
    private static final HttpSettings SETTINGS = HttpSettings.builder()
            .readTimeout(SHORT)
            .webSocketConnectTimeout(SHORT)
            .build();

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final LoopbackServer elsewhere = LoopbackServer.start((request, response) -> response.send("thanks"));

    @AfterEach
    void close() {
        elsewhere.close();
    }

    /** Who has a key. */
    @SuppressWarnings("ImmutableEnumChecker")
    enum Keyed {
        ALPHA_VANTAGE,
        EODHD,
        SITE,
        SESSION;

        private MarketDataProvider provider(URI server) {
            return switch (this) {
                case ALPHA_VANTAGE ->
                    AlphaVantageProvider.builder()
                            .apiKey(Canary.KEY)
                            .baseUri(server)
                            .premium(RateLimit.of(100, Duration.ofSeconds(1)))
                            .httpSettings(SETTINGS)
                            .build();
                case EODHD ->
                    EodhdProvider.builder()
                            .apiToken(Canary.KEY)
                            .baseUri(server)
                            .socketUri(URI.create("ws" + server.toString().substring(4)))
                            .httpSettings(SETTINGS)
                            .build();
                case SITE -> new KeyedSite(server, SETTINGS, false);
                case SESSION -> new KeyedSite(server, SETTINGS, true);
            };
        }
    }

    @Test
    void logs_everyLevel_areHeardAndSearched() {
        try (CapturingLogs.Listening logs = CapturingLogs.listen(told::add)) {
            assertThat(logs).isNotNull();
            LoggerFactory.getLogger("some").trace("one {}", Canary.KEY.toLowerCase(Locale.ROOT));
            Logger.getLogger("okhttp3.some").finest("two");
        }
        assertThat(told).hasSize(2);
        assertThat(Canary.in(told.get(0))).isPresent();
        assertThat(Canary.in(told.get(1))).isEmpty();
        String basic =
                Base64.getEncoder().encodeToString(("user:" + Canary.KEY + "!").getBytes(StandardCharsets.UTF_8));
        assertThat(Canary.in("Basic " + basic)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(Keyed.class)
    void ask_badServerThatRepeatsTheKey_itIsToldNowhere(Keyed who) {
        Map<String, Handler> bad = Echoes.all(elsewhere.uri());
        List<String> found = new ArrayList<>();
        bad.forEach((name, handler) -> {
            askAll(who, withLogin(who, handler));
            found(name, found);
        });
        assertThat(found).isEmpty();
        assertThat(elsewhere.requests()).as("what went to another host").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Keyed.class)
    void validate_badServerThatRepeatsTheKey_itIsNotInTheReport(Keyed who) {
        List<String> found = new ArrayList<>();
        Map<String, Handler> bad = Echoes.all(elsewhere.uri());
        for (String name :
                List.of("status 400", "status 302", "status line", "JSON {\"a\":%s", "status 200", "reset")) {
            try (LoopbackServer server = LoopbackServer.start(withLogin(who, bad.get(name)));
                    MarketDataProvider provider = who.provider(server.uri());
                    CapturingLogs.Listening logs = CapturingLogs.listen(told::add)) {
                assertThat(logs).isNotNull();
                ValidationPlan plan = ValidationPlan.of("AAPL", "NOPE").withTimeout(Duration.ofSeconds(1));
                told.add(ProviderValidator.validate(provider, plan, TimeSource.system())
                        .toString());
            }
            found("report on " + name, found);
        }
        assertThat(found).isEmpty();
    }

    @Test
    void stream_badServerThatRepeatsTheToken_itIsToldNowhere() {
        Map<String, Handler> bad = Echoes.all(elsewhere.uri());
        bad.put("closed with a reason", upgraded(session -> session.close(1008, "bad token " + Canary.KEY)));
        bad.put("closed with only the key", upgraded(session -> session.close(1008, Canary.KEY.repeat(4))));
        for (String frame :
                List.of("{\"status_code\":401,\"message\":\"%s\"}", "%s", "{\"s\":\"%s\",\"p\":1}", "{\"%s\":")) {
            bad.put("frame " + frame, upgraded(session -> {
                session.send(frame.replace("%s", Canary.KEY));
                session.send(frame.replace("%s", Canary.everyForm().replace('"', ' ')));
            }));
        }
        List<String> found = new ArrayList<>();
        bad.forEach((name, handler) -> {
            follow(handler);
            found(name, found);
        });
        assertThat(found).isEmpty();
        assertThat(elsewhere.requests()).as("what went to another host").isEmpty();
    }

    /** Says something to a client that has just come. */
    @FunctionalInterface
    private interface Greeting {
        void to(WebSocketSession session) throws IOException;
    }

    private static Handler upgraded(Greeting greeting) {
        return (request, response) -> response.upgradeToWebSocket(new WebSocketHandler() {
            @Override
            public void onOpen(WebSocketSession session) throws IOException {
                greeting.to(session);
            }

            @Override
            public void onText(WebSocketSession session, String text) {}
        });
    }

    private void found(String name, List<String> found) {
        synchronized (told) {
            told.stream()
                    .flatMap(text -> Canary.in(text).stream())
                    .findFirst()
                    .ifPresent(around -> found.add(name + ": " + around));
            told.clear();
        }
    }

    /** A site that signs in has its page on a good day, and repeats the password afterwards. */
    private static Handler withLogin(Keyed who, @Nullable Handler bad) {
        Handler then = Objects.requireNonNull(bad);
        if (who != Keyed.SESSION) {
            return then;
        }
        String form = "<html><form method=\"post\" action=\"/in\"><input name=\"user\">"
                + "<input type=\"password\" name=\"password\"></form></html>";
        return (request, response) -> {
            if (request.path().equals("/login")) {
                response.header("Content-Type", "text/html").send(form);
            } else {
                then.handle(request, response);
            }
        };
    }

    private void askAll(Keyed who, Handler handler) {
        Handler watched = (request, response) -> {
            Thread.getAllStackTraces().keySet().forEach(thread -> told.add(thread.getName()));
            handler.handle(request, response);
        };
        try (LoopbackServer server = LoopbackServer.start(watched);
                CapturingLogs.Listening logs = CapturingLogs.listen(told::add);
                MarketDataProvider provider = who.provider(server.uri());
                MarketDataClient client = client(provider)) {
            assertThat(logs).isNotNull();
            for (Supplier<Traced<?>> question : questions(client, provider)) {
                ask(question);
            }
            told.add(provider + " " + provider.descriptor() + " " + client + " " + client.health() + " "
                    + client.checkHealth(Duration.ofSeconds(1)));
        }
    }

    private static List<Supplier<Traced<?>>> questions(MarketDataClient client, MarketDataProvider provider) {
        List<Supplier<Traced<?>>> questions = new ArrayList<>();
        questions.add(() -> client.quote("AAPL").timeout(TIMEOUT).fetchTraced());
        provider.bars()
                .ifPresent(role -> questions.add(() -> client.bars("AAPL")
                        .interval(Interval.DAY_1)
                        .range(WEEK)
                        .timeout(TIMEOUT)
                        .fetchTraced()));
        provider.actions()
                .ifPresent(role -> questions.add(
                        () -> client.actions("AAPL").timeout(TIMEOUT).fetchTraced()));
        provider.instruments()
                .ifPresent(role -> questions.add(() ->
                        client.instruments().search("apple").timeout(TIMEOUT).fetchTraced()));
        provider.profiles()
                .ifPresent(role -> questions.add(
                        () -> client.profile("AAPL").timeout(TIMEOUT).fetchTraced()));
        return questions;
    }

    private void ask(Supplier<Traced<?>> question) {
        try {
            told.add(question.get().toString());
        } catch (QuotronException e) {
            told.add(Canary.textOf(e) + e.trail());
        }
    }

    private MarketDataClient client(MarketDataProvider provider) {
        return MarketDataClient.builder()
                .addProvider(
                        provider,
                        settings -> settings.retry(RetryPolicy.never())
                                .rateLimit(RateLimit.unlimited())
                                .breaker(BreakerPolicy.of(1_000, Duration.ofSeconds(1), 1)))
                .metrics(new Metrics())
                .streaming(StreamSettings.builder()
                        .connectTimeout(SHORT)
                        .subscribeTimeout(SHORT)
                        .reconnectDelay(Duration.ofMillis(10))
                        .maxReconnectDelay(Duration.ofMillis(20))
                        .build())
                .build();
    }

    private void follow(Handler handler) {
        try (LoopbackServer server = LoopbackServer.start(handler);
                CapturingLogs.Listening logs = CapturingLogs.listen(told::add);
                MarketDataProvider provider = Keyed.EODHD.provider(server.uri());
                MarketDataClient client = client(provider)) {
            assertThat(logs).isNotNull();
            Subscription trades = client.stream("AAPL").trades().subscribe(new Listener());
            TimeSource time = TimeSource.system();
            long giveUp = time.nanoTime() + Duration.ofMillis(800).toNanos();
            while (server.requestCount() < 2 && time.nanoTime() < giveUp) {
                time.sleep(Duration.ofMillis(5));
            }
            told.add(client.health() + " " + trades + " " + trades.accounting());
            trades.close();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells all that a listener of streams is told. */
    private final class Listener implements MarketDataListener {
        @Override
        public void onFeedState(FeedState state) {
            told.add(state.toString());
        }

        @Override
        public void onGap(Gap gap) {
            told.add(gap.toString());
        }

        @Override
        public void onTrade(Trade trade) {
            told.add(trade.toString());
        }

        @Override
        public void onError(Throwable error) {
            told.add(Canary.textOf(error));
        }
    }

    /** Tells the words that metrics are told. */
    private final class Metrics implements MetricsListener {
        @Override
        public void onAttempt(SourceId source, @Nullable FailureReason failure, Duration took) {
            told.add(source + " " + failure);
        }

        @Override
        public void onSchemaDrift(SourceId source, String kind, String detail) {
            told.add(kind + " " + detail);
        }
    }
}
