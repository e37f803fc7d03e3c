package io.quotron.testkit.simulator;

import io.quotron.model.Symbol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What goes wrong in a {@link MarketSimulator}. Each fault acts from the moment of the call on; {@link #clear()} heals
 * everything.
 *
 * <pre>{@code
 * simulator.faults().stall(Symbol.of("BTC/USD"));                     // live data stops, REST still has it
 * simulator.faults().failNext(SimulatedProvider.YAHOO, 2, 503);       // the next two requests
 * simulator.faults().rateLimit(SimulatedProvider.KRAKEN, Duration.ofSeconds(7));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class MarketFaults {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long BAN_SECONDS = 86_400;

    private final LongSupplier nanoTime;
    private final Connections connections;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<SimulatedProvider, Long> limitedUntil = new EnumMap<>(SimulatedProvider.class);
    private final Set<SimulatedProvider> banned = EnumSet.noneOf(SimulatedProvider.class);
    private final Map<SimulatedProvider, Duration> delays = new EnumMap<>(SimulatedProvider.class);
    private final Set<SimulatedProvider> changed = EnumSet.noneOf(SimulatedProvider.class);
    private final Set<Symbol> stalled = new HashSet<>();
    private int reorders;
    private int duplicates;
    private int malformed;
    private int wrongChecksums;
    private int lostBookUpdates;

    /** What faults do to sockets; done by the simulator. */
    interface Connections {
        void cut(SimulatedProvider provider);

        void listen(SimulatedProvider provider, boolean accepting);

        void expireCrumbs();

        void announceShutdown();
    }

    /** Requests that fail whatever they ask. */
    private static final class Rule {
        private final SimulatedProvider provider;
        private final String pathPart;
        private final int status;
        private int left;

        private Rule(SimulatedProvider provider, String pathPart, int count, int status) {
            this.provider = provider;
            this.pathPart = pathPart;
            this.left = count;
            this.status = status;
        }
    }

    /** What to do with the next frame of trades. */
    enum FrameFault {
        NONE,
        HOLD_BACK,
        DUPLICATE,
        MALFORM
    }

    MarketFaults(LongSupplier nanoTime, Connections connections) {
        this.nanoTime = nanoTime;
        this.connections = connections;
    }

    /**
     * Lets the next requests to a provider fail.
     *
     * @param provider whose requests
     * @param count how many, above 0
     * @param status the HTTP status; statuses from 500 carry a page in HTML, 401 of Yahoo its words for a bad crumb; 401, 402, 403 and 429 of Alpha Vantage are told by its texts
     *     for a wrong key, a premium function and too many requests with status 200,
     * others a
     *     short text
     */
    public void failNext(SimulatedProvider provider, int count, int status) {
        failNext(provider, "", count, status);
    }

    /**
     * Lets the next requests to some addresses of a provider fail.
     *
     * @param provider whose requests
     * @param pathPart what the path must contain, for example {@code /chart/AAPL}; empty for all
     * @param count how many, above 0
     * @param status the HTTP status, see {@link #failNext(SimulatedProvider, int, int)}
     */
    public void failNext(SimulatedProvider provider, String pathPart, int count, int status) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be above 0, but is " + count);
        }
        Rule rule = new Rule(Objects.requireNonNull(provider, "provider"), pathPart, count, status);
        synchronized (this) {
            rules.add(rule);
        }
    }

    /**
     * Refuses all requests of a provider as coming too fast for some time: Yahoo with status 429, its text and
     * {@code Retry-After}; Binance with status 429, its code and {@code Retry-After}; Kraken with status 200 and {@code EAPI:Rate limit exceeded}, Alpha Vantage with status 200 and a text. Sockets are not concerned.
     *
     * @param provider the provider
     * @param retryAfter how long, by the clock of the simulator; zero ends it
     */
    public synchronized void rateLimit(SimulatedProvider provider, Duration retryAfter) {
        limitedUntil.put(provider, nanoTime.getAsLong() + retryAfter.toNanos());
    }

    /**
     * Refuses everything of a provider until {@link #clear()}: Yahoo with status 429 without {@code Retry-After},
     * Kraken with
     * {@code EGeneral:Temporary lockout} and sockets with status 429, Alpha Vantage with its text for a spent day, Binance with status 418 for a day. Open sockets are cut.
     *
     * @param provider the provider
     */
    public void ban(SimulatedProvider provider) {
        synchronized (this) {
            banned.add(provider);
        }
        connections.cut(provider);
    }

    /**
     * Waits before each answer to a request; data of open sockets is not concerned.
     *
     * @param provider the provider
     * @param delay how long, by the clock of the simulator; zero ends it
     */
    public synchronized void slow(SimulatedProvider provider, Duration delay) {
        delays.put(provider, delay);
    }

    /**
     * Kills all open connections of a provider with RST. New ones are accepted.
     *
     * @param provider the provider
     */
    public void cutConnections(SimulatedProvider provider) {
        connections.cut(provider);
    }

    /**
     * Stops listening: open connections end and new ones are refused by the system until {@link #acceptConnections}.
     *
     * @param provider the provider
     */
    public void refuseConnections(SimulatedProvider provider) {
        connections.listen(provider, false);
    }

    /**
     * Listens again on the same port after {@link #refuseConnections}.
     *
     * @param provider the provider
     */
    public void acceptConnections(SimulatedProvider provider) {
        connections.listen(provider, true);
    }

    /** Makes all of Yahoo's cookies and crumbs invalid: quotes answer 401 until the client gets new ones. */
    public void expireCrumbs() {
        connections.expireCrumbs();
    }

    /** Lets Binance say on its open sockets that they will end soon; they go on until they are cut. */
    public void announceShutdown() {
        connections.announceShutdown();
    }

    /**
     * Stops the live data of one instrument, trades and tickers, while heartbeats and other instruments go on. The
     * trades still
     * happen: REST has them, the socket never brings them.
     *
     * @param symbol the instrument
     */
    public synchronized void stall(Symbol symbol) {
        stalled.add(symbol);
    }

    /**
     * Lets the live data of an instrument go on with the trades from now on.
     *
     * @param symbol the instrument
     */
    public synchronized void resume(Symbol symbol) {
        stalled.remove(symbol);
    }

    /**
     * Swaps frames of live trades with the frame that follows on the same socket.
     *
     * @param count how many times
     */
    public synchronized void reorder(int count) {
        reorders = count;
    }

    /**
     * Sends frames of live trades twice.
     *
     * @param count how many frames
     */
    public synchronized void duplicate(int count) {
        duplicates = count;
    }

    /**
     * Cuts the text of frames of live trades in the middle; their trades do not come again on the socket.
     *
     * @param count how many frames
     */
    public synchronized void malformedFrames(int count) {
        malformed = count;
    }

    /**
     * Sends messages of order books with a checksum that does not fit.
     *
     * @param count how many messages
     */
    public synchronized void corruptBookChecksums(int count) {
        wrongChecksums = count;
    }

    /**
     * Leaves changes of order books out, so that the checksum of the next one does not fit what the client has.
     *
     * @param count how many messages
     */
    public synchronized void dropBookUpdates(int count) {
        lostBookUpdates = count;
    }

    /**
     * Renames the fields that carry prices, as a provider does that changes its format without telling: {@code close}
     * becomes
     * {@code closePrice}, {@code price} becomes {@code px}, and so on.
     *
     * @param provider the provider
     */
    public synchronized void schemaChange(SimulatedProvider provider) {
        changed.add(provider);
    }

    /** Heals everything: no fault is left, and all providers listen. */
    public void clear() {
        synchronized (this) {
            rules.clear();
            limitedUntil.clear();
            banned.clear();
            delays.clear();
            changed.clear();
            stalled.clear();
            reorders = 0;
            duplicates = 0;
            malformed = 0;
            wrongChecksums = 0;
            lostBookUpdates = 0;
        }
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            connections.listen(provider, true);
        }
    }

    /** The failure that a request meets, if any; takes it from the script. */
    synchronized Optional<Reply> next(SimulatedProvider provider, String path, boolean socket) {
        if (banned.contains(provider)) {
            return Optional.of(ban(provider, socket));
        }
        long left = limitedUntil.getOrDefault(provider, Long.MIN_VALUE) - nanoTime.getAsLong();
        if (!socket && limitedUntil.containsKey(provider) && left > 0) {
            return Optional.of(tooFast(provider, (left + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND));
        }
        return takeRule(provider, path).map(status -> failure(provider, status));
    }

    private Optional<Integer> takeRule(SimulatedProvider provider, String path) {
        for (Iterator<Rule> each = rules.iterator(); each.hasNext(); ) {
            Rule rule = each.next();
            if (rule.provider == provider && path.contains(rule.pathPart)) {
                rule.left--;
                if (rule.left == 0) {
                    each.remove();
                }
                return Optional.of(rule.status);
            }
        }
        return Optional.empty();
    }

    private static Reply ban(SimulatedProvider provider, boolean socket) {
        if (provider == SimulatedProvider.ALPHA_VANTAGE) {
            return AlphaVantageEndpoints.dayIsSpent();
        }
        if (provider == SimulatedProvider.BINANCE) {
            return BinanceRest.tooFast(418, BAN_SECONDS);
        }
        return provider == SimulatedProvider.KRAKEN && !socket
                ? KrakenRest.error("EGeneral:Temporary lockout")
                : Reply.text(429, "Too Many Requests\r\n");
    }

    static Reply tooFast(SimulatedProvider provider, long retryAfterSeconds) {
        if (provider == SimulatedProvider.ALPHA_VANTAGE) {
            return AlphaVantageEndpoints.tooFast();
        }
        if (provider == SimulatedProvider.BINANCE) {
            return BinanceRest.tooFast(429, retryAfterSeconds);
        }
        return provider == SimulatedProvider.KRAKEN
                ? KrakenRest.error("EAPI:Rate limit exceeded")
                : Reply.text(429, "Edge: Too Many Requests")
                        .with(Map.of("Retry-After", Long.toString(retryAfterSeconds)));
    }

    private static Reply failure(SimulatedProvider provider, int status) {
        if (provider == SimulatedProvider.ALPHA_VANTAGE && status < 500) {
            return alphaVantageFailure(status);
        }
        if (status == 401 && provider == SimulatedProvider.YAHOO) {
            return YahooEndpoints.error(401, "Unauthorized", "Invalid Crumb");
        }
        if (status == 401 && provider == SimulatedProvider.EODHD) {
            return EodhdEndpoints.unauthenticated();
        }
        return status >= 500
                ? Reply.html(status, "<html><body><h1>Will be right back</h1></body></html>")
                : Reply.text(status, "Simulated failure " + status);
    }

    /** Alpha Vantage has no statuses but these texts. */
    private static Reply alphaVantageFailure(int status) {
        return switch (status) {
            case 401 -> AlphaVantageEndpoints.wrongKey();
            case 402, 403 -> AlphaVantageEndpoints.premium();
            case 429 -> AlphaVantageEndpoints.tooFast();
            default -> Reply.text(status, "Simulated failure " + status);
        };
    }

    synchronized Duration delay(SimulatedProvider provider) {
        return delays.getOrDefault(provider, Duration.ZERO);
    }

    synchronized boolean isStalled(Symbol symbol) {
        return stalled.contains(symbol);
    }

    synchronized boolean isChanged(SimulatedProvider provider) {
        return changed.contains(provider);
    }

    /** Whether the next message of a book gets a wrong checksum. */
    synchronized boolean spoilsChecksum() {
        wrongChecksums--;
        wrongChecksums = Math.max(wrongChecksums, -1);
        return wrongChecksums >= 0;
    }

    /** Whether the next change of a book is lost. */
    synchronized boolean losesBookUpdate() {
        lostBookUpdates--;
        lostBookUpdates = Math.max(lostBookUpdates, -1);
        return lostBookUpdates >= 0;
    }

    /** What happens to the next frame of live trades; one fault at a time. */
    synchronized FrameFault nextFrame() {
        if (malformed > 0) {
            malformed--;
            return FrameFault.MALFORM;
        }
        if (duplicates > 0) {
            duplicates--;
            return FrameFault.DUPLICATE;
        }
        if (reorders > 0) {
            reorders--;
            return FrameFault.HOLD_BACK;
        }
        return FrameFault.NONE;
    }
}
