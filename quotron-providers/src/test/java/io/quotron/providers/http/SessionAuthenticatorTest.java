package io.quotron.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.SourceId;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.LoopbackServer;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionAuthenticatorTest {
    private static final String PASSWORD = "pa$$ word&secret=1";
    private static final String FORM = """
            <html><body><form action="/search"><input name="q"></form>
            <form id="login" action="session?from=login" method="post"><input type="hidden" name="csrf" value="tok&amp;en-%d">
            <input name="user"><input type="password" name="password"><input type="checkbox" name="keep" checked>
            <input type="submit" name="go" value="Sign in"><input type="submit" name="other" value="Help"></form></body></html>
            """;

    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger pages = new AtomicInteger();
    private final AtomicInteger charges = new AtomicInteger();
    private volatile String valid = "";
    private volatile boolean accepts = true;
    private volatile boolean alwaysRefuses;
    private volatile String cookieRules = "; Path=/; HttpOnly";
    private volatile String action = "";
    private final List<String> submitted = new ArrayList<>();
    private final LoopbackServer server = LoopbackServer.start(this::answer);
    private final ProviderHttp http = ProviderHttp.create(SourceId.of("site"), HttpSettings.defaults());

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    private void answer(Request request, Response response) throws IOException {
        switch (request.path()) {
            case "/login" -> {
                response.header("Content-Type", "text/html").header("Set-Cookie", "pre=1; Path=/");
                String form = FORM.formatted(pages.incrementAndGet());
                response.send(action.isEmpty() ? form : form.replace("session?from=login", action));
            }
            case "/session" -> signIn(request, response);
            case "/data" -> {
                String cookies = request.header("Cookie").orElse("");
                boolean in = !valid.isEmpty() && cookies.contains("sid=" + valid) && !alwaysRefuses;
                response.status(in ? 200 : 401).send(in ? "data" : "sign in; you sent " + cookies);
            }
            case "/moved" -> {
                boolean in =
                        !valid.isEmpty() && request.header("Cookie").orElse("").contains("sid=" + valid);
                if (in) {
                    response.send("moved data");
                } else {
                    response.redirect("/login");
                }
            }
            default -> response.status(404).send("no such page");
        }
    }

    private synchronized void signIn(Request request, Response response) throws IOException {
        submitted.add(request.method() + " " + request.target() + " " + request.text());
        int number = logins.incrementAndGet();
        if (!accepts) {
            response.header("Content-Type", "text/html").send(FORM.formatted(0));
            return;
        }
        valid = "s" + number + "ecretcookie";
        response.header("Set-Cookie", "sid=" + valid + cookieRules)
                .header("Set-Cookie", "evil=1; Domain=other.example")
                .redirect("/home");
    }

    private SessionAuthenticator.Builder session() {
        return SessionAuthenticator.builder(server.uri().resolve("/login"))
                .field("user", Secret.of("alice"))
                .field("password", Secret.of(PASSWORD));
    }

    private RequestContext context() {
        return context(TimeSource.system());
    }

    private RequestContext context(TimeSource time) {
        return RequestContext.builder(time)
                .timeout(Duration.ofSeconds(20))
                .gate((weight, context) -> charges.addAndGet(weight))
                .build();
    }

    private String get(SessionAuthenticator session, String path, RequestContext context) {
        return http.get(server.uri()).path(path).session(session).send(context).text();
    }

    @Test
    void firstRequest_signsInWithTheWholeForm() {
        assertThat(get(session().build(), "data", context())).isEqualTo("data");

        assertThat(submitted).hasSize(1);
        assertThat(submitted.get(0))
                .startsWith("POST /session?from=login ")
                .contains("csrf=tok%26en-1")
                .contains("user=alice")
                .contains("password=pa%24%24%20word%26secret%3D1")
                .contains("keep=")
                .contains("go=Sign%20in")
                .doesNotContain("other=")
                .doesNotContain("q=");
        assertThat(charges.get()).isEqualTo((int) server.requestCount()).isEqualTo(3);
    }

    @Test
    void thirtyTwoThreads_withoutSession_signInOnce() throws Exception {
        SessionAuthenticator session = session().build();

        assertThat(together(32, () -> get(session, "data", context()))).containsOnly("data");

        assertThat(logins.get()).isEqualTo(1);
        assertThat(charges.get()).isEqualTo((int) server.requestCount());
    }

    @Test
    void thirtyTwoThreads_sessionRefused_signInOnceMore() throws Exception {
        SessionAuthenticator session = session().build();
        get(session, "data", context());
        valid = "another";

        assertThat(together(32, () -> get(session, "data", context()))).containsOnly("data");

        assertThat(logins.get()).isEqualTo(2);
    }

    @Test
    void redirectToLogin_isASessionThatEnded() {
        SessionAuthenticator session = session().build();
        assertThat(get(session, "moved", context())).isEqualTo("moved data");
        valid = "another";

        assertThat(get(session, "moved", context())).isEqualTo("moved data");
        assertThat(logins.get()).isEqualTo(2);
    }

    @Test
    void serverRefusesFreshSession_isAuthenticationAfterOneLogin() {
        SessionAuthenticator session = session().build();
        get(session, "data", context());
        alwaysRefuses = true;

        Throwable thrown = catchThrowable(() -> get(session, "data", context()));

        assertReason(thrown, FailureReason.AUTHENTICATION);
        assertThat(logins.get()).isEqualTo(2);
    }

    @Test
    void wrongPassword_isTriedOnceAndNeverShown() throws Exception {
        accepts = false;
        SessionAuthenticator session = session().build();

        List<String> reasons = together(32, () -> {
            Throwable thrown = catchThrowable(() -> get(session, "data", context()));
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            assertThat(text.toString())
                    .doesNotContain(PASSWORD)
                    .doesNotContain("pa%24")
                    .doesNotContain("alice");
            return ((QuotronException) thrown).reason().name();
        });

        assertThat(reasons).containsOnly("AUTHENTICATION");
        assertThat(logins.get()).isEqualTo(1);
        assertThat(session.toString() + session).doesNotContain(PASSWORD);
    }

    @Test
    void wrongPassword_isTriedAgainAfterThePause() {
        accepts = false;
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        SessionAuthenticator session =
                session().pauseAfterRefusal(Duration.ofMinutes(5)).build();
        assertReason(catchThrowable(() -> get(session, "data", context(time))), FailureReason.AUTHENTICATION);
        time.advance(Duration.ofMinutes(4));
        assertReason(catchThrowable(() -> get(session, "data", context(time))), FailureReason.AUTHENTICATION);
        assertThat(logins.get()).isEqualTo(1);
        accepts = true;
        time.advance(Duration.ofMinutes(2));

        assertThat(get(session, "data", context(time))).isEqualTo("data");
        assertThat(logins.get()).isEqualTo(2);
    }

    @Test
    void lifetime_over_signsInAgain() {
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        SessionAuthenticator session = session().lifetime(Duration.ofHours(1)).build();
        get(session, "data", context(time));
        time.advance(Duration.ofMinutes(59));
        get(session, "data", context(time));
        assertThat(logins.get()).isEqualTo(1);

        time.advance(Duration.ofMinutes(2));
        get(session, "data", context(time));
        assertThat(logins.get()).isEqualTo(2);
    }

    @Test
    void cookieAge_over_isNotSentAgain() {
        cookieRules = "; Max-Age=60; Path=/";
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        SessionAuthenticator session = session().build();
        get(session, "data", context(time));
        time.advance(Duration.ofSeconds(61));

        assertThat(get(session, "data", context(time))).isEqualTo("data");
        assertThat(logins.get()).isEqualTo(2);
        assertThat(server.requests().stream()
                        .filter(request -> request.path().equals("/data"))
                        .map(request -> request.header("Cookie").orElse("")))
                .noneMatch(cookies -> cookies.contains("evil"))
                .last()
                .asString()
                .contains("sid=s2ecretcookie")
                .doesNotContain("s1ecretcookie");
    }

    @Test
    void cookieOfAnotherPath_isNotSent() {
        cookieRules = "; Path=/private";
        SessionAuthenticator session = session().build();

        assertReason(catchThrowable(() -> get(session, "data", context())), FailureReason.AUTHENTICATION);
        assertThat(server.requests().stream()
                        .filter(request -> request.path().equals("/data"))
                        .map(request -> request.header("Cookie").orElse("")))
                .noneMatch(cookies -> cookies.contains("sid="));
    }

    @Test
    void sessionCookie_sentBackByTheServer_isInNoText() {
        SessionAuthenticator session = session().build();
        get(session, "data", context());
        alwaysRefuses = true;

        Throwable thrown = catchThrowable(() -> get(session, "data", context()));

        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).doesNotContain("ecretcookie");
    }

    @Test
    void formForAnotherServer_isRefusedAndNothingSent() {
        try (LoopbackServer other = LoopbackServer.start("other", (request, response) -> response.send("thanks"))) {
            action = "http://127.0.0.1:" + other.port() + "/steal";

            Throwable thrown = catchThrowable(() -> get(session().build(), "data", context()));

            assertReason(thrown, FailureReason.BLOCKED);
            assertThat(other.requestCount()).isZero();
            assertThat(submitted).isEmpty();
        }
    }

    @Test
    void fieldThatTheFormHasNot_isNamed() {
        SessionAuthenticator session =
                session().field("pin", Secret.of("1234567")).build();

        assertThatThrownBy(() -> get(session, "data", context()))
                .isInstanceOf(QuotronException.class)
                .hasMessageContaining("pin")
                .hasMessageContaining("password");
        assertThat(submitted).isEmpty();
    }

    @Test
    void leaderCancelled_anotherSignsIn() {
        SessionAuthenticator session = session().build();
        RequestContext.Cancellation cancellation = new RequestContext.Cancellation();
        cancellation.cancel();
        RequestContext cancelled = RequestContext.builder(TimeSource.system())
                .cancellation(cancellation)
                .build();

        assertReason(catchThrowable(() -> get(session, "data", cancelled)), FailureReason.CANCELLED);
        assertThat(get(session, "data", context())).isEqualTo("data");
    }

    @Test
    void build_withoutFieldsAndAddress_namesEveryMistake() {
        assertThatThrownBy(() -> SessionAuthenticator.builder(URI.create("ftp://x/login"))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loginPage");
        assertThatThrownBy(() -> SessionAuthenticator.builder(URI.create("https://x/login"))
                        .lifetime(Duration.ZERO)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no field")
                .hasMessageContaining("lifetime");
        assertThatThrownBy(() -> session().signedOutWhen("div:matches((a+)+$)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("regular expression");
    }

    private static void assertReason(Throwable thrown, FailureReason reason) {
        assertThat(thrown).isInstanceOf(QuotronException.class);
        assertThat(((QuotronException) thrown).reason()).as(thrown.toString()).isEqualTo(reason);
    }

    private interface Work {
        String run();
    }

    private static List<String> together(int threads, Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread caller = new Thread(
                    () -> {
                        try {
                            start.await();
                            answer.complete(work.run());
                        } catch (InterruptedException | RuntimeException | Error e) {
                            answer.completeExceptionally(e);
                        }
                    },
                    "session-caller-" + i);
            caller.setDaemon(true);
            caller.start();
            answers.add(answer);
        }
        start.countDown();
        List<String> results = new ArrayList<>();
        for (CompletableFuture<String> answer : answers) {
            results.add(answer.get(30, TimeUnit.SECONDS));
        }
        return results;
    }
}
