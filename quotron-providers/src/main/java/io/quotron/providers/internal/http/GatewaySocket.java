package io.quotron.providers.internal.http;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.SourceId;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a WebSocket. The library's reader thread dies silently of an {@code Error} and tears the connection down for a {@code
 * RuntimeException}, so nothing that a listener throws gets through to it.
 */
final class GatewaySocket extends WebSocketListener implements Socket {
    private static final Logger LOG = LoggerFactory.getLogger(HttpGateway.class);
    private static final int NORMAL_CLOSURE = 1000;

    private final SourceId source;
    private final SocketListener listener;
    private final Consumer<GatewaySocket> onGone;
    private final AtomicLong meter = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean failureLogged = new AtomicBoolean();
    private volatile boolean opened;
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable Registration cancellation;

    GatewaySocket(SourceId source, SocketListener listener, Consumer<GatewaySocket> onGone) {
        this.source = source;
        this.listener = listener;
        this.onGone = onGone;
    }

    AtomicLong meter() {
        return meter;
    }

    void open(OkHttpClient client, Request request, RequestContext context) {
        WebSocket started = client.newWebSocket(request, this);
        socket = started;
        cancellation = context.onCancel(this::cancelOpening);
        if (over.get()) {
            started.cancel();
        }
    }

    private void cancelOpening() {
        if (!opened) {
            end(FailureReason.CANCELLED, "the request was cancelled");
            cancelSocket();
        }
    }

    /** Charges the attempt; a refusal travels through the library as the cause of a failed connection. */
    void charge(RequestContext context) throws IOException {
        if (over.get()) {
            throw new IOException("closed before it was opened");
        }
        try {
            context.beforeRequest();
        } catch (QuotronException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public boolean send(String text) {
        WebSocket current = socket;
        return opened && !over.get() && current != null && current.send(text);
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            release();
            WebSocket current = socket;
            boolean polite = opened && current != null && current.close(NORMAL_CLOSURE, null);
            if (!polite) {
                cancelSocket();
            }
        }
    }

    /** Ends the socket because the gateway closes. */
    void shutDown() {
        end(FailureReason.CLOSED, "the provider is closed");
        cancelSocket();
    }

    private void cancelSocket() {
        WebSocket current = socket;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        socket = webSocket;
        meter.set(0);
        opened = true;
        deliver(listener::onOpen);
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        meter.set(0);
        deliver(() -> listener.onText(text));
    }

    @Override
    public void onMessage(WebSocket webSocket, ByteString bytes) {
        meter.set(0);
        deliver(() -> listener.onBinary(bytes.toByteArray()));
    }

    private void deliver(Runnable call) {
        if (!over.get()) {
            runSafely(call);
        }
    }

    private void runSafely(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            if (failureLogged.compareAndSet(false, true)) {
                LOG.warn("The listener of a WebSocket of {} failed; further failures are not logged", source, e);
            }
        }
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        webSocket.close(NORMAL_CLOSURE, null);
        end(FailureReason.UNAVAILABLE, SocketErrors.closed(code, reason));
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        end(FailureReason.UNAVAILABLE, SocketErrors.closed(code, reason));
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable e, @Nullable Response response) {
        SocketErrors.Ending ending = SocketErrors.of(source, e, response);
        end(ending.reason(), ending.detail());
    }

    private void end(FailureReason reason, String detail) {
        if (over.compareAndSet(false, true)) {
            release();
            runSafely(() -> listener.onClosed(reason, detail));
        }
    }

    private void release() {
        onGone.accept(this);
        Registration registered = cancellation;
        if (registered != null) {
            registered.close();
        }
    }
}
