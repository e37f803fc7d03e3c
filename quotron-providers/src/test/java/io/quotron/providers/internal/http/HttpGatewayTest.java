package io.quotron.providers.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.model.SourceId;
import io.quotron.providers.http.HttpSettings;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import io.quotron.spi.TimeSource;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpGatewayTest {
    private static final SourceId SOURCE = SourceId.of("probe");

    private final AtomicInteger charged = new AtomicInteger();
    private final RequestContext.Cancellation cancellation = new RequestContext.Cancellation();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final HttpGateway gateway =
            closing(HttpGateway.create(SOURCE, HttpSettings.defaults(), Set.of("localhost")));

    private <T extends AutoCloseable> T closing(T resource) {
        toClose.add(resource);
        return resource;
    }

    private RawServer server(RawServer.Script script) {
        return closing(new RawServer(script));
    }

    private RequestContext context(Duration timeout) {
        return RequestContext.builder(TimeSource.system())
                .timeout(timeout)
                .gate((weight, context) -> charged.addAndGet(weight))
                .cancellation(cancellation)
                .build();
    }

    private RequestContext context() {
        return context(Duration.ofSeconds(10));
    }

    private FailureReason failure(HttpQuery query, RequestContext context) {
        return catchThrowableOfType(QuotronException.class, () -> gateway.send(query, context))
                .reason();
    }

    private static HttpQuery get(RawServer server) {
        return HttpQuery.get(server.uri()).build();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        for (AutoCloseable resource : toClose) {
            resource.close();
        }
        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("quotron-probe"))
                .toList();
    }

    @Test
    void create_unused_startsNoThread() {
        assertThat(threads()).isEmpty();
    }

    @Test
    void send_anyStatus_isAnAnswer() {
        RawServer server =
                server((request, exchange) -> exchange.reply("404 Nope", "X-One: 1\r\nx-one: 2\r\n", "gone"));

        HttpReply reply = gateway.send(get(server), context());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).isEqualTo("gone");
        assertThat(reply.headers("X-ONE")).containsExactly("1", "2");
        assertThat(charged).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"503 Busy", "408 Slow", "421 Wrong", "401 Who", "429 Many"})
    void send_statusThatLibrariesRepeat_isSentOnce(String status) {
        RawServer server = server((request, exchange) ->
                exchange.reply(status, "Retry-After: 0\r\nWWW-Authenticate: Basic realm=\"x\"\r\n", "no"));

        HttpReply reply = gateway.send(get(server), context());

        assertThat(server.requests()).hasSize(1);
        assertThat(charged).hasValue(1);
        assertThat(reply.retryAfter(Instant.EPOCH)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^GSPC",
                "BRK/B",
                "EURUSD=X",
                "BTC/USDT",
                "M&M.NS",
                "A&apikey=x",
                "A?b",
                "A#b",
                "%2e%2e",
                "a b",
                "ü",
                "+",
                "A;b",
                "\\",
                "日本",
                "😀",
                "..%2f",
                "@host",
                ":8080"
            })
    void send_oddValue_isOneEncodedValue(String value) {
        RawServer server = server((request, exchange) -> exchange.reply("200 OK", "", ""));

        gateway.send(
                HttpQuery.get(server.uri())
                        .path("v8", value)
                        .parameter("q", value)
                        .parameter("z", "1")
                        .build(),
                context());

        String target = server.requests().get(0).get(0).split(" ", -1)[1];
        URI seen = URI.create(target);
        assertThat(seen.getRawPath().split("/", -1)).hasSize(3);
        assertThat(seen.getRawQuery().split("&", -1)).hasSize(2);
        assertThat(decode(seen.getRawPath().split("/", -1)[2])).isEqualTo(value);
        assertThat(decode(seen.getRawQuery().split("&", -1)[0])).isEqualTo("q=" + value);
    }

    private static String decode(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", "a\nb", "a\0b"})
    void send_segmentThatChangesThePath_isRefusedUnsent(String segment) {
        RawServer server = server((request, exchange) -> exchange.reply("200 OK", "", ""));

        HttpQuery query = HttpQuery.get(server.uri()).path("v8", segment).build();

        assertThat(failure(query, context())).isEqualTo(FailureReason.INVALID_REQUEST);
        assertThat(server.requests()).isEmpty();
        assertThat(charged).hasValue(0);
    }

    @Test
    void send_secretHeaderWithLineBreak_isRefusedWithoutTheSecret() {
        RawServer server = server((request, exchange) -> exchange.reply("200 OK", "", ""));

        HttpQuery query = HttpQuery.get(server.uri())
                .header("Cookie", Secret.of("gehéim"))
                .build();

        assertThatThrownBy(() -> gateway.send(query, context()))
                .isInstanceOf(ProviderException.class)
                .hasMessageNotContaining("gehéim");
        assertThat(query.toString()).doesNotContain("gehéim");
        assertThat(query.headers().toString()).doesNotContain("gehéim");
    }

    @Test
    void excerpt_serverEchoesSecret_isRedacted() {
        RawServer server = server((request, exchange) -> exchange.reply("400 Bad", "", request.toString()));
        HttpQuery query = HttpQuery.get(server.uri())
                .parameter("crumb", Secret.of("ca/na.ry"))
                .header("Cookie", Secret.of("A3=canary"))
                .build();

        HttpReply reply = gateway.send(query, context());

        assertThat(reply.text()).contains("ca%2Fna.ry").contains("A3=canary");
        assertThat(reply.excerpt()).contains("crumb=").doesNotContain("na.ry").doesNotContain("A3=canary");
    }

    @Test
    void send_headersNeverCome_timesOut() {
        assertTimesOut(server((request, exchange) -> exchange.stall()));
    }

    @Test
    void send_bodyStalls_timesOut() {
        assertTimesOut(server((request, exchange) -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
            exchange.stall();
        }));
    }

    @Test
    void send_bodyTrickles_timesOut() {
        assertTimesOut(server((request, exchange) -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            for (int i = 0; i < 100_000; i++) {
                exchange.raw("x");
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }));
    }

    private void assertTimesOut(RawServer server) {
        long start = TimeSource.system().nanoTime();

        FailureReason reason = failure(get(server), context(Duration.ofMillis(300)));

        assertThat(reason).isEqualTo(FailureReason.TIMEOUT);
        assertThat(elapsedMillis(start)).isBetween(290L, 550L);
        awaitTrue(() -> server.openConnections() == 0);
    }

    @Test
    void send_connectBlackHole_timesOut() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<java.net.Socket> fillers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                java.net.Socket filler = new java.net.Socket();
                fillers.add(filler);
                new Thread(() -> connectQuietly(filler, full)).start();
            }
            TimeUnit.MILLISECONDS.sleep(200);
            long start = TimeSource.system().nanoTime();
            HttpQuery query = HttpQuery.get(URI.create("http://127.0.0.1:" + full.getLocalPort()))
                    .build();

            FailureReason reason = failure(query, context(Duration.ofMillis(300)));

            assertThat(reason).isEqualTo(FailureReason.TIMEOUT);
            assertThat(elapsedMillis(start)).isLessThan(550);
            for (java.net.Socket filler : fillers) {
                filler.close();
            }
        }
    }

    private static void connectQuietly(java.net.Socket socket, ServerSocket server) {
        try {
            socket.connect(server.getLocalSocketAddress(), 3_000);
        } catch (java.io.IOException expected) {
            // the queue is full, which is the purpose
        }
    }

    @Test
    void send_readTimeout_isTimeout() {
        HttpSettings impatient =
                HttpSettings.builder().readTimeout(Duration.ofMillis(100)).build();
        HttpGateway quick = closing(HttpGateway.create(SOURCE, impatient, Set.of()));
        RawServer server = server((request, exchange) -> exchange.stall());

        assertThatThrownBy(() -> quick.send(get(server), context()))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.TIMEOUT));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "17", "40", "60", "75"})
    void send_answerCutAfterKBytes_isUnavailable(int k) {
        String whole = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\nX: y\r\n\r\n0123456789012345678901234567890123456789";
        RawServer server = server((request, exchange) -> {
            exchange.raw(whole.substring(0, k));
            exchange.socket().close();
        });

        assertThat(failure(get(server), context())).isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void send_chunkMissing_isUnavailable() {
        RawServer server = server((request, exchange) -> {
            exchange.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n");
            exchange.socket().close();
        });

        assertThat(failure(get(server), context())).isEqualTo(FailureReason.UNAVAILABLE);
    }

    @Test
    void send_reset_isUnavailableAndSentOnce() {
        RawServer server = server((request, exchange) -> exchange.reset());

        assertThat(failure(get(server), context())).isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void send_refused_isUnavailableAtOnce() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        long start = TimeSource.system().nanoTime();

        assertThat(failure(HttpQuery.get(URI.create("http://127.0.0.1:" + port)).build(), context()))
                .isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(elapsedMillis(start)).isLessThan(1_000);
    }

    @Test
    void send_unknownHost_isUnavailable() {
        HttpGateway lost = closing(HttpGateway.create(SOURCE, HttpSettings.defaults(), Set.of(), host -> {
            throw new java.net.UnknownHostException(host);
        }));

        assertThatThrownBy(() -> lost.send(
                        HttpQuery.get(URI.create("http://nowhere.test")).build(), context()))
                .hasMessageContaining("nowhere.test")
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.UNAVAILABLE));
    }

    @Test
    void send_firstAddressDead_triesTheSecond() throws Exception {
        RawServer server = server((request, exchange) -> exchange.reply("200 OK", "", "alive"));
        InetAddress dead = InetAddress.getByAddress("two.test", new byte[] {127, 0, 0, 9});
        InetAddress live = InetAddress.getByAddress("two.test", new byte[] {127, 0, 0, 1});
        HttpGateway two =
                closing(HttpGateway.create(SOURCE, HttpSettings.defaults(), Set.of(), host -> List.of(dead, live)));
        URI uri = URI.create("http://two.test:" + server.uri().getPort());

        HttpReply reply = two.send(HttpQuery.get(uri).build(), context());

        assertThat(reply.text()).isEqualTo("alive");
        assertThat(server.requests()).hasSize(1);
        assertThat(charged).hasValue(1);
    }

    @Test
    void send_bodyOverTheLimit_isMalformedAndDropped() {
        HttpSettings small = HttpSettings.builder().maxBodyBytes(1_000).build();
        HttpGateway narrow = closing(HttpGateway.create(SOURCE, small, Set.of()));
        RawServer server = server((request, exchange) -> {
            exchange.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                exchange.raw("400\r\n" + "x".repeat(1024) + "\r\n");
            }
        });

        assertThatThrownBy(() -> narrow.send(get(server), context()))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
        awaitTrue(() -> server.openConnections() == 0);
    }

    @Test
    void send_compressedBomb_isMalformed() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                gzip.write(zeros);
            }
        }
        RawServer server = server((request, exchange) -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n");
            exchange.raw(bomb.toByteArray());
        });

        assertThat(failure(get(server), context())).isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    @Test
    void send_interrupted_endsAtOnceAndKeepsTheFlag() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        RawServer server = server((request, exchange) -> {
            asked.countDown();
            exchange.stall();
        });
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            FailureReason reason = failure(get(server), context());
            outcome.complete(List.of(reason, Thread.currentThread().isInterrupted()));
        });
        caller.start();
        asked.await();
        long start = TimeSource.system().nanoTime();

        caller.interrupt();

        assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(List.of(FailureReason.CANCELLED, true));
        assertThat(elapsedMillis(start)).isLessThan(200);
        awaitTrue(() -> server.openConnections() == 0);
    }

    @Test
    void send_cancelled_endsAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        RawServer server = server((request, exchange) -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
            asked.countDown();
            exchange.stall();
        });
        CompletableFuture<FailureReason> outcome = CompletableFuture.supplyAsync(() -> failure(get(server), context()));
        asked.await();
        long start = TimeSource.system().nanoTime();

        cancellation.cancel();

        assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(FailureReason.CANCELLED);
        assertThat(elapsedMillis(start)).isLessThan(200);
        awaitTrue(() -> server.openConnections() == 0);
    }

    @Test
    void close_duringCall_endsItAsClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        RawServer server = server((request, exchange) -> {
            asked.countDown();
            exchange.stall();
        });
        CompletableFuture<FailureReason> outcome = CompletableFuture.supplyAsync(() -> failure(get(server), context()));
        asked.await();

        gateway.close();
        gateway.close();

        assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(FailureReason.CLOSED);
        assertThat(failure(get(server), context())).isEqualTo(FailureReason.CLOSED);
    }

    @Test
    void send_redirectWithinServer_isFollowedAndCharged() {
        RawServer server = server((request, exchange) -> {
            boolean first = request.get(0).startsWith("GET /a ");
            exchange.reply(first ? "302 Found" : "200 OK", first ? "Location: /b?x=1\r\n" : "", "end");
        });

        HttpReply reply = gateway.send(HttpQuery.get(server.uri()).path("a").build(), context());

        assertThat(reply.uri().getPath()).isEqualTo("/b");
        assertThat(server.requests()).hasSize(2);
        assertThat(charged).hasValue(2);
    }

    @Test
    void send_redirectLoop_endsAfterFiveHops() {
        RawServer server = server((request, exchange) -> exchange.reply("302 Found", "Location: /again\r\n", ""));

        assertThat(failure(get(server), context())).isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(server.requests()).hasSize(6);
        assertThat(charged).hasValue(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/",
                "http://169.254.169.254/latest",
                "file:///etc/passwd",
                "ftp://127.0.0.1/x",
                "http://evil.test/",
                "//evil.test/x",
                "http://user:pw@127.0.0.1/",
                "javascript:alert(1)"
            })
    void send_redirectElsewhere_isRefusedUnsent(String location) {
        RawServer server =
                server((request, exchange) -> exchange.reply("302 Found", "Location: " + location + "\r\n", ""));

        assertThat(failure(get(server), context())).isEqualTo(FailureReason.BLOCKED);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void send_redirectToAllowedHost_leavesSecretHeadersBehind() {
        RawServer server = server((request, exchange) -> {
            boolean first = request.stream().anyMatch(line -> line.equalsIgnoreCase("Cookie: canary"));
            String location = "Location: http://localhost:" + exchange.socket().getLocalPort() + "/\r\n";
            exchange.reply(first ? "307 Go" : "200 OK", first ? location : "", "");
        });

        gateway.send(
                HttpQuery.get(server.uri())
                        .header("Cookie", Secret.of("canary"))
                        .build(),
                context());

        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(1).toString()).doesNotContain("canary");
    }

    @Test
    void send_redirectToAllowedHostWithSecretInAddress_isRefused() {
        RawServer server = server((request, exchange) -> exchange.reply(
                "307 Go", "Location: http://localhost:" + exchange.socket().getLocalPort() + "/\r\n", ""));

        HttpQuery query = HttpQuery.get(server.uri())
                .parameter("crumb", Secret.of("canary"))
                .build();

        assertThat(failure(query, context())).isEqualTo(FailureReason.BLOCKED);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,true",
        "10.1.2.3,true",
        "172.16.0.1,true",
        "172.32.0.1,false",
        "192.168.1.1,true",
        "100.64.0.1,true",
        "::1,true",
        "fd00::1,true",
        "fe80::1,true",
        "query1.finance.yahoo.com,false",
        "8.8.8.8,false",
        "2606:4700::1,false"
    })
    void isPrivate_host_isRecognised(String host, boolean expected) {
        assertThat(Redirects.isPrivate(host)).isEqualTo(expected);
    }

    @Test
    void send_untrustedCertificate_isUnavailableAndSaysTls() throws Exception {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        try (MockWebServer server = secure(own)) {
            assertThatThrownBy(() ->
                            gateway.send(HttpQuery.get(server.url("/").uri()).build(), context()))
                    .hasMessageContaining("TLS")
                    .isInstanceOfSatisfying(
                            ProviderException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.UNAVAILABLE));
        }
    }

    @Test
    void send_certificateOfOwnAuthority_isTrustedWhenAdded() throws Exception {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("own", own.certificate());
        HttpSettings settings =
                HttpSettings.builder().trustedCertificates(store).build();
        HttpGateway trusting = closing(HttpGateway.create(SOURCE, settings, Set.of()));
        try (MockWebServer server = secure(own)) {
            server.enqueue(new MockResponse(200, okhttp3.Headers.EMPTY, "secure"));

            assertThat(trusting.send(HttpQuery.get(server.url("/").uri()).build(), context())
                            .text())
                    .isEqualTo("secure");
        }
    }

    private static MockWebServer secure(HeldCertificate certificate) throws Exception {
        MockWebServer server = new MockWebServer();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        server.start();
        return server;
    }

    @ParameterizedTest
    @CsvSource({
        "7,7",
        "0,0",
        "99999,900",
        "99999999999999999999,900",
        "'Fri, 20 Nov 2026 12:00:30 GMT',30",
        "'Fri, 20 Nov 2026 11:00:30 GMT',0",
        "'Sat, 20 Nov 9999 11:00:30 GMT',900"
    })
    void retryAfter_saneOrAbsurd_isCapped(String header, long seconds) {
        assertThat(pause(header)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "soon", "1.5", "NaN", "1e3"})
    void retryAfter_nonsense_isAbsent(String header) {
        assertThat(pause(header)).isEmpty();
    }

    private static Optional<Duration> pause(String header) {
        HttpReply reply = new HttpReply(
                HttpQuery.get(URI.create("http://x.test")).build(),
                429,
                java.util.Map.of("retry-after", List.of(header)),
                new byte[0],
                URI.create("http://x.test"));
        return reply.retryAfter(Instant.parse("2026-11-20T12:00:00Z"));
    }

    private static long elapsedMillis(long startNanos) {
        return TimeUnit.NANOSECONDS.toMillis(TimeSource.system().nanoTime() - startNanos);
    }

    static void awaitTrue(java.util.function.BooleanSupplier condition) {
        long deadline = TimeSource.system().nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (!condition.getAsBoolean()) {
            assertThat(TimeSource.system().nanoTime()).as("waited 3 s in vain").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
