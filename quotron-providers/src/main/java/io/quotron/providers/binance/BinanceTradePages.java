package io.quotron.providers.binance;

import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks through aggTrades until the end of a range: the first page by time, the others by the id that follows, so that trades of one
 * millisecond on both sides of a page's end are neither lost nor doubled. Ids only ever grow; a page that breaks this is refused,
 * because a span of trades is complete or nothing.
 */
final class BinanceTradePages {
    /** The most trades of a page. */
    static final int PAGE_SIZE = 1_000;

    /** Asks for pages. */
    interface Pages {
        /** Returns the oldest trades from an instant on. */
        List<Trade> from(Instant start);

        /** Returns the oldest trades from an id on. */
        List<Trade> fromId(long id);
    }

    private final BinanceErrors errors;
    private final TimeRange range;
    private final Instant end;
    private final Pages pages;
    private final List<Trade> trades = new ArrayList<>();
    private long newestId = -1;
    private boolean pastEnd;

    /**
     * Starts a walk.
     *
     * @param errors makes the exceptions
     * @param range what is wanted
     * @param now our time; the walk does not run after a market that goes on trading
     * @param pages asks for pages
     */
    BinanceTradePages(BinanceErrors errors, TimeRange range, Instant now, Pages pages) {
        this.errors = errors;
        this.range = range;
        this.end = now.isBefore(range.endExclusive()) ? now : range.endExclusive();
        this.pages = pages;
    }

    /** Returns all trades of the range, by id. */
    List<Trade> collect() {
        // A first page that is not full may only have been cut by a window of time, so the ids are asked once more.
        boolean more = add(pages.from(range.startInclusive())) > 0;
        while (more && !pastEnd) {
            List<Trade> page = pages.fromId(newestId + 1);
            more = add(page) > 0 && page.size() >= PAGE_SIZE;
        }
        return List.copyOf(trades);
    }

    /** Returns how many trades of the page are new. */
    private int add(List<Trade> page) {
        int added = 0;
        long before = -1;
        for (Trade trade : page) {
            long id = Long.parseLong(String.valueOf(trade.id()));
            if (id <= before) {
                throw errors.malformed("aggTrades/*/a", "the id " + id + " follows " + before);
            }
            before = id;
            if (id > newestId) {
                added++;
                newestId = id;
                keep(trade);
            }
        }
        return added;
    }

    private void keep(Trade trade) {
        pastEnd |= !trade.eventTime().isBefore(end);
        if (range.contains(trade.eventTime())) {
            trades.add(trade);
        }
    }
}
