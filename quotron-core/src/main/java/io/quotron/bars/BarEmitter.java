package io.quotron.bars;

import io.quotron.model.Bar;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns cells into bars and hands them to the listener, whatever that does. */
final class BarEmitter {
    private static final Logger LOG = LoggerFactory.getLogger(BarAggregator.class);

    private final Symbol symbol;
    private final SourceId source;
    private final BarGrid grid;
    private final BarListener listener;
    private final FeedCoverage coverage = new FeedCoverage();
    private long closed;
    private long revisedBars;
    private long withoutPrice;
    private long emptyRunsCut;
    private long listenerFailures;

    BarEmitter(Symbol symbol, SourceId source, BarGrid grid, @Nullable BarListener listener) {
        this.symbol = symbol;
        this.source = source;
        this.grid = grid;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** Returns the sink that delivers bars. */
    BarCascade.Sink closing() {
        return new BarCascade.Sink() {
            @Override
            public void closed(BarLevel level, BarCell cell) {
                Bar bar = bar(level, cell, Bar.State.FINAL);
                if (bar != null) {
                    closed++;
                    deliver(bar);
                } else if (cell.count > 0) {
                    withoutPrice++;
                }
            }

            @Override
            public void revised(BarLevel level, BarCell cell) {
                Bar bar = cell.priced ? bar(level, cell, Bar.State.REVISED) : null;
                if (bar != null) {
                    revisedBars++;
                    deliver(bar);
                }
            }

            @Override
            public void emptyRunCut() {
                emptyRunsCut++;
            }
        };
    }

    /** Returns a sink that collects bars as they stand. */
    BarCascade.Sink looking(Collection<Bar> into) {
        return new BarCascade.Sink() {
            @Override
            public void closed(BarLevel level, BarCell cell) {
                Bar bar = cell.count > 0 ? bar(level, cell, Bar.State.FORMING) : null;
                if (bar != null) {
                    into.add(bar);
                }
            }

            @Override
            public void revised(BarLevel level, BarCell cell) {
                throw new IllegalStateException("nothing is late in a look ahead");
            }

            @Override
            public void emptyRunCut() {
                throw new IllegalStateException("no empty bars in a look ahead");
            }
        };
    }

    private @Nullable Bar bar(BarLevel level, BarCell cell, Bar.State state) {
        if (!cell.priced && Double.isNaN(level.lastClose)) {
            return null;
        }
        Bar.Builder bar = Bar.builder(symbol, source, level.interval)
                .span(EpochNanos.toInstant(cell.start), EpochNanos.toInstant(cell.end))
                .volume(cell.volume())
                .tradeCount(cell.count)
                .revision(cell.revision)
                .tradingDay(grid.tradingDay(level.interval, cell.start));
        double share = coverage.share(cell.start, cell.end);
        bar.coverage(share, reason(cell, share));
        if (cell.hasVwap()) {
            bar.vwap(cell.vwap());
        }
        if (cell.priced) {
            return bar.prices(cell.open, cell.high, cell.low, cell.close)
                    .state(state)
                    .build();
        }
        double last = level.lastClose;
        return bar.prices(last, last, last, last)
                .state(state == Bar.State.FORMING ? state : Bar.State.SYNTHETIC)
                .build();
    }

    private Bar.Reason reason(BarCell cell, double share) {
        if (share < 1) {
            return Bar.Reason.FEED_DOWN;
        }
        if (cell.count > 0) {
            return Bar.Reason.NONE;
        }
        return grid.isWithinSession(cell) ? Bar.Reason.NO_TRADES : Bar.Reason.MARKET_CLOSED;
    }

    void deliver(Bar bar) {
        try {
            listener.onBar(bar);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    void late(LateTrade trade) {
        try {
            listener.onLateTrade(trade);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    private void failed(Throwable failure) {
        if (listenerFailures++ == 0) {
            LOG.warn(
                    "The bar listener of {} from {} failed; later failures are only counted.", symbol, source, failure);
        }
    }

    FeedCoverage coverage() {
        return coverage;
    }

    long closed() {
        return closed;
    }

    long revisedBars() {
        return revisedBars;
    }

    long withoutPrice() {
        return withoutPrice;
    }

    long emptyRunsCut() {
        return emptyRunsCut;
    }

    long listenerFailures() {
        return listenerFailures;
    }
}
