package io.quotron.testkit.simulator;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What is known about an instrument at one instant, in prices and shares as they are at that instant.
 *
 * @param last the last trade
 * @param price its price
 * @param day the session that runs or ran last
 * @param session the session so far
 * @param previousClose the last price of the session before; that of this one where there is none before
 * @param year highest and lowest price of 52 weeks, with the first price
 * @param averages mean closes and volumes
 */
record Snapshot(
        Tick last, double price, LocalDate day, Prices session, double previousClose, Prices year, Averages averages) {
    private static final long NANOS = 1_000_000_000L;
    private static final int YEAR_DAYS = 365;

    /** Prices and the volume of a span. */
    record Prices(double open, double high, double low, double close, double volume) {}

    /** Means over sessions before this one: 50 and 200 closes, about 3 months and 10 days of volumes. */
    record Averages(double close50, double close200, double volume63, double volume10) {}

    static Optional<Snapshot> of(Listing listing, long nowNanos) {
        List<Tick> newest = listing.tape().lastTicks(nowNanos + 1, 1);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        Tick last = newest.get(0);
        LocalDate day = listing.hours().lastSession(last.nanos());
        LocalDate today = listing.hours().dateOf(nowNanos);
        History history = new History(listing, day, today, nowNanos + 1);
        return Optional.of(new Snapshot(
                last,
                listing.price(last.price()) / listing.splitRatio(day, today),
                day,
                history.session(),
                history.previousClose(),
                history.year(),
                history.averages()));
    }

    long second() {
        return last.nanos() / NANOS;
    }

    /** Walks back over the sessions of a year. */
    private static final class History {
        private final Prices session;
        private final double[] closes = new double[YEAR_DAYS + 1];
        private final double[] volumes = new double[YEAR_DAYS + 1];
        private double high;
        private double low;
        private double first;
        private int count;

        private History(Listing listing, LocalDate day, LocalDate today, long untilNanos) {
            this.session = prices(listing, day, today, untilNanos);
            this.high = session.high;
            this.low = session.low;
            this.first = session.open;
            LocalDate earliest = day.minusDays(YEAR_DAYS);
            long start = listing.tape().firstNanos();
            for (LocalDate date = listing.hours().previousTradingDay(day);
                    date.isAfter(earliest) && listing.hours().openNanos(date) >= start;
                    date = listing.hours().previousTradingDay(date)) {
                if (!listing.session(date, untilNanos).isEmpty()) {
                    add(prices(listing, date, today, untilNanos));
                }
            }
        }

        private static Prices prices(Listing listing, LocalDate date, LocalDate today, long untilNanos) {
            Candle candle = listing.session(date, untilNanos);
            double ratio = listing.splitRatio(date, today);
            return new Prices(
                    listing.price(candle.open()) / ratio,
                    listing.price(candle.high()) / ratio,
                    listing.price(candle.low()) / ratio,
                    listing.price(candle.close()) / ratio,
                    YahooVolume.of(listing, date, candle, untilNanos) * ratio);
        }

        private void add(Prices prices) {
            high = Math.max(high, prices.high);
            low = Math.min(low, prices.low);
            first = prices.open;
            closes[count] = prices.close;
            volumes[count] = prices.volume;
            count++;
        }

        private Prices session() {
            return session;
        }

        private double previousClose() {
            return count == 0 ? session.close : closes[0];
        }

        private Prices year() {
            return new Prices(first, high, low, session.close, 0);
        }

        private Averages averages() {
            return new Averages(mean(closes, 50), mean(closes, 200), mean(volumes, 63), mean(volumes, 10));
        }

        private double mean(double[] values, int most) {
            int used = Math.min(most, count);
            double sum = 0;
            for (int i = 0; i < used; i++) {
                sum += values[i];
            }
            return used == 0 ? 0 : sum / used;
        }
    }
}
