package io.quotron.testkit.simulator;

import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Side;
import io.quotron.model.Trade;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A tape of trades that were handed in, or of bars, each replayed as four trades: open, two extremes, close. */
final class RecordedTape implements Tape {
    private static final int MAX_DECIMALS = 8;
    private static final long NANOS = 1_000_000_000L;

    private final List<Tick> ticks;
    private final int priceDecimals;
    private final int sizeDecimals;

    private RecordedTape(List<Print> prints) {
        this.priceDecimals =
                prints.stream().mapToInt(p -> decimals(p.price)).max().orElse(0);
        this.sizeDecimals =
                prints.stream().mapToInt(p -> decimals(p.size)).max().orElse(0);
        boolean ownIds = idsIncrease(prints);
        this.ticks = new ArrayList<>(prints.size());
        for (int i = 0; i < prints.size(); i++) {
            Print print = prints.get(i);
            ticks.add(new Tick(
                    ownIds ? print.number() : i + 1L,
                    print.nanos,
                    steps(print.price, priceDecimals),
                    steps(print.size, sizeDecimals),
                    print.side != Side.SELL,
                    true));
        }
    }

    static RecordedTape ofTrades(List<Trade> trades) {
        return new RecordedTape(trades.stream()
                .map(t -> new Print(nanos(t.eventTime()), t.price(), t.size(), t.side(), t.id()))
                .sorted(Comparator.comparingLong(Print::nanos))
                .toList());
    }

    static RecordedTape ofBars(BarSeries series) {
        List<Print> prints = new ArrayList<>();
        series.bars().forEach(bar -> addBar(bar, series.hasVolume(), prints));
        return new RecordedTape(prints);
    }

    /** A rising bar visits its low first, a falling one its high; the volume is shared among the four. */
    private static void addBar(Bar bar, boolean hasVolume, List<Print> prints) {
        long open = nanos(bar.openTime());
        long quarter = (nanos(bar.closeTime()) - open) / 4;
        boolean rising = bar.close() >= bar.open();
        double[] prices = {bar.open(), rising ? bar.low() : bar.high(), rising ? bar.high() : bar.low(), bar.close()};
        double volume = hasVolume ? bar.volume().orElse(0) : 0;
        double share = rounded(volume / 4);
        for (int i = 0; i < prices.length; i++) {
            double size = i < 3 ? share : Math.max(0, rounded(volume - 3 * share));
            prints.add(new Print(open + i * quarter, prices[i], size, Side.UNKNOWN, null));
        }
    }

    /** Whole numbers stay whole, others keep eight decimals. */
    private static double rounded(double size) {
        int scale = size >= 1_000 ? 0 : MAX_DECIMALS;
        return BigDecimal.valueOf(size).setScale(scale, RoundingMode.HALF_EVEN).doubleValue();
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }

    private static int decimals(double value) {
        int scale = BigDecimal.valueOf(value).stripTrailingZeros().scale();
        return Math.max(0, Math.min(MAX_DECIMALS, scale));
    }

    private static long steps(double value, int decimals) {
        return BigDecimal.valueOf(value)
                .movePointRight(decimals)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static boolean idsIncrease(List<Print> prints) {
        long last = -1;
        for (Print print : prints) {
            if (print.number() <= last) {
                return false;
            }
            last = print.number();
        }
        return true;
    }

    @Override
    public int priceDecimals() {
        return priceDecimals;
    }

    @Override
    public int sizeDecimals() {
        return sizeDecimals;
    }

    @Override
    public List<Tick> ticks(long fromNanos, long toNanos, int limit) {
        int from = indexOf(fromNanos);
        int to = Math.max(from, indexOf(toNanos));
        return List.copyOf(ticks.subList(from, (int) Math.min(to, (long) from + limit)));
    }

    @Override
    public List<Tick> lastTicks(long beforeNanos, int limit) {
        int to = indexOf(beforeNanos);
        return List.copyOf(ticks.subList(Math.max(0, to - limit), to));
    }

    @Override
    public OptionalLong nextTime(long fromNanos) {
        int index = indexOf(fromNanos);
        return index < ticks.size() ? OptionalLong.of(ticks.get(index).nanos()) : OptionalLong.empty();
    }

    @Override
    public Candle candle(long fromNanos, long toNanos) {
        Candle.Fold fold = new Candle.Fold();
        int to = indexOf(toNanos);
        for (int i = indexOf(fromNanos); i < to; i++) {
            fold.add(ticks.get(i));
        }
        return fold.candle();
    }

    @Override
    public double turnover(long fromNanos, long toNanos) {
        double sum = 0;
        int to = indexOf(toNanos);
        for (int i = indexOf(fromNanos); i < to; i++) {
            sum += (double) ticks.get(i).price() * ticks.get(i).size();
        }
        return sum;
    }

    @Override
    public long firstNanos() {
        return ticks.isEmpty() ? Long.MAX_VALUE : ticks.get(0).nanos();
    }

    /** The first trade at or after an instant. */
    private int indexOf(long nanos) {
        int low = 0;
        int high = ticks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ticks.get(middle).nanos() < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A trade before its steps are known. */
    private record Print(
            long nanos,
            double price,
            double size,
            Side side,
            @Nullable String id) {
        /** The id as a number; -1 where it is none. */
        private long number() {
            return id != null && id.matches("[0-9]{1,18}") ? Long.parseLong(id) : -1;
        }
    }
}
