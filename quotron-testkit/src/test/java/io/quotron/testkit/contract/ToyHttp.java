package io.quotron.testkit.contract;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** A GET over a plain socket, with every bound that the contract asks for, or without one of them. */
final class ToyHttp {
    /** What can be done wrong. */
    enum Flaw {
        ASKS_TWICE,
        CHARGES_NOTHING,
        TELLS_THE_KEY,
        IGNORES_CANCELLATION,
        IGNORES_DEADLINE,
        TAKES_ANY_LENGTH,
        TAKES_PARTS,
        LOSES_THE_PAUSE,
        ALL_IS_UNAVAILABLE,
        MISSING_IS_ZERO,
        FOLLOWS_REDIRECTS
    }

    static final SourceId SOURCE = SourceId.of("toy");
    private static final int MAX_BODY = 4 * 1024 * 1024;

    private final URI server;
    private final Set<Flaw> flaws;

    ToyHttp(URI server, Set<Flaw> flaws) {
        this.server = server;
        this.flaws = flaws;
    }

    byte[] get(String target, RequestContext context) {
        try {
            return once(server, target, context);
        } catch (QuotronException e) {
            if (flaws.contains(Flaw.ASKS_TWICE) && e.reason() == FailureReason.UNAVAILABLE) {
                return once(server, target, context);
            }
            throw e;
        }
    }

    private byte[] once(URI to, String target, RequestContext context) {
        if (!flaws.contains(Flaw.CHARGES_NOTHING)) {
            context.beforeRequest();
        }
        try (SocketChannel channel = SocketChannel.open();
                Registration onCancel = context.onCancel(() -> cancel(channel))) {
            Objects.requireNonNull(onCancel);
            Reply reply = new Reply(channel, to, target, context);
            return reply.body();
        } catch (IOException e) {
            throw failure(e, target, context);
        }
    }

    private void cancel(SocketChannel channel) {
        if (flaws.contains(Flaw.IGNORES_CANCELLATION)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    private QuotronException failure(IOException e, String target, RequestContext context) {
        boolean tells = flaws.contains(Flaw.TELLS_THE_KEY);
        if (context.isCancelled() || Thread.currentThread().isInterrupted()) {
            return new ProviderException(SOURCE, FailureReason.CANCELLED, "the request was cancelled");
        }
        FailureReason reason = e instanceof InterruptedIOException ? FailureReason.TIMEOUT : FailureReason.UNAVAILABLE;
        return new ProviderException(SOURCE, reason, tells ? "cannot get " + target : "no answer", e);
    }

    /** One exchange. */
    private final class Reply {
        private final SocketChannel channel;
        private final URI to;
        private final RequestContext context;
        private final InputStream in;
        private final int status;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        private Reply(SocketChannel channel, URI to, String target, RequestContext context) throws IOException {
            this.channel = channel;
            this.to = to;
            this.context = context;
            channel.socket().connect(new InetSocketAddress(to.getHost(), to.getPort()), timeout());
            this.in = channel.socket().getInputStream();
            String head = "GET " + target + " HTTP/1.1\r\nHost: " + to.getAuthority() + "\r\nConnection: close\r\n\r\n";
            channel.socket().getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            String line = line();
            if (!line.startsWith("HTTP/1.1 ")) {
                throw new IOException("no status line");
            }
            status = Integer.parseInt(line.substring(9, 12));
            for (String header = line(); !header.isEmpty(); header = line()) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon), header.substring(colon + 1).strip());
            }
        }

        private int timeout() throws IOException {
            long left = flaws.contains(Flaw.IGNORES_DEADLINE)
                    ? 2_000
                    : context.remaining().toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException("the deadline has passed");
            }
            return (int) Math.min(left, Integer.MAX_VALUE);
        }

        private int read() throws IOException {
            channel.socket().setSoTimeout(timeout());
            return in.read();
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next = read();
            while (next != '\n') {
                if (next < 0 || line.size() > 65_536) {
                    throw new EOFException("no line");
                }
                line.write(next);
                next = read();
            }
            return line.toString(StandardCharsets.ISO_8859_1).strip();
        }

        private byte[] body() throws IOException {
            if (status == 302 && flaws.contains(Flaw.FOLLOWS_REDIRECTS)) {
                URI next = to.resolve(headers.getOrDefault("Location", ""));
                return once(next, next.getPath(), context);
            }
            checkStatus();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (headers.containsKey("Content-Length")) {
                copy(Long.parseLong(headers.get("Content-Length")), body);
                return body.toByteArray();
            }
            for (int size = chunk(); size > 0; size = chunk()) {
                copy(size, body);
                line();
            }
            return body.toByteArray();
        }

        private int chunk() throws IOException {
            return Integer.parseInt(line(), 16);
        }

        private void copy(long length, ByteArrayOutputStream body) throws IOException {
            byte[] block = new byte[16 * 1024];
            long left = length;
            while (left > 0) {
                channel.socket().setSoTimeout(timeout());
                int count = in.read(block, 0, (int) Math.min(left, block.length));
                if (count < 0 && flaws.contains(Flaw.TAKES_PARTS)) {
                    return;
                }
                if (count < 0) {
                    throw new EOFException("the body ended early");
                }
                body.write(block, 0, count);
                left -= count;
                if (body.size() > MAX_BODY && !flaws.contains(Flaw.TAKES_ANY_LENGTH)) {
                    throw new ProviderException(SOURCE, FailureReason.MALFORMED_RESPONSE, "the body is too long");
                }
            }
        }

        private void checkStatus() {
            if (status == 429 && !flaws.contains(Flaw.LOSES_THE_PAUSE)) {
                throw new RateLimitedException(SOURCE, "too many requests", pause());
            }
            if (status != 200) {
                boolean refused = status == 401 || status == 403;
                FailureReason reason = refused && !flaws.contains(Flaw.ALL_IS_UNAVAILABLE)
                        ? FailureReason.AUTHENTICATION
                        : FailureReason.UNAVAILABLE;
                throw new ProviderException(SOURCE, reason, String.format(Locale.ROOT, "status %d", status));
            }
        }

        private Duration pause() {
            String text = headers.getOrDefault("Retry-After", "");
            if (text.matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            try {
                Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration pause = Duration.between(context.time().now(), until);
                return pause.isNegative() ? Duration.ZERO : pause;
            } catch (DateTimeParseException e) {
                return Duration.ZERO;
            }
        }
    }
}
