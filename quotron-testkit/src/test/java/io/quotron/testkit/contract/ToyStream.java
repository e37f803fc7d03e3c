package io.quotron.testkit.contract;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamListener;
import io.quotron.spi.StreamSource;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that streams a toy format over a plain socket and keeps the contract, or breaks it in one way. */
final class ToyStream implements MarketDataProvider, StreamSource {
    /** What can be done wrong. */
    enum Flaw {
        TALKS_AFTER_CLOSE,
        DIES_OF_NONSENSE,
        ASKS_AGAIN,
        HEARTBEAT_IS_DATA,
        FORGETS_TO_CHARGE,
        OFFERS_ANYTHING,
        CROSSES_BOOKS,
        IGNORES_DEPTH,
        IGNORES_HOLES,
        FINAL_AGAIN,
        REPEATS_STATUS,
        ENDS_AT_ONCE,
        ZERO_FOR_NOTHING
    }

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final URI server;
    private final Set<Flaw> flaws;

    ToyStream(URI server, Set<Flaw> flaws) {
        this.server = server;
        this.flaws = flaws;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return ProviderDescriptor.builder(ToyHttp.SOURCE, "Toy stream").build();
    }

    @Override
    public Optional<StreamSource> stream() {
        return Optional.of(this);
    }

    @Override
    public Set<StreamKind> kinds() {
        return Set.of(StreamKind.TRADES, StreamKind.BOOK, StreamKind.BARS, StreamKind.STATUS);
    }

    @Override
    public boolean offers(StreamKey key) {
        return flaws.contains(Flaw.OFFERS_ANYTHING) || kinds().contains(key.kind());
    }

    @Override
    public StreamConnection connect(StreamListener listener, RequestContext context) {
        Connection connection = new Connection(listener, context);
        connection.reader.start();
        return connection;
    }

    @Override
    public HealthCheck check(RequestContext context) {
        return HealthCheck.ok();
    }

    @Override
    public void close() {}

    /** One socket. */
    private final class Connection implements StreamConnection {
        private final Object lock = new Object();
        private final StreamListener listener;
        private final RequestContext context;
        private final Socket socket = new Socket();
        private final Thread reader = new Thread(this::run, "quotron-toystream-reader-" + NUMBER.incrementAndGet());
        private final Map<String, StreamKey> wanted = new TreeMap<>();
        private final ToyBooks books = new ToyBooks(flaws);
        private boolean closed;

        private Connection(StreamListener listener, RequestContext context) {
            this.listener = listener;
            this.context = context;
            reader.setDaemon(true);
        }

        private void run() {
            try (socket) {
                open();
                tell(listener::onOpen);
                while (true) {
                    String text = message();
                    tell(() -> read(text));
                }
            } catch (SocketTimeoutException e) {
                tellClosed(FailureReason.TIMEOUT);
            } catch (IOException e) {
                tellClosed(FailureReason.UNAVAILABLE);
            }
        }

        private void tellClosed(FailureReason reason) {
            tell(() -> listener.onClosed(reason, "the line broke"));
        }

        private void tell(Runnable call) {
            synchronized (lock) {
                if (!closed || flaws.contains(Flaw.TALKS_AFTER_CLOSE)) {
                    call.run();
                }
            }
        }

