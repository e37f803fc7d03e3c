package io.quotron.providers.alphavantage;

import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import io.quotron.testkit.simulator.MarketSimulator;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passes requests on to a simulator whose clock stands still after a session, and keeps its answers. */
final class SimulatorRelay implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");
    private static final Instant CLOSED = Instant.parse("2026-11-19T22:00:00Z");

    private final MarketSimulator simulator = MarketSimulator.builder()
            .seed(7)
            .time(VirtualTime.startingAt(CLOSED))
            .start();
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();

    void answer(Request request, Response response) throws IOException {
        byte[] body = answers.get(request.target());
        if (body == null) {
            body = ask(request.target());
            answers.put(request.target(), body);
        }
        response.header("Content-Type", "application/json").send(body);
    }

    /** A plain socket, because the JDK's client keeps connections open after the test. */
    private byte[] ask(String target) throws IOException {
        URI server = simulator.alphaVantageUri();
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException("the simulator has gone");
                }
                head.append((char) next);
            }
            Matcher length = LENGTH.matcher(head);
            if (!length.find()) {
                throw new IOException("no length in " + head);
            }
            return in.readNBytes(Integer.parseInt(length.group(1)));
        }
    }

    /** Returns the trades of a session of New York in winter. */
    List<Trade> session(String day) {
        Instant open = Instant.parse(day + "T14:30:00Z");
        return simulator.tradesBetween(Symbol.of("AAPL"), open, open.plus(Duration.ofMinutes(390)));
    }

    @Override
    public void close() {
        simulator.close();
    }
}
