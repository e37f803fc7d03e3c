package io.quotron.bars;

import io.quotron.calendar.TradingCalendar;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes time bars of several lengths at once from the trades of one symbol at one source.
 *
 * <pre>{@code
 * BarAggregator aggregator = BarAggregator.builder(Symbol.of("BTC/USD"), SourceId.of("kraken"))
 *         .intervals(Interval.SECOND_1, Interval.MINUTE_1, Interval.MINUTE_5, Interval.HOUR_1)
 *         .lateness(Duration.ofSeconds(2))
 *         .listener(bar -> store.write(bar))
 *         .build();
 * aggregator.onTrade(trade);              // for each trade
 * aggregator.onTime(hostNanos);           // every second or so, so that bars of a silent symbol close
 * aggregator.flush();                     // at the end of the input
 * }</pre>
 *
 * <p><b>Pure.</b> There is no thread and no clock; time is an input. All times are UTC epoch nanoseconds. The default
 * time zone plays no part.
 *
 * <p><b>Spans.</b> A bar holds the trades of {@code [open time, close time)}; a trade at the boundary belongs to the
 * next bar. Markets that never close count bars from midnight UTC. Of an exchange, bars shorter than a day are
 * counted from the open of the session and the last one ends with it: hours in New York begin at 09:30, the last one
 * lasts from 15:30 to 16:00. What trades before and after the session is counted backwards from the open and onwards
 * from the close, and never shares a bar with the session; {@link Builder#regularSessionOnly} leaves it out. Longer
 * bars are made of whole trading days and end with the last of them: from open to close where only the regular
 * session is kept, else from midnight to midnight in the zone of the calendar. Weeks start on Monday; counts of
 * several days, weeks or months start in January 1970.
 *
 * <p><b>Order and lateness.</b> Trades are put in order of time, then of sequence id, then of arrival. A trade may be
 * older than the newest one by up to {@link Builder#lateness}; until that time is over it waits, and so does its bar.
 * Within it any order of arrival, and any repetition of trades with an id, gives the same bars to the last bit,
 * provided that trades of equal time have ids: without ids those are taken in order of arrival. A repetition is a
 * trade of the same time and id. Trades later than that are counted and told to the listener, and are in no bar,
 * unless {@link Builder#revisions} is set.
 *
 * <p><b>Numbers.</b> Open, high, low, close and volume-weighted price are made of the trades that form prices; volume
 * and trade count of all. The volume-weighted price leaves the others out since their prices may be those of another
 * time; it is absent where the size of all is zero. Sizes with up to eight decimals are summed exactly. An interval
 * in which no trade formed a price gives a SYNTHETIC bar at the last close with the volume that was traded, or none
 * if there is no last close.
 *
 * <p><b>Rejected</b> and counted: prices that are not finite, not positive (unless {@link Builder#nonPositivePrices})
 * or above 1e100, sizes that are negative, not finite or above 1e100, and times before 1980 or after 2199. A size of
 * zero is accepted.
 *
 * <p><b>Coverage</b> is the share of the interval between {@link #onFeedLive} and {@link #onFeedDown}. Time before
 * the first mark counts as not live if that mark says live, so that the bar in which a feed starts is not taken for
 * complete. If there never is a mark, coverage is 1: the caller vouches for the input. Bars with less than 1 have the
 * reason FEED_DOWN.
 *
 * <p><b>Memory</b> is bounded: the waiting trades (see {@link Builder#maxWaiting}), one open bar for each interval,
 * the bars kept for revisions, and the last trades by which repetitions are recognised.
 *
 * <p>Not thread-safe: confine to one thread. The listener runs in that thread.
 */
public final class BarAggregator {
    /** Stands for a trade without a sequence id. */
    public static final long NO_SEQUENCE = Long.MIN_VALUE;

    private final Symbol symbol;
    private final SourceId source;
    private final TradeFilter filter;
    private final long lateness;
    private final Admission admission;
    private final TradeRing ring;
    private final EventClock clock;
    private final BarCascade cascade;
    private final BarEmitter emitter;
    private final boolean revising;

    private long newest = Long.MIN_VALUE;
    /** Trades before this are late. */
    private long floor = Long.MIN_VALUE;

    private long taken;
    private long late;
    private long duplicates;
    private long rejected;
    private long outsideSession;
    private long revised;
    private long forced;

    private BarAggregator(Builder settings) {
        this.symbol = settings.symbol;
        this.source = settings.source;
        this.filter = settings.filter;
        this.lateness = settings.lateness.toNanos();
        BarGrid grid = new BarGrid(settings.calendar, settings.regularSessionOnly);
        this.admission = new Admission(grid, settings.nonPositivePrices);
        this.ring = new TradeRing(settings.maxWaiting, settings.rememberedTrades);
        this.clock = new EventClock(settings.longestClockStep.toNanos());
        this.emitter = new BarEmitter(symbol, source, grid, settings.listener);
        this.revising = settings.revisions > 0;
        this.cascade =
                BarCascade.of(settings.intervals, grid, settings.revisions, settings.maxEmptyBars, emitter.closing());
    }

    /**
     * Starts an aggregator.
     *
     * @param symbol what is traded
     * @param source where the trades are reported
     * @return a builder with a lateness of 2 seconds and a continuous calendar, without intervals
     */
    public static Builder builder(Symbol symbol, SourceId source) {
        return new Builder(symbol, source);
    }

    /**
     * Takes a trade that has no id and forms prices.
     *
     * @param eventNanos when it was executed, in UTC epoch nanoseconds
     * @param price its price
     * @param size its size, in units of the base
     */
    public void onTrade(long eventNanos, double price, double size) {
        offer(eventNanos, price, size, NO_SEQUENCE, true);
    }

    /**
     * Takes a trade.
     *
     * @param eventNanos when it was executed, in UTC epoch nanoseconds
     * @param price its price
     * @param size its size, in units of the base
     * @param sequence its id, by which a repetition is recognised and trades of equal time are put in order;
     *     {@link #NO_SEQUENCE} where it has none
     * @param formsPrice false if only the size counts
     */
    public void onTrade(long eventNanos, double price, double size, long sequence, boolean formsPrice) {
        offer(eventNanos, price, size, sequence, formsPrice);
    }

    /**
     * Takes a trade. Its conditions are given to the {@link TradeFilter}. An id of up to 18 digits becomes the
     * sequence id as it is, another text by a 64-bit hash: repetitions are recognised just as well, but trades of
     * equal time are then put in the order of the hashes.
     *
     * @param trade a trade of the symbol and source of this aggregator
     * @return true if the trade was accepted, false if it was late, repeated, rejected or outside the session
     * @throws IllegalArgumentException if the trade is of another symbol or source
     */
    public boolean onTrade(Trade trade) {
        if (!trade.symbol().equals(symbol) || !trade.source().equals(source)) {
            throw new IllegalArgumentException("trade of " + trade.symbol() + " from " + trade.source()
                    + " was given to the bars of " + symbol + " from " + source);
        }
        long at;
        try {
            at = EpochNanos.of(trade.eventTime());
        } catch (ArithmeticException outOfRange) {
            rejected++;
            return false;
        }
        boolean formsPrice = filter.formsPrice(trade.conditions());
        return offer(at, trade.price(), trade.size(), TradeIds.sequence(trade.id()), formsPrice);
    }

    private boolean offer(long time, double price, double size, long sequence, boolean formsPrice) {
        if (!admission.isPlausible(time, price, size)) {
            rejected++;
            return false;
        }
        if (!admission.isInSession(time)) {
            outsideSession++;
            moveTo(time);
            return false;
        }
        if (time < floor) {
            return onLate(time, price, size, sequence, formsPrice);
        }
        if (ring.isFull()) {
            force();
        }
        // Adding zero turns -0.0 into 0.0, so that high and low do not depend on which came first; the sign of a size
        // has another use.
        if (!ring.put(time, price + 0.0, size + 0.0, sequence, formsPrice)) {
            duplicates++;
            return false;
        }
        taken++;
        moveTo(time);
        return true;
    }

    /** Lets event time move on if this is the newest event. */
    private void moveTo(long time) {
        if (time <= newest) {
            return;
        }
        newest = time;
        clock.event(time);
        long reached = time - lateness;
        if (reached > floor) {
            floor = reached;
            settle(reached);
        }
    }

    /** Puts the trades before a time into their bars and closes the bars that end at it or before. */
    private void settle(long time) {
        while (ring.hasWaiting() && ring.headTime() < time) {
            takeOldest();
        }
        if (time >= cascade.nextEnd()) {
            cascade.closeDue(time);
        }
    }

    private void takeOldest() {
        ring.moveHead(cascade);
    }

    /** Too many wait: the oldest goes into its bar, and trades before it are late from now on. */
    private void force() {
        floor = Math.max(floor, ring.headTime());
        forced++;
        takeOldest();
        ring.isFull();
    }

    private boolean onLate(long time, double price, double size, long sequence, boolean formsPrice) {
        TradeRing.Known known = ring.find(time, sequence);
        if (known == TradeRing.Known.SEEN) {
            duplicates++;
            return false;
        }
        late++;
        boolean corrects = revising && known == TradeRing.Known.NEW;
        if (corrects) {
            corrects = cascade.insertLate(time, price + 0.0, size, sequence, formsPrice);
        }
        if (corrects) {
            revised++;
            ring.remember(time, sequence);
        }
        emitter.late(new LateTrade(symbol, source, EpochNanos.toInstant(time), price, size, sequence, corrects));
        return false;
    }

    /**
     * Tells the time by the clock of the host, so that bars close although no trade comes. Bars whose end plus the
     * allowed lateness lies at or before the time are closed.
     *
     * <p>Bars follow the time of the trades, and the host's clock may differ from it or jump. A reading therefore
     * moves event time by no more than what went by since the reading before; a step back, or one longer than {@link
     * Builder#longestClockStep}, is counted and moves nothing, and so does one before 1980 or after 2199. The first
     * reading after the first trade is taken as it is if there was none before. Call this at a steady pace, for
     * example every second.
     *
     * @param nowNanos the time in UTC epoch nanoseconds
     */
    public void onTime(long nowNanos) {
        if (!Admission.isPlausible(nowNanos)) {
            clock.absurdReading();
            return;
        }
        clock.reading(nowNanos);
        long reached = clock.now();
        if (reached == Long.MIN_VALUE || reached - lateness <= floor) {
            return;
        }
        closeEarlierThan(reached - lateness);
    }

    /**
     * Unlike a trade, time alone does not make trades late whose bars are still open: the trade that ends a silence
     * may have been under way for long.
     */
    private void closeEarlierThan(long time) {
        long lastTaken = Long.MIN_VALUE;
        while (ring.hasWaiting() && ring.headTime() < time) {
            lastTaken = ring.headTime() + 1;
            takeOldest();
        }
        cascade.closeDue(time);
        floor = Math.max(floor, Math.max(lastTaken, cascade.closedUntil()));
    }

    /**
     * Marks that the feed delivers everything from now on. Marks must come in order of time; one before the last mark
     * is taken to be at the last mark.
     *
     * @param nanos since when, in UTC epoch nanoseconds
     */
    public void onFeedLive(long nanos) {
        emitter.coverage().live(nanos);
    }

    /**
     * Marks that trades may be missing from now on, until {@link #onFeedLive}.
     *
     * @param nanos since when, in UTC epoch nanoseconds
     */
    public void onFeedDown(long nanos) {
        emitter.coverage().down(nanos);
    }

    /**
     * Returns the bars that are not yet closed, with the trades that wait folded in; nothing changes.
     *
     * @return bars of state FORMING, by end and then by length; of one interval there may be several within the
     *     lateness. Empty
     *     where there are no trades
     */
    public List<Bar> working() {
        List<Bar> bars = new ArrayList<>();
        lookAhead(bars);
        return List.copyOf(bars);
    }

    private void lookAhead(Collection<Bar> into) {
        BarCascade look = cascade.fork(emitter.looking(into));
        ring.replayWaiting(look);
        look.closeDue(Long.MAX_VALUE - 1);
    }

    /**
     * Ends the wait for late trades: all trades are put into their bars, bars that have ended by event time are
     * closed, and those still running are delivered as they are, in state FORMING. Going on is possible: the same
     * bars are delivered again when they close.
     *
     * <p>At the end of recorded input, call {@link #onTime} with the end of the recording first, if it is known;
     * otherwise the last bars stay FORMING, since nobody can tell whether they are complete.
     */
    public void flush() {
        if (clock.now() == Long.MIN_VALUE) {
            return;
        }
        closeEarlierThan(Long.MAX_VALUE - 1, clock.now());
        List<Bar> running = new ArrayList<>();
        lookAhead(running);
        running.forEach(emitter::deliver);
    }

    private void closeEarlierThan(long takeUntil, long closeUntil) {
        while (ring.hasWaiting() && ring.headTime() < takeUntil) {
            takeOldest();
        }
        cascade.closeDue(closeUntil);
        floor = Math.max(floor, Math.max(newest, cascade.closedUntil()));
    }

    /**
     * Returns what became of the trades so far.
     *
     * @return a snapshot of the counters
     */
    public BarStatistics statistics() {
        return new BarStatistics(
                taken,
                late,
                duplicates,
                rejected,
                outsideSession,
                revised,
                ring.waiting(),
                emitter.closed(),
                emitter.revisedBars(),
                emitter.withoutPrice(),
                emitter.emptyRunsCut(),
                forced,
                clock.jumps(),
                emitter.listenerFailures());
    }

    /** Returns the symbol, the source and how many trades were accepted. */
    @Override
    public String toString() {
        return "BarAggregator[" + symbol + " from " + source + ", " + taken + " trades]";
    }

    /** Collects the settings of a {@link BarAggregator}. Not thread-safe. */
    public static final class Builder {
        private static final int MOST_WAITING = 1 << 20;
        private static final int DEFAULT_EMPTY_BARS = 3_600;

        private final Symbol symbol;
        private final SourceId source;
        private List<Interval> intervals = List.of();
        private TradingCalendar calendar = TradingCalendar.continuous();
        private TradeFilter filter = TradeFilter.all();
        private @Nullable BarListener listener;
        private Duration lateness = Duration.ofSeconds(2);
        private Duration longestClockStep = Duration.ofHours(12);
        private boolean regularSessionOnly;
        private boolean nonPositivePrices;
        private int maxEmptyBars;
        private int revisions;
        private int maxWaiting = 1 << 17;
        private int rememberedTrades = 64;

        private Builder(Symbol symbol, SourceId source) {
            this.symbol = Objects.requireNonNull(symbol, "symbol");
            this.source = Objects.requireNonNull(source, "source");
        }

        /**
         * Sets the lengths of the bars; required.
         *
         * @param lengths at least one, in any order; repetitions count once
         * @return this builder
         */
        public Builder intervals(Interval... lengths) {
            return intervals(Arrays.asList(lengths));
        }

        /**
         * Sets the lengths of the bars; required.
         *
         * @param lengths at least one, in any order; repetitions count once
         * @return this builder
         */
        public Builder intervals(Collection<Interval> lengths) {
            intervals = lengths.stream().distinct().sorted().toList();
            return this;
        }

        /**
         * Sets when the market is open; markets that never close unless set.
         *
         * @param value the calendar
         * @return this builder
         */
        public Builder calendar(TradingCalendar value) {
            calendar = Objects.requireNonNull(value, "calendar");
            return this;
        }

        /**
         * Sets whether trades outside the sessions of the calendar are ignored and counted; false unless set.
         *
         * @param value true to keep the regular session only
         * @return this builder
         */
        public Builder regularSessionOnly(boolean value) {
            regularSessionOnly = value;
            return this;
        }

        /**
         * Sets how much older than the newest trade a trade may be; 2 seconds unless set. Polled sources need more,
         * such as 15 seconds.
         *
         * @param value zero or more, at most 366 days
         * @return this builder
         */
        public Builder lateness(Duration value) {
            lateness = Objects.requireNonNull(value, "lateness");
            return this;
        }

        /**
         * Sets which trades form prices; all unless set. Only trades given as {@link Trade} are asked about.
         *
         * @param value the filter
         * @return this builder
         */
        public Builder tradeFilter(TradeFilter value) {
            filter = Objects.requireNonNull(value, "filter");
            return this;
        }

        /**
         * Sets whether prices of zero and below are accepted, as for some futures and spreads; false unless set.
         *
         * @param value true to accept them
         * @return this builder
         */
        public Builder nonPositivePrices(boolean value) {
            nonPositivePrices = value;
            return this;
        }

        /**
         * Sets whether intervals without trades give SYNTHETIC bars, flat at the last close with volume 0; false
         * unless set. They are made from the first trade on while the market is open, at most 3600 of an interval in
         * a row; after that the next trade starts anew. Their reason is NO_TRADES, or FEED_DOWN with the coverage, or
         * MARKET_CLOSED.
         *
         * @param value true to make them
         * @return this builder
         */
        public Builder emptyBars(boolean value) {
            return emptyBars(value ? DEFAULT_EMPTY_BARS : 0);
        }

        /**
         * Sets how many SYNTHETIC bars may be made in a row, as {@link #emptyBars(boolean)}.
         *
         * @param mostInARow 0 for none
         * @return this builder
         */
        public Builder emptyBars(int mostInARow) {
            maxEmptyBars = mostInARow;
            return this;
        }

        /**
         * Sets how many closed bars of each interval are kept so that late trades can correct them; 0 unless set. A
         * corrected bar is delivered in state REVISED with the next revision. A trade with an id corrects only if it
         * is certain that it was not counted before, that is, if it is newer than the oldest trade remembered.
         *
         * @param closedBars 0 to 100 000; 120 keeps two minutes of 1-second bars and two hours of 1-minute bars
         * @return this builder
         */
        public Builder revisions(int closedBars) {
            revisions = closedBars;
            return this;
        }

        /**
         * Sets how many trades are remembered after they went into a bar, to recognise late repetitions; 64 unless set.
         *
         * @param trades 0 to 1 048 576; 32 bytes each
         * @return this builder
         */
        public Builder rememberedTrades(int trades) {
            rememberedTrades = trades;
            return this;
        }

        /**
         * Sets how many trades may wait for their lateness to be over; 131 072 unless set. When more come, the oldest
         * goes into its bar at once, which is counted.
         *
         * @param trades 64 to 1 048 576; 32 bytes each while needed
         * @return this builder
         */
        public Builder maxWaiting(int trades) {
            maxWaiting = trades;
            return this;
        }

        /**
         * Sets the longest step between two readings of the host's clock that is believed; 12 hours unless set.
         *
         * @param value a positive duration
         * @return this builder
         */
        public Builder longestClockStep(Duration value) {
            longestClockStep = Objects.requireNonNull(value, "longestClockStep");
            return this;
        }

        /**
         * Sets who receives the bars; required.
         *
         * @param value the listener
         * @return this builder
         */
        public Builder listener(BarListener value) {
            listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /**
         * Makes the aggregator.
         *
         * @return the aggregator
         * @throws IllegalStateException if a setting is missing or out of range; the message names all of them
         */
        public BarAggregator build() {
            new SettingChecks("bars of " + symbol)
                    .require(!intervals.isEmpty(), "intervals must be set")
                    .require(listener != null, "listener must be set")
                    .range(lateness, Duration.ZERO, "lateness")
                    .range(longestClockStep, Duration.ofNanos(1), "longestClockStep")
                    .require(maxEmptyBars >= 0, "emptyBars must not be negative, but is " + maxEmptyBars)
                    .range(revisions, 0, 100_000, "revisions")
                    .range(rememberedTrades, 0, MOST_WAITING, "rememberedTrades")
                    .range(maxWaiting, 64, MOST_WAITING, "maxWaiting")
                    .throwMistakes();
            return new BarAggregator(this);
        }
    }
}