        private void open() throws IOException {
            context.beforeRequest();
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), (int)
                    context.remaining().toMillis());
            socket.setSoTimeout((int) context.remaining().toMillis());
            send(String.join(
                    "\r\n",
                    "GET /ws HTTP/1.1",
                    "Host: toy",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "",
                    ""));
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                head.write(next());
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (!text.startsWith("HTTP/1.1 101") || !text.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
                throw new IOException("no WebSocket");
            }
            socket.setSoTimeout(0);
        }

        private void send(String raw) throws IOException {
            socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
        }

        private int next() throws IOException {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException();
            }
            return next;
        }

        private String message() throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            while (true) {
                int first = next();
                int length = next();
                int extra = length == 126 ? 2 : length == 127 ? 8 : 0;
                long size = extra == 0 ? length : 0;
                for (int i = 0; i < extra; i++) {
                    size = size << 8 | next();
                }
                if ((first & 0x70) != 0 || size > 1 << 20) {
                    throw new IOException("not a frame");
                }
                InputStream in = socket.getInputStream();
                byte[] payload = in.readNBytes((int) size);
                int opcode = first & 15;
                if (opcode == 8) {
                    throw new EOFException("the server said goodbye");
                }
                if (opcode == 9) {
                    frame(10, payload);
                } else if (opcode < 8) {
                    message.writeBytes(payload);
                    if (first >= 128) {
                        return message.toString(StandardCharsets.UTF_8);
                    }
                }
            }
        }

        private void frame(int opcode, byte[] payload) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(0x80 | opcode);
            frame.write(0x80 | payload.length); // short enough for one byte
            frame.writeBytes(new byte[4]); // a mask of zeros changes nothing
            frame.writeBytes(payload);
            synchronized (socket) {
                socket.getOutputStream().write(frame.toByteArray());
            }
        }

        private void read(String text) {
            try {
                Map<?, ?> message = ToyJson.object(ToyJson.parse(text.getBytes(StandardCharsets.UTF_8)));
                if (message.containsKey("hb")) {
                    heartbeat();
                } else if (message.containsKey("bye")) {
                    ending();
                } else if (message.get("on") instanceof String name) {
                    other(name, message);
                } else if (message.containsKey("ok")) {
                    listener.onSubscribed(key((String) message.get("ok")));
                } else if (message.containsKey("no")) {
                    listener.onRefused(key((String) message.get("no")), FailureReason.SYMBOL_UNKNOWN, "unknown");
                } else {
                    trade(message);
                }
            } catch (ProviderException e) {
                listener.onRejected("not understood");
                if (flaws.contains(Flaw.DIES_OF_NONSENSE)) {
                    throw e;
                }
            }
        }

        private void ending() {
            listener.onEnding("the server said so");
            if (flaws.contains(Flaw.ENDS_AT_ONCE)) {
                listener.onClosed(FailureReason.UNAVAILABLE, "the server said so");
            }
        }

        private void other(String name, Map<?, ?> message) {
            StreamKey key;
            synchronized (lock) {
                key = wanted.get(name);
            }
            if (key != null) {
                books.read(key, message, context.time().now(), listener);
            }
        }

        private void heartbeat() {
            if (flaws.contains(Flaw.HEARTBEAT_IS_DATA)) {
                listener.onEvent(key("ACME"), trade(1));
            } else {
                listener.onHeartbeat();
            }
        }

        private void trade(Map<?, ?> message) {
            OptionalDouble price = ToyJson.number(message.get("p"));
            if (price.isEmpty() || !(message.get("t") instanceof String code)) {
                throw ToyJson.malformed(null);
            }
            boolean known;
            synchronized (lock) {
                known = wanted.containsKey(code);
            }
            if (known) {
                listener.onEvent(key(code), trade(price.getAsDouble()));
            }
        }

        private Trade trade(double price) {
            Instant now = context.time().now();
            return Trade.builder(Symbol.of("ACME"), ToyHttp.SOURCE)
                    .price(price)
                    .size(1)
                    .eventTime(now)
                    .receivedTime(now)
                    .build();
        }

        private StreamKey key(String code) {
            synchronized (lock) {
                StreamKey known = wanted.get(code);
                return known != null ? known : new StreamKey(Symbol.of(code), StreamKind.TRADES);
            }
        }

        private static String nameOf(StreamKey key) {
            return key.kind() == StreamKind.TRADES ? key.symbol().code() : key.toString();
        }

        @Override
        public void subscribe(Set<StreamKey> keys) {
            for (StreamKey key : keys) {
                boolean added;
                synchronized (lock) {
                    added = wanted.put(nameOf(key), key) == null;
                }
                if (added || flaws.contains(Flaw.ASKS_AGAIN)) {
                    ask("sub", key);
                }
            }
        }

        @Override
        public void unsubscribe(Set<StreamKey> keys) {
            for (StreamKey key : keys) {
                synchronized (lock) {
                    wanted.remove(nameOf(key));
                }
                ask("unsub", key);
            }
        }

        private void ask(String verb, StreamKey key) {
            if (!flaws.contains(Flaw.FORGETS_TO_CHARGE)) {
                context.beforeRequest();
            }
            try {
                frame(1, ("{\"" + verb + "\":\"" + nameOf(key) + "\"}").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The reader tells that the line broke.
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                closed = true;
            }
            if (flaws.contains(Flaw.TALKS_AFTER_CLOSE)) {
                // Reads on for a while, so that what it tells comes after close for certain.
                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(this::closeSocket);
            } else {
                closeSocket();
            }
        }

        private void closeSocket() {
            try {
                socket.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }
}
