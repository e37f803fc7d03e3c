package io.quotron.providers.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.providers.http.HttpSettings;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpGatewaySocketTest {
    private static final SourceId SOURCE = SourceId.of("probe");

    private final MockWebServer server = new MockWebServer();
    private final HttpGateway gateway = HttpGateway.create(
            SOURCE, HttpSettings.builder().maxWebSocketMessageBytes(100_000).build(), Set.of());
    private final AtomicInteger charged = new AtomicInteger();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private volatile @Nullable RuntimeException thrownByListener;

    private final SocketListener listener = new SocketListener() {
        @Override
        public void onOpen() {
            told.add("open");
        }

        @Override
        public void onText(String text) {
            told.add(text.length() > 20 ? "text of " + text.length() : text);
            RuntimeException e = thrownByListener;
            if (e != null) {
                throw e;
            }
        }

        @Override
        public void onClosed(FailureReason reason, String detail) {
            told.add("closed " + reason);
        }
    };

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void leavesNothingBehind() {
        gateway.close();
        server.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("quotron-probe"));
    }

    private URI uri() {
        return URI.create("ws://" + server.getHostName() + ":" + server.getPort() + "/v2");
    }

    private RequestContext context() {
        return RequestContext.builder(TimeSource.system())
                .timeout(Duration.ofSeconds(10))
                .gate((weight, context) -> charged.addAndGet(weight))
                .build();
    }

    /** Answers a closing handshake, without which the server would wait for a minute. */
    private abstract static class ServerSide extends WebSocketListener {
        @Override
        public void onClosing(WebSocket webSocket, int code, String reason) {
            webSocket.close(code, reason);
        }
    }

    private void serve(WebSocketListener side) {
        server.enqueue(new MockResponse.Builder().webSocketUpgrade(side).build());
    }

    private String next() throws InterruptedException {
        String text = told.poll(5, TimeUnit.SECONDS);
        assertThat(text).as("something to be told within 5 s").isNotNull();
        return String.valueOf(text);
    }

    @Test
    void openSocket_server_talksBothWaysAndIsChargedOnce() throws Exception {
        serve(new ServerSide() {
            @Override
            public void onMessage(WebSocket webSocket, String text) {
                webSocket.send("echo " + text);
            }
        });

        Socket socket = gateway.openSocket(uri(), listener, context());
        assertThat(next()).isEqualTo("open");
        boolean sent = socket.send("hi");

        assertThat(sent).isTrue();
        assertThat(next()).isEqualTo("echo hi");
        assertThat(charged).hasValue(1);
        socket.close();
        socket.close();
        assertThat(socket.send("late")).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void onText_listenerThrows_connectionStays() throws Exception {
        thrownByListener = new IllegalStateException("callback");
        serve(new ServerSide() {
            @Override
            public void onOpen(WebSocket webSocket, Response response) {
                for (int i = 0; i < 100; i++) {
                    webSocket.send("m" + i);
                }
            }
        });

        gateway.openSocket(uri(), listener, context());

        List<String> seen = new ArrayList<>();
        while (seen.size() < 101) {
            seen.add(next());
        }
        assertThat(seen).startsWith("open", "m0").endsWith("m99");
    }

    @Test
    void onText_messageUpToTheLimit_arrivesAndLongerOneEndsTheSocket() throws Exception {
        serve(new ServerSide() {
            @Override
            public void onOpen(WebSocket webSocket, Response response) {
                for (int i = 0; i < 5; i++) {
                    webSocket.send("x".repeat(90_000));
                }
                webSocket.send("x".repeat(1_000_000));
            }
        });

        gateway.openSocket(uri(), listener, context());

        assertThat(next()).isEqualTo("open");
        for (int i = 0; i < 5; i++) {
            assertThat(next()).isEqualTo("text of 90000");
        }
        assertThat(next()).isEqualTo("closed MALFORMED_RESPONSE");
    }

    @Test
    void openSocket_serverCloses_isToldOnce() throws Exception {
        serve(new ServerSide() {
            @Override
            public void onOpen(WebSocket webSocket, Response response) {
                webSocket.close(1012, "restart");
            }
        });

        gateway.openSocket(uri(), listener, context());

        assertThat(next()).isEqualTo("open");
        assertThat(next()).isEqualTo("closed UNAVAILABLE");
        assertThat(told.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void openSocket_handshakeRefused_hasReasonOfStatus() throws Exception {
        server.enqueue(new MockResponse.Builder().code(429).build());

        gateway.openSocket(uri(), listener, context());

        assertThat(next()).isEqualTo("closed RATE_LIMITED");
    }

    @Test
    void openSocket_limiterRefuses_sendsNothing() throws Exception {
        RequestContext refusing = RequestContext.builder(TimeSource.system())
                .gate((weight, context) -> {
                    throw new RateLimitedException(SOURCE, "no permit", Duration.ofSeconds(9));
                })
                .build();

        gateway.openSocket(uri(), listener, refusing);

        assertThat(next()).isEqualTo("closed RATE_LIMITED");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void close_gateway_endsSocketsAsClosed() throws Exception {
        serve(new ServerSide() {});
        gateway.openSocket(uri(), listener, context());
        assertThat(next()).isEqualTo("open");

        gateway.close();

        assertThat(next()).isEqualTo("closed CLOSED");
    }
}
