package io.quotron.quality;

import io.quotron.model.Bar;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A rule with fixed limits.
 *
 * @param memory makes a check that tells what is wrong in words, or null
 */
record StandardRule(
        String id, String description, Verdict.Action action, Supplier<Function<MarketEvent, @Nullable String>> memory)
        implements QualityRule {
    static final StandardRule NON_POSITIVE_PRICE = new StandardRule(
            "non-positive-price",
            "a price of zero or below",
            Verdict.Action.QUARANTINE,
            stateless(StandardRule::nonPositivePrice));
    static final StandardRule IMPLAUSIBLE_TIME = new StandardRule(
            "implausible-time",
            "an event more than 5 minutes after its receipt, or before 1990",
            Verdict.Action.QUARANTINE,
            stateless(StandardRule::implausibleTime));
    static final StandardRule OHLC_INCONSISTENT = new StandardRule(
            "ohlc-inconsistent",
            "prices that contradict each other",
            Verdict.Action.QUARANTINE,
            stateless(StandardRule::inconsistent));
    static final StandardRule CROSSED_QUOTE = new StandardRule(
            "crossed-quote", "a bid above the ask", Verdict.Action.FLAG, stateless(StandardRule::crossed));
    static final StandardRule STALE_EVENT = new StandardRule(
            "stale-event",
            "an event received more than 60 seconds after it happened",
            Verdict.Action.FLAG,
            stateless(StandardRule::stale));
    static final StandardRule DUPLICATE_TRADE = new StandardRule(
            "duplicate-trade", "a trade whose id was there before", Verdict.Action.QUARANTINE, RecentIds::new);
    static final StandardRule VOLUME_OUTLIER =
            new StandardRule("volume-outlier", "a very large trade or bar", Verdict.Action.FLAG, UsualSizes::new);

    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);
    private static final Duration MOST_BEHIND = Duration.ofSeconds(60);

    private static Supplier<Function<MarketEvent, @Nullable String>> stateless(
            Function<MarketEvent, @Nullable String> check) {
        return () -> check;
    }

    @Override
    public Check newCheck() {
        Function<MarketEvent, @Nullable String> check = memory.get();
        return event -> {
            String wrong = check.apply(event);
            return wrong == null ? Optional.empty() : Optional.of(new Verdict.Finding(id, action, wrong));
        };
    }

    private static @Nullable String nonPositivePrice(MarketEvent event) {
        if (event instanceof Trade trade) {
            return trade.price() > 0 ? null : "price " + trade.price();
        }
        if (event instanceof Bar bar) {
            return bar.low() > 0 ? null : "low " + bar.low();
        }
        if (event instanceof Quote quote) {
            boolean positive = quote.price() > 0 && isPositive(quote.bid()) && isPositive(quote.ask());
            return positive ? null : "price " + quote.price() + ", bid " + quote.bid() + ", ask " + quote.ask();
        }
        return null;
    }

    private static boolean isPositive(OptionalDouble value) {
        return value.isEmpty() || value.getAsDouble() > 0;
    }

    private static @Nullable String implausibleTime(MarketEvent event) {
        Instant at = event.eventTime();
        boolean implausible =
                at.isBefore(EARLIEST) || at.isAfter(event.receivedTime().plus(MOST_AHEAD));
        return implausible ? "event at " + at + ", received at " + event.receivedTime() : null;
    }

    private static @Nullable String stale(MarketEvent event) {
        boolean live = event instanceof Trade || event instanceof Quote;
        boolean behind = event.receivedTime().isAfter(event.eventTime().plus(MOST_BEHIND));
        return live && behind ? "event at " + event.eventTime() + ", received at " + event.receivedTime() : null;
    }

    private static @Nullable String crossed(MarketEvent event) {
        if (event instanceof Quote quote
                && quote.bid().isPresent()
                && quote.ask().isPresent()) {
            double bid = quote.bid().getAsDouble();
            double ask = quote.ask().getAsDouble();
            return bid > ask ? "bid " + bid + " above ask " + ask : null;
        }
        return null;
    }

    /** A {@link Bar} cannot be made with open or close outside low and high; the rest is checked here. */
    private static @Nullable String inconsistent(MarketEvent event) {
        if (event instanceof Bar bar && bar.vwap().isPresent()) {
            double vwap = bar.vwap().getAsDouble();
            double slack = 1e-9 * Math.abs(vwap);
            boolean outside = vwap < bar.low() - slack || vwap > bar.high() + slack;
            return outside ? "vwap " + vwap + " outside " + bar.low() + " to " + bar.high() : null;
        }
        if (event instanceof Quote quote
                && quote.low().isPresent()
                && quote.high().isPresent()) {
            boolean upsideDown = quote.low().getAsDouble() > quote.high().getAsDouble();
            return upsideDown ? "low " + quote.low() + " above high " + quote.high() : null;
        }
        return null;
    }

    /** The last ids of trades. */
    private static final class RecentIds implements Function<MarketEvent, @Nullable String> {
        private static final int WINDOW = 1024;

        private final Set<String> ids = new LinkedHashSet<>();

        @Override
        public @Nullable String apply(MarketEvent event) {
            if (!(event instanceof Trade trade) || trade.id() == null) {
                return null;
            }
            if (!ids.add(trade.id())) {
                return "trade id " + trade.id() + " again";
            }
            if (ids.size() > WINDOW) {
                ids.remove(ids.iterator().next());
            }
            return null;
        }
    }

    /** The last sizes of trades, and of bars. */
    private static final class UsualSizes implements Function<MarketEvent, @Nullable String> {
        private static final int WINDOW = 64;
        private static final double MANY_TIMES = 1000;

        private final RollingMedian trades = new RollingMedian(WINDOW);
        private final RollingMedian bars = new RollingMedian(WINDOW);

        @Override
        public @Nullable String apply(MarketEvent event) {
            if (event instanceof Trade trade) {
                return look(trade.size(), trades);
            }
            return event instanceof Bar bar && bar.volume().isPresent()
                    ? look(bar.volume().getAsDouble(), bars)
                    : null;
        }

        private static @Nullable String look(double size, RollingMedian usual) {
            boolean outlier = usual.size() == WINDOW
                    && size > MANY_TIMES * usual.median()
                    && size > usual.max()
                    && usual.median() > 0;
            String finding = outlier ? "size " + size + ", median " + usual.median() : null;
            usual.add(size);
            return finding;
        }
    }
}
