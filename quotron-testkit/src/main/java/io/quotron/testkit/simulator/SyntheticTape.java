package io.quotron.testkit.simulator;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A tape that is a pure function of seed, symbol and time: years of days, a day's minutes and a minute's trades come
 * from
 * one path, each level computed only where it is asked for. What is remembered here only saves work.
 */
final class SyntheticTape implements Tape {
    private static final long MINUTE = 60_000_000_000L;
    private static final int REMEMBERED_DAYS = 12;
    private static final int SEARCH_DAYS = 15;

    private final SimulatedInstrument instrument;
    private final TradingHours hours;
    private final Walk walk;
    private final Map<Long, Day> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Day> eldest) {
            return size() > REMEMBERED_DAYS;
        }
    };
    private final Map<Long, Total> totals = new ConcurrentHashMap<>();

    SyntheticTape(long seed, SimulatedInstrument instrument) {
        this.instrument = instrument;
        this.hours = instrument.hours();
        this.walk = new Walk(instrument, Chance.key(seed, instrument.symbol().code()));
    }

    @Override
    public int priceDecimals() {
        return instrument.decimals();
    }

    @Override
    public int sizeDecimals() {
        return instrument.sizeDecimals();
    }

    @Override
    public long firstNanos() {
        return hours.openNanos(Walk.FIRST_DAY);
    }

    @Override
    public List<Tick> ticks(long fromNanos, long toNanos, int limit) {
        List<Tick> found = new ArrayList<>();
        for (LocalDate date = start(fromNanos);
                reaches(date, toNanos) && found.size() < limit;
                date = date.plusDays(1)) {
            if (hours.isTradingDay(date)) {
                collect(day(date), fromNanos, toNanos, limit, found);
            }
        }
        return found;
    }

    private static void collect(Day day, long fromNanos, long toNanos, int limit, List<Tick> found) {
        for (int i = day.minuteAt(fromNanos); i < day.minutes() && day.start(i) < toNanos; i++) {
            day.trades(i, tick -> {
                if (tick.nanos() >= fromNanos && tick.nanos() < toNanos && found.size() < limit) {
                    found.add(tick);
                }
            });
            if (found.size() >= limit) {
                return;
            }
        }
    }

    @Override
    public List<Tick> lastTicks(long beforeNanos, int limit) {
        Deque<Tick> found = new ArrayDeque<>();
        LocalDate date = start(beforeNanos);
        for (int i = 0; i < SEARCH_DAYS && Walk.covers(date) && found.size() < limit; i++) {
            if (hours.isTradingDay(date)) {
                collectBackwards(day(date), beforeNanos, limit, found);
            }
            date = date.minusDays(1);
        }
        return List.copyOf(found);
    }

    private static void collectBackwards(Day day, long beforeNanos, int limit, Deque<Tick> found) {
        List<Tick> minute = new ArrayList<>();
        for (int i = Math.min(day.minuteAt(beforeNanos), day.minutes() - 1); i >= 0 && found.size() < limit; i--) {
            minute.clear();
            day.trades(i, minute::add);
            for (int k = minute.size() - 1; k >= 0 && found.size() < limit; k--) {
                if (minute.get(k).nanos() < beforeNanos) {
                    found.addFirst(minute.get(k));
                }
            }
        }
    }

    @Override
    public OptionalLong nextTime(long fromNanos) {
        List<Tick> next = ticks(fromNanos, fromNanos + SEARCH_DAYS * 1_440 * MINUTE, 1);
        return next.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(next.get(0).nanos());
    }

    @Override
    public Candle candle(long fromNanos, long toNanos) {
        Candle.Fold fold = new Candle.Fold();
        for (LocalDate date = start(fromNanos); reaches(date, toNanos); date = date.plusDays(1)) {
            if (hours.isTradingDay(date)) {
                fold(date, fromNanos, toNanos, fold);
            }
        }
        return fold.candle();
    }

    private void fold(LocalDate date, long fromNanos, long toNanos, Candle.Fold fold) {
        if (isWhole(date, fromNanos, toNanos)) {
            fold.add(total(date).candle());
            return;
        }
        Day day = day(date);
        for (int i = day.minuteAt(fromNanos); i < day.minutes() && day.start(i) < toNanos; i++) {
            if (day.start(i) >= fromNanos && day.start(i) + MINUTE <= toNanos) {
                day.path.addTo(fold, i);
            } else {
                day.trades(i, tick -> {
                    if (tick.nanos() >= fromNanos && tick.nanos() < toNanos) {
                        fold.add(tick);
                    }
                });
            }
        }
    }

    /** Whole days are summed from the middle prices of their minutes, anything shorter from its trades. */
    @Override
    public double turnover(long fromNanos, long toNanos) {
        double sum = 0;
        for (LocalDate date = start(fromNanos); reaches(date, toNanos); date = date.plusDays(1)) {
            if (hours.isTradingDay(date)) {
                sum += isWhole(date, fromNanos, toNanos)
                        ? total(date).turnover()
                        : day(date).turnover(fromNanos, toNanos);
            }
        }
        return sum;
    }

    private LocalDate start(long nanos) {
        LocalDate date = hours.dateOf(nanos);
        if (date.isBefore(Walk.FIRST_DAY)) {
            return Walk.FIRST_DAY;
        }
        return date.isAfter(Walk.LAST_DAY) ? Walk.LAST_DAY : date;
    }

    private boolean reaches(LocalDate date, long toNanos) {
        return Walk.covers(date) && hours.openNanos(date) < toNanos;
    }

    private boolean isWhole(LocalDate date, long fromNanos, long toNanos) {
        long open = hours.openNanos(date);
        return fromNanos <= open && toNanos >= open + hours.minutes() * MINUTE;
    }

    private Total total(LocalDate date) {
        return totals.computeIfAbsent(date.toEpochDay(), epochDay -> new Day(date).total());
    }

    private Day day(LocalDate date) {
        synchronized (recent) {
            return recent.computeIfAbsent(date.toEpochDay(), epochDay -> new Day(date));
        }
    }

    private record Total(Candle candle, double turnover) {}

    /** One session. */
    private final class Day {
        private final DayPath path;
        private final long openNanos;
        private final long key;
        private double[] turnovers = {};

        private Day(LocalDate date) {
            this.path = walk.path(date);
            this.openNanos = hours.openNanos(date);
            this.key = walk.dayKey(date);
        }

        private int minutes() {
            return hours.minutes();
        }

        private long start(int minute) {
            return openNanos + minute * MINUTE;
        }

        /** The minute of an instant: 0 before the session, {@link #minutes()} or more after it. */
        private int minuteAt(long nanos) {
            return (int) Math.min(minutes(), Math.max(0, Math.floorDiv(nanos - openNanos, MINUTE)));
        }

        private void trades(int minute, Consumer<Tick> sink) {
            new MinuteTrades(path, minute, Chance.bits(key, ~(long) minute - minutes())).forEach(start(minute), sink);
        }

        private Total total() {
            Candle.Fold fold = new Candle.Fold();
            double turnover = 0;
            for (int i = 0; i < minutes(); i++) {
                path.addTo(fold, i);
                turnover += path.volume(i) * (path.open(i) + path.high(i) + path.low(i) + path.close(i)) / 4.0;
            }
            return new Total(fold.candle(), turnover);
        }

        private double turnover(long fromNanos, long toNanos) {
            double[] whole = turnovers();
            double[] sum = {0};
            for (int i = minuteAt(fromNanos); i < minutes() && start(i) < toNanos; i++) {
                if (start(i) >= fromNanos && start(i) + MINUTE <= toNanos) {
                    sum[0] += whole[i];
                } else {
                    trades(i, tick -> {
                        if (tick.nanos() >= fromNanos && tick.nanos() < toNanos) {
                            sum[0] += (double) tick.price() * tick.size();
                        }
                    });
                }
            }
            return sum[0];
        }

        private synchronized double[] turnovers() {
            if (turnovers.length == 0) {
                double[] sums = new double[minutes()];
                for (int i = 0; i < sums.length; i++) {
                    int minute = i;
                    trades(i, tick -> sums[minute] += (double) tick.price() * tick.size());
                }
                turnovers = sums;
            }
            return turnovers;
        }
    }
}
