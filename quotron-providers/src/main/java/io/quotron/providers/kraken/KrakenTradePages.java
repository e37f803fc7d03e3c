package io.quotron.providers.kraken;

import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Walks through Trades page by page until the end of a range.
 *
 * <p>A page holds up to 1000 trades after a cursor in nanoseconds, and names the cursor of the next page, which is the
 * time of its last trade. A large order makes many trades in one nanosecond, so a page may end among them and the next
 * one start behind them. Kraken numbers the trades of a market without holes; where the numbers jump between two pages,
 * or nothing follows a full page, the page is asked for again from one nanosecond earlier, and what comes twice is
 * dropped by its id.
 *
 * <p>A page that is not full is no proof of the end, so the walk goes on until a page brings nothing new or reaches the
 * end of the range.
 */
final class KrakenTradePages {
    /** The most trades of a page. */
    static final int PAGE_SIZE = 1_000;

    private final TimeRange range;
    private final Instant end;
    private final LongFunction<KrakenParser.TradePage> source;
    private final List<Trade> trades = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private long newestId = -1;
    private int previousSize;
    private boolean askedAgain;

    /**
     * Starts a walk.
     *
     * @param range what is wanted
     * @param now our time; the walk does not run after a market that goes on trading
     * @param source gives the page after a cursor
     */
    KrakenTradePages(TimeRange range, Instant now, LongFunction<KrakenParser.TradePage> source) {
        this.range = range;
        this.end = now.isBefore(range.endExclusive()) ? now : range.endExclusive();
        this.source = source;
    }

    /** Returns all trades of the range, by time and id. */
    List<Trade> collect() {
        long cursor = Math.max(0, KrakenTime.epochNanos(range.startInclusive()) - 1);
        boolean more = true;
        while (more) {
            KrakenParser.TradePage page = page(cursor);
            boolean anyNew = add(page, page.cursor() != cursor);
            boolean moved = page.cursor() > cursor || askedAgain;
            if (anyNew && !moved && !isPastEnd(page.trades())) {
                throw KrakenErrors.malformed("the cursor of Trades does not move on from " + cursor);
            }
            more = anyNew && !isPastEnd(page.trades());
            cursor = Math.max(cursor, page.cursor());
        }
        return sorted();
    }

    private KrakenParser.TradePage page(long cursor) {
        KrakenParser.TradePage page = source.apply(cursor);
        boolean mayMiss = page.trades().isEmpty()
                ? newestId >= 0 && previousSize >= PAGE_SIZE
                : newestId >= 0 && id(page.trades().get(0).id()) > newestId + 1;
        KrakenParser.TradePage earlier = mayMiss ? source.apply(cursor - 1) : page;
        askedAgain = mayMiss && earlier.trades().stream().anyMatch(trade -> id(trade.id()) > newestId);
        KrakenParser.TradePage taken = askedAgain ? earlier : page;
        previousSize = taken.trades().size();
        return taken;
    }

    /**
     * Keeps what is new. Trades of old times have no ids; a page of these is new if its cursor is, for a server may answer
     * with the same page for ever.
     */
    private boolean add(KrakenParser.TradePage page, boolean moved) {
        boolean anyNew = false;
        for (Trade trade : page.trades()) {
            String id = trade.id();
            if (id == null ? moved : ids.add(id)) {
                anyNew = true;
                newestId = Math.max(newestId, id(id));
                keep(trade);
            }
        }
        return anyNew;
    }

    private void keep(Trade trade) {
        if (range.contains(trade.eventTime())) {
            trades.add(trade);
        }
    }

    private boolean isPastEnd(List<Trade> page) {
        return page.stream().anyMatch(trade -> !trade.eventTime().isBefore(end));
    }

    private List<Trade> sorted() {
        trades.sort(Comparator.comparing(Trade::eventTime).thenComparingLong(trade -> id(trade.id())));
        return List.copyOf(trades);
    }

    private static long id(@Nullable String id) {
        return id == null ? -1 : Long.parseUnsignedLong(id);
    }
}
