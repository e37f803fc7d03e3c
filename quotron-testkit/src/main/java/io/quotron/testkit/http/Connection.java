package io.quotron.testkit.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;

/** One socket of a client: reads requests and has them answered, one after the other, on one thread. */
final class Connection implements Runnable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final int number;
    private final Handler handler;
    private final Consumer<Request> recorder;

    Connection(Socket socket, int number, Handler handler, Consumer<Request> recorder) throws IOException {
        this.socket = socket;
        this.number = number;
        this.handler = handler;
        this.recorder = recorder;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    @Override
    public void run() {
        try (socket) {
            RequestReader reader = new RequestReader(in, number);
            boolean reusable = true;
            while (reusable) {
                Request request = reader.next();
                reusable = request != null && answer(request);
            }
        } catch (IOException clientHasGone) {
            // Ends this connection; the client knows why.
        }
    }

    private boolean answer(Request request) throws IOException {
        recorder.accept(request);
        Response response = new Response(out, this, request);
        try {
            handler.handle(request, response);
        } catch (RuntimeException | Error e) {
            if (!response.isStarted()) {
                response.status(500).send("the handler threw " + e.getClass().getName());
            }
            throw e;
        }
        return response.finish()
                && !request.header("Connection").map("close"::equalsIgnoreCase).orElse(false);
    }

    InputStream in() {
        return in;
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    void awaitEnd() throws IOException {
        while (in.read() >= 0) {
            // What the client still sends is of no interest.
        }
        throw new IOException("the client closed a connection that was stalled");
    }

    void cut() throws IOException {
        socket.close();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0); // closing then discards what is queued and sends RST
        socket.close();
    }
}
