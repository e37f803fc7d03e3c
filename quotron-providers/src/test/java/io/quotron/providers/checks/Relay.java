package io.quotron.providers.checks;

import io.quotron.testkit.http.LoopbackServer;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server that passes requests on to another one, remembers its answers by their address, and may exchange a body. */
final class Relay implements AutoCloseable {
    private final URI origin;
    private final LoopbackServer server = LoopbackServer.start(this::answer);
    private final Map<String, Answer> known = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private volatile Set<String> spoiledTargets = Set.of();
    private volatile byte[] spoiledBody = new byte[0];

    /** What the other server said. */
    private static final class Answer {
        private final int status;
        private final List<String[]> headers;
        private final byte[] body;

        private Answer(int status, List<String[]> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }
    }

    Relay(URI origin) {
        this.origin = origin;
    }

    URI uri() {
        return server.uri().resolve(origin.getRawPath().isEmpty() ? "/" : origin.getRawPath());
    }

    /** Returns what was asked since the last time, in order, and the good answers. */
    Map<String, byte[]> takeAsked() {
        synchronized (asked) {
            Map<String, byte[]> bodies = new LinkedHashMap<>();
            for (String target : asked) {
                Answer answer = known.get(target);
                if (answer != null) {
                    bodies.put(target, answer.body);
                }
            }
            asked.clear();
            return bodies;
        }
    }

    /** Answers an address with another body from now on, and all others well. */
    void spoil(String target, byte[] body) {
        spoilAll(Set.of(target), body);
    }

    /** Answers some addresses, and all that nobody asked for before, with another body. */
    void spoilAll(Set<String> targets, byte[] body) {
        spoiledBody = body;
        spoiledTargets = targets;
    }

    private void answer(Request request, Response response) throws IOException {
        String target = request.target();
        boolean isNew = !spoiledTargets.isEmpty() && !known.containsKey(target);
        if (isNew || spoiledTargets.contains(target)) {
            response.header("Content-Type", "application/json").send(spoiledBody);
            return;
        }
        synchronized (asked) {
            asked.add(target);
        }
        Answer answer = known.get(target);
        if (answer == null) {
            answer = ask(request);
            known.put(target, answer);
        }
        response.status(answer.status);
        for (String[] header : answer.headers) {
            response.header(header[0], header[1]);
        }
        response.send(answer.body);
    }

    /** A plain socket, because the JDK's client keeps connections open after the test. */
    private Answer ask(Request request) throws IOException {
        try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
            String cookie =
                    request.header("Cookie").map(c -> "Cookie: " + c + "\r\n").orElse("");
            String text = "GET " + request.target() + " HTTP/1.1\r\nHost: localhost\r\n" + cookie
                    + "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return read(socket.getInputStream());
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String[] lines = head(in).split("\r\n", -1);
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        int length = 0;
        List<String[]> headers = new ArrayList<>();
        for (int i = 1; i < lines.length && lines[i].contains(": "); i++) {
            String[] header = lines[i].split(": ", 2);
            if (header[0].equalsIgnoreCase("Content-Length")) {
                length = Integer.parseInt(header[1]);
            } else if (!header[0].equalsIgnoreCase("Connection") && !header[0].equalsIgnoreCase("Date")) {
                headers.add(header);
            }
        }
        return new Answer(status, headers, in.readNBytes(length));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the server has gone");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
