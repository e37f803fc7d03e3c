package io.quotron.quality;

import io.quotron.model.Bar;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Trade;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A price far from the median of those before it. */
final class PriceSpikeRule implements QualityRule {
    private static final int WINDOW = 51;
    private static final int LEAST = 11;
    private static final int NEW_LEVEL_AFTER = 5;
    private static final double TO_STANDARD_DEVIATION = 1.4826;

    private final double deviations;
    private final double share;

    PriceSpikeRule(double deviations, double share) {
        if (!(deviations > 0 && share > 0) || !Double.isFinite(deviations + share)) {
            throw new IllegalArgumentException(
                    "deviations and share must be positive, but are " + deviations + " and " + share);
        }
        this.deviations = deviations;
        this.share = share;
    }

    @Override
    public String id() {
        return "price-spike";
    }

    @Override
    public String description() {
        return "a price more than " + deviations + " deviations and " + share * 100 + " % from the median of the last "
                + WINDOW;
    }

    @Override
    public Check newCheck() {
        return new PriceCheck();
    }

    /** The kinds of prices, which are not compared with each other. */
    private enum Kind {
        TRADE,
        QUOTE,
        CLOSE
    }

    /** The prices of one kind, and those in a row that did not fit to them. */
    private static final class Level {
        private final RollingMedian usual = new RollingMedian(WINDOW);
        private final RollingMedian doubted = new RollingMedian(NEW_LEVEL_AFTER);
    }

    private final class PriceCheck implements Check {
        private final Map<Kind, Level> levels = new EnumMap<>(Kind.class);

        @Override
        public Optional<Verdict.Finding> look(MarketEvent event) {
            if (event instanceof Trade trade) {
                return look(Kind.TRADE, trade.price());
            }
            if (event instanceof Quote quote) {
                return look(Kind.QUOTE, quote.price());
            }
            return event instanceof Bar bar ? look(Kind.CLOSE, bar.close()) : Optional.empty();
        }

        private Optional<Verdict.Finding> look(Kind kind, double price) {
            Level level = levels.computeIfAbsent(kind, k -> new Level());
            if (level.usual.size() >= LEAST && isFar(price, level.usual)) {
                return doubt(level, price);
            }
            level.doubted.clear();
            if (price > 0) {
                level.usual.add(price);
            }
            return Optional.empty();
        }

        private boolean isFar(double price, RollingMedian from) {
            double distance = Math.abs(price - from.median());
            // The floor is cheap and nearly always settles it.
            return distance > share * Math.abs(from.median())
                    && distance > deviations * TO_STANDARD_DEVIATION * from.deviation();
        }

        private Optional<Verdict.Finding> doubt(Level level, double price) {
            boolean agrees = level.doubted.size() == 0
                    || Math.abs(price - level.doubted.median()) <= share * level.doubted.median();
            if (!agrees) {
                level.doubted.clear();
            }
            if (price > 0) {
                level.doubted.add(price);
            }
            if (level.doubted.size() == NEW_LEVEL_AFTER) {
                level.usual.clear();
                level.doubted.clear();
                level.usual.add(price);
                return Optional.empty();
            }
            return Optional.of(new Verdict.Finding(
                    id(), Verdict.Action.QUARANTINE, "price " + price + ", median " + level.usual.median()));
        }
    }
}
