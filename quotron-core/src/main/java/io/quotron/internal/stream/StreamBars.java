package io.quotron.internal.stream;

import io.quotron.bars.BarAggregator;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.SourceId;
import io.quotron.model.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds the bars of one symbol from a live stream, so that they say how much of their time was covered.
 *
 * <h2>Interruptions</h2>
 * When the stream breaks, time stands still for the bars: the trades that were missed may yet be fetched, and then the bars are
 * as if nothing had happened. If the hole turns out to stay, its span is marked as not covered. If it is still open after
 * {@link #PATIENCE}, the feed is marked as down, time goes on and the bars close without the missing trades; should these be
 * fetched later, the bars that are remembered are revised.
 *
 * <p>Not thread-safe.
 */
public final class StreamBars {
    /** How many closed bars of each interval are kept for revision. */
    public static final int REVISIONS = 120;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Function<SourceId, BarAggregator.Builder> builders;
    private @Nullable BarAggregator aggregator;
    private @Nullable Instant brokenSince;
    private @Nullable Instant lastTrade;
    private boolean markedDown;
    private boolean everLive;

    /**
     * Makes the bars of a symbol.
     *
     * @param builders starts an aggregator once the source is known
     */
    public StreamBars(Function<SourceId, BarAggregator.Builder> builders) {
        this.builders = builders;
    }

    /**
     * Takes a trade.
     *
     * @param trade the trade
     */
    public void onTrade(Trade trade) {
        lastTrade = trade.eventTime();
        bars(trade.source()).onTrade(trade);
    }

    /**
     * Takes a change of the stream of trades.
     *
     * @param state the new state
     */
    public void onState(FeedState state) {
        BarAggregator bars = bars(state.source());
        switch (state.status()) {
            case ACTIVE -> active(bars, state.eventTime());
            case STALE -> broken(state.eventTime());
            case FAILED, CLOSED -> down(bars, state.eventTime());
            case PENDING -> {}
        }
    }

    private void active(BarAggregator bars, Instant at) {
        if (!everLive) {
            everLive = true;
            brokenSince = null;
            bars.onFeedLive(nanos(at));
        } else if (markedDown && brokenSince == null) {
            markedDown = false;
            bars.onFeedLive(nanos(at));
        }
    }

    private void broken(Instant at) {
        if (brokenSince == null) {
            Instant last = lastTrade;
            brokenSince = last != null && last.isBefore(at) ? last : at;
        }
    }

    private void down(BarAggregator bars, Instant at) {
        brokenSince = null;
        markedDown = true;
        bars.onFeedDown(nanos(at));
    }

    /**
     * Takes news of a hole in the stream.
     *
     * @param gap the hole and what became of it
     */
    public void onGap(Gap gap) {
        BarAggregator bars = bars(gap.source());
        if (gap.status() == Gap.Status.OPEN) {
            broken(gap.window().startInclusive());
            return;
        }
        if (gap.status() == Gap.Status.UNFILLABLE && !markedDown) {
            bars.onFeedDown(nanos(gap.window().startInclusive()));
            markedDown = true;
        }
        if (markedDown) {
            bars.onFeedLive(nanos(gap.window().endExclusive()));
        }
        markedDown = false;
        brokenSince = null;
    }

    /**
     * Lets time pass.
     *
     * @param now the wall time
     */
    public void onTime(Instant now) {
        BarAggregator bars = aggregator;
        if (bars == null) {
            return;
        }
        Instant broken = brokenSince;
        if (broken != null && !markedDown && now.isAfter(broken.plus(PATIENCE))) {
            markedDown = true;
            bars.onFeedDown(nanos(broken));
        }
        if (broken == null || markedDown) {
            bars.onTime(nanos(now));
        }
    }

    private BarAggregator bars(SourceId source) {
        BarAggregator bars = aggregator;
        if (bars == null) {
            bars = builders.apply(source).build();
            aggregator = bars;
        }
        return bars;
    }

    private static long nanos(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
    }
}
