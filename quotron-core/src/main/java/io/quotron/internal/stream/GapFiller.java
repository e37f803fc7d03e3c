package io.quotron.internal.stream;

import io.quotron.error.Excerpt;
import io.quotron.error.NoDataException;
import io.quotron.model.Gap;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TradeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills the holes that interruptions leave in streams of trades.
 *
 * <h2>How it works</h2>
 * From the moment a stream breaks until its hole is closed, live trades are held back. Once the source has confirmed the new
 * subscription the hole is known: from the newest trade that was delivered to now, or to the newest trade that is held. It is
 * announced, and a moment later the trades of the past are fetched. Fetched and held trades are merged by time, those that were
 * seen before are left out by id, and all are delivered before any newer trade; then the hole is announced as filled. If the stream breaks
 * again meanwhile, the fetch is void, the hole grows and the held trades wait on. If it cannot be fetched, or too many trades
 * have to wait, the held ones are delivered and the hole is announced as one that stays.
 *
 * <p>Confined to the turn of its engine; only the fetch itself runs elsewhere.
 */
final class GapFiller {
    private static final int ATTEMPTS = 3;
    private static final int MAX_HELD = 16_384;
    /** Sources show their trades of the past a little later than the live ones. */
    private static final Duration SETTLING = Duration.ofSeconds(1);
    /** By how much the source's clock may be ahead of ours; what is fetched twice for it is known by its id. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final FeedEngine engine;
    private final Deliveries deliveries;
    private final EngineRoom room;
    private final Optional<TradeSource> past;
    private final Supplier<RequestContext.Builder> contexts;

    GapFiller(
            FeedEngine engine,
            Deliveries deliveries,
            EngineRoom room,
            Optional<TradeSource> past,
            Supplier<RequestContext.Builder> contexts) {
        this.engine = engine;
        this.deliveries = deliveries;
        this.room = room;
        this.past = past;
        this.contexts = contexts;
    }

    /** The stream may miss trades from now on; they are held until it is whole again. */
    void broken(LiveStream stream) {
        stream.fetch++;
        Instant confirmed = stream.confirmedTime;
        if (stream.isTrades() && confirmed != null && stream.missingFrom == null) {
            Instant newest = stream.seen.newest();
            stream.missingFrom = newest == null ? confirmed : newest;
        }
    }

    /** The stream delivers again: the hole ends here. */
    void restored(LiveStream stream) {
        Instant from = stream.missingFrom;
        if (from == null) {
            return;
        }
        Instant end = room.time().now();
        for (Trade trade : stream.held) {
            end = trade.eventTime().isAfter(end) ? trade.eventTime() : end;
        }
        TimeRange window = new TimeRange(from, (end.isAfter(from) ? end : from).plusNanos(1));
        stream.fetch++;
        announce(stream, window, Gap.Status.OPEN, 0, "trades of this span may be missing");
        if (past.isEmpty()) {
            giveUp(stream, window, "the source has no trades of the past");
        } else {
            fetchLater(SETTLING, stream, window, past.get(), 1);
        }
    }

    private void fetchLater(Duration delay, LiveStream stream, TimeRange window, TradeSource from, int attempt) {
        int ticket = stream.fetch;
        engine.later(delay, () -> {
            if (ticket == stream.fetch) {
                fetch(stream, window, from, attempt);
            }
        });
    }

    private void fetch(LiveStream stream, TimeRange window, TradeSource from, int attempt) {
        int ticket = stream.fetch;
        TimeRange asked =
                new TimeRange(window.startInclusive(), window.endExclusive().plus(CLOCK_DIFFERENCE));
        boolean started = room.fetches().tryExecute(() -> {
            try {
                RequestContext context = contexts.get().timeout(DEADLINE).build();
                List<Trade> trades = from.fetchTrades(stream.key.symbol(), asked, context);
                engine.post(() -> fetched(stream, ticket, window, trades));
            } catch (RuntimeException | Error e) {
                engine.post(() -> failed(stream, ticket, window, from, attempt, e));
            }
        });
        if (!started) {
            giveUp(stream, window, "the client is closing");
        }
    }

