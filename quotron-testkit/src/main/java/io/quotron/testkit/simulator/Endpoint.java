package io.quotron.testkit.simulator;

import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.LoopbackServer;
import java.net.URI;
import java.util.Locale;

/** The server of one provider: keeps its port while it does not listen. Thread-safe. */
final class Endpoint implements AutoCloseable {
    private final String owner;
    private final Handler handler;
    private final int port;
    private final URI uri;
    private LoopbackServer server;
    private boolean listening = true;
    private boolean closed;

    Endpoint(SimulatedProvider provider, Handler handler) {
        this.owner = "simulator-" + provider.name().toLowerCase(Locale.ROOT);
        this.handler = handler;
        this.server = LoopbackServer.start(owner, handler);
        this.port = server.port();
        this.uri = server.uri();
    }

    URI uri() {
        return uri;
    }

    URI socketUri(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    synchronized void cut() {
        server.resetConnections();
    }

    synchronized void listen(boolean accepting) {
        if (closed || accepting == listening) {
            return;
        }
        if (accepting) {
            server = LoopbackServer.start(owner, port, handler);
        } else {
            server.close();
        }
        listening = accepting;
    }

    @Override
    public synchronized void close() {
        closed = true;
        server.close();
    }
}