    private void failed(
            LiveStream stream, int ticket, TimeRange window, TradeSource from, int attempt, Throwable failure) {
        if (ticket != stream.fetch) {
            return;
        }
        if (attempt >= ATTEMPTS || failure instanceof NoDataException) {
            giveUp(
                    stream,
                    window,
                    "the trades could not be fetched: " + Excerpt.of(String.valueOf(failure.getMessage())));
            return;
        }
        fetchLater(Duration.ofSeconds(1L << (attempt - 1)), stream, window, from, attempt + 1);
    }

    private void fetched(LiveStream stream, int ticket, TimeRange window, List<Trade> trades) {
        if (ticket != stream.fetch) {
            return;
        }
        List<Trade> held = List.copyOf(stream.held);
        stream.held.clear();
        int recovered = splice(stream, trades, held, window);
        stream.missingFrom = null;
        stream.quiet = recovered == 0;
        stream.numbers.lookedAtHole();
        announce(stream, window, Gap.Status.FILLED, recovered, recovered + " trades fetched");
    }

    /** Delivers both by time and each once; returns how many came from the past only. */
    private int splice(LiveStream stream, List<Trade> fetched, List<Trade> held, TimeRange window) {
        Set<Object> heldNames = names(held);
        Set<Object> fetchedNames = names(fetched);
        Instant newest = stream.seen.newest();
        int recovered = 0;
        int next = 0;
        for (Trade trade : fetched) {
            while (next < held.size() && held.get(next).eventTime().isBefore(trade.eventTime())) {
                deliverHeld(stream, held.get(next++), fetchedNames);
            }
            boolean known = trade.id() == null && !isBetween(newest, trade, window);
            boolean taken = deliveries.deliverFetched(stream, trade, known);
            recovered += taken && !heldNames.contains(name(trade)) ? 1 : 0;
        }
        while (next < held.size()) {
            deliverHeld(stream, held.get(next++), fetchedNames);
        }
        return recovered;
    }

    /** Without an id only the time tells that a trade was not delivered before and will not come by the stream. */
    private static boolean isBetween(@Nullable Instant newest, Trade trade, TimeRange window) {
        boolean later = newest == null || trade.eventTime().isAfter(newest);
        return later && trade.eventTime().isBefore(window.endExclusive());
    }

    private void deliverHeld(LiveStream stream, Trade trade, Set<Object> fetchedNames) {
        boolean known = trade.id() == null && fetchedNames.contains(name(trade));
        deliveries.deliverOnce(stream, trade, known);
    }

    private static Set<Object> names(List<Trade> trades) {
        Set<Object> names = new HashSet<>();
        trades.forEach(trade -> names.add(name(trade)));
        return names;
    }

    /** The id of the source, or else all that the source tells. */
    static Object name(Trade trade) {
        String id = trade.id();
        return id != null ? id : List.of(trade.eventTime(), trade.price(), trade.size(), trade.side());
    }

    /** Holds a trade back; a flood that cannot be held ends the waiting. */
    void hold(LiveStream stream, Trade trade) {
        stream.held.add(trade);
        Instant from = stream.missingFrom;
        if (stream.held.size() >= MAX_HELD && from != null) {
            Instant end = trade.eventTime().isAfter(from) ? trade.eventTime() : from;
            giveUp(stream, new TimeRange(from, end.plusNanos(1)), "too many newer trades came meanwhile");
        }
    }

    private void giveUp(LiveStream stream, TimeRange window, String why) {
        stream.fetch++;
        stream.missingFrom = null;
        List<Trade> held = List.copyOf(stream.held);
        stream.held.clear();
        announce(stream, window, Gap.Status.UNFILLABLE, 0, why);
        held.forEach(trade -> deliveries.deliverOnce(stream, trade, false));
    }

    /** The stream ends; what is held is not delivered any more. Returns how many trades that are. */
    int abandon(LiveStream stream) {
        stream.fetch++;
        stream.missingFrom = null;
        int count = stream.held.size();
        stream.held.clear();
        return count;
    }

    private void announce(LiveStream stream, TimeRange window, Gap.Status status, int recovered, String detail) {
        stream.announce(new Gap(
                stream.key.symbol(),
                engine.id(),
                window,
                status,
                recovered,
                detail,
                room.time().now()));
    }
}
