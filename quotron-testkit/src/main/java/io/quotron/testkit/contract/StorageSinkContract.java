package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.StorageException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.IndexValue;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarStore;
import io.quotron.spi.StorageSink;
import io.quotron.spi.WriteReport;
import io.quotron.testkit.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules for a {@link StorageSink} and its {@link BarStore}: W101 to W122. The class is long because it is a table of rules. */
public abstract class StorageSinkContract {
    private static final Instant START = Instant.parse("2026-03-02T14:30:00Z");
    private static final Symbol SYMBOL = Symbol.of("ACME");
    private static final Symbol INDEX = Symbol.of("^ACME");
    private static final SourceId SOURCE = SourceId.of("contract");
    private static final Interval MINUTE = Interval.MINUTE_1;
    private static final int MANY = 10_000;

    /** Prices whose nearest double must come back to the last bit. */
    private static final double[] AWKWARD = {
        0.1, 0.30000000000000004, 1e-9, 123456789.12345679, 1e15, 4.35, 2.2250738585072014E-308, 9007199254740992.0
    };

    private @Nullable StorageSink sink;
    private @Nullable Path folder;

    /** Makes the test; the store comes with each rule. */
    protected StorageSinkContract() {}

    /**
     * Makes a sink, not opened.
     *
     * @param storeFolder an empty folder that stands for the store: the same folder means the same store, another one an empty store. A
     *     sink over a database server makes a schema of its own out of the folder's name
     * @return a new sink
     */
    protected abstract StorageSink createSink(Path storeFolder);

    /**
     * Tells whether rows outlive the sink.
     *
     * @return true unless overridden by a store that keeps its rows in memory
     */
    protected boolean isDurable() {
        return true;
    }

    /**
     * Returns how fine the store keeps time; times of rows are cut to it when they come back.
     *
     * @return one nanosecond unless overridden
     */
    protected Duration timeResolution() {
        return Duration.ofNanos(1);
    }

    /**
     * Returns a bar that the store must refuse although it is a legal bar.
     *
     * @return the bar; empty if the store takes every legal bar
     */
    protected Optional<Bar> poisonBar() {
        return Optional.empty();
    }

    /**
     * Makes a sink whose store cannot be reached.
     *
     * @param storeFolder an empty folder
     * @return the sink; empty if that cannot happen to this kind of store
     */
    protected Optional<StorageSink> unreachableSink(Path storeFolder) {
        return Optional.empty();
    }

    /**
     * Makes and opens the store.
     *
     * @param temporary an empty folder
     */
    @BeforeEach
    protected final void openStore(@TempDir Path temporary) {
        folder = temporary;
        sink = createSink(temporary);
        sink.open();
    }

    /** Closes the store. */
    @AfterEach
    protected final void closeStore() {
        if (sink != null) {
            sink.close();
        }
    }

    /** W101: what was written comes back, every component of it. */
    @Test
    protected void w101_bar_comesBackWhole() {
        Bar full = bar(0).volume(12.5)
                .tradeCount(7)
                .vwap(100.125)
                .coverage(0.75, Bar.Reason.FEED_DOWN)
                .state(Bar.State.BACKFILLED)
                .build();
        Bar bare = bar(1).build();

        assertThat(write(full, bare)).isEqualTo(new WriteReport(2, 0, List.of()));

        assertThat(all()).containsExactly(full, bare);
    }

    /** W102: writing the same rows again changes nothing and says so. */
    @Test
    protected void w102_writtenTwice_isStoredOnce() {
        List<Bar> bars = bars(0, 50);
        assertThat(sink().writeBars(bars, Adjustment.RAW).stored()).isEqualTo(50);

        WriteReport again = sink().writeBars(bars, Adjustment.RAW);

        assertThat(again).isEqualTo(new WriteReport(0, 50, List.of()));
        assertThat(all()).isEqualTo(bars);
    }

    /** W103: the order of rows, within a call and over calls, does not matter. */
    @Test
    protected void w103_anyOrder_givesTheSame() {
        List<Bar> bars = bars(0, 100);
        List<Bar> shuffled = new ArrayList<>(bars);
        Collections.shuffle(shuffled, new Random(Seed.of("w103").value()));

        sink().writeBars(shuffled.subList(0, 30), Adjustment.RAW);
        sink().writeBars(shuffled.subList(30, 100), Adjustment.RAW);

        assertThat(all()).isEqualTo(bars);
    }

    /** W104: a newer revision replaces an older one; the older one, coming late, changes nothing. */
    @Test
    protected void w104_olderRevision_neverReplacesNewer() {
        Bar first = bar(0).revision(0).build();
        Bar second = bar(0).prices(10, 12, 9, 11)
                .revision(1)
                .state(Bar.State.REVISED)
                .build();
        write(first);

        assertThat(write(second).stored()).isEqualTo(1);
        assertThat(write(first)).isEqualTo(new WriteReport(0, 1, List.of()));

        assertThat(all()).containsExactly(second);
    }

    /** W105: a complete bar replaces a forming one; a forming one never replaces a complete one. */
    @Test
    protected void w105_forming_neverReplacesComplete() {
        Bar forming = bar(0).state(Bar.State.FORMING).build();
        Bar complete = bar(0).prices(10, 12, 9, 11).state(Bar.State.FINAL).build();
        write(forming);

        assertThat(write(complete).stored()).isEqualTo(1);
        assertThat(write(forming)).isEqualTo(new WriteReport(0, 1, List.of()));

        assertThat(all()).containsExactly(complete);
    }

    /** W106: revisions of one bar in one call leave the newest, in any order. */
    @Test
    protected void w106_revisionsInOneCall_leaveTheNewest() {
        Bar old = bar(0).revision(1).build();
        Bar newest = bar(0).prices(10, 12, 9, 11).revision(2).build();

        write(newest, old);

        assertThat(all()).containsExactly(newest);
    }

    /** W107: doubles come back to the last bit. */
    @Test
    protected void w107_doubles_comeBackToTheLastBit() {
        List<Bar> bars = IntStream.range(0, AWKWARD.length)
                .mapToObj(i -> bar(i).prices(AWKWARD[i], AWKWARD[i], AWKWARD[i], AWKWARD[i])
                        .volume(AWKWARD[i])
                        .build())
                .toList();

        sink().writeBars(bars, Adjustment.RAW);

        assertThat(all().stream().mapToDouble(Bar::close)).containsExactly(box(AWKWARD));
        assertThat(all().stream().mapToDouble(bar -> bar.volume().orElseThrow()))
                .containsExactly(box(AWKWARD));
    }

    private static Double[] box(double[] values) {
        return Arrays.stream(values).boxed().toArray(Double[]::new);
    }

    /** W108: times come back as finely as the store says, over the whole span of markets. */
    @Test
    protected void w108_times_comeBackAsDeclared() {
        for (String text :
                List.of("1970-01-02T00:00:00Z", "2026-03-02T14:30:00.123456789Z", "2199-12-31T23:59:59.999999999Z")) {
            Instant time = cut(Instant.parse(text));
            Quote quote = Quote.builder(SYMBOL, SOURCE)
                    .price(1)
                    .eventTime(time)
                    .receivedTime(time)
                    .build();

            sink().writeQuotes(List.of(quote));

            assertThat(reader().latestQuote(SYMBOL)).contains(quote);
        }
    }

    private Instant cut(Instant time) {
        long step = timeResolution().toNanos();
        return Instant.ofEpochSecond(time.getEpochSecond(), time.getNano() / step * step);
    }

    /** W109: many rows in one call are all stored. */
    @Test
    protected void w109_manyRows_areAllStored() {
        List<Bar> bars = bars(0, MANY);

        assertThat(sink().writeBars(bars, Adjustment.RAW)).isEqualTo(new WriteReport(MANY, 0, List.of()));

        assertThat(all()).isEqualTo(bars);
    }

    /** W110: a row that cannot be stored is told, and its neighbours are stored. */
    @Test
    protected void w110_poisonRow_harmsNoNeighbour() {
        assumeTrue(poisonBar().isPresent(), "this store takes every legal bar");
        List<Bar> bars = new ArrayList<>(bars(0, 20));
        bars.add(10, poisonBar().orElseThrow());

        WriteReport report = sink().writeBars(bars, Adjustment.RAW);

        assertThat(report.stored()).isEqualTo(20);
        assertThat(report.rejected()).singleElement().asString().isNotBlank();
        assertThat(all()).isEqualTo(bars(0, 20));
    }

    /** W111: no rows are no work. */
    @Test
    protected void w111_noRows_areNoWork() {
        WriteReport nothing = new WriteReport(0, 0, List.of());

        assertThat(sink().writeBars(List.of(), Adjustment.RAW)).isEqualTo(nothing);
        assertThat(sink().writeQuotes(List.of())).isEqualTo(nothing);
        assertThat(sink().writeIndexValues(List.of())).isEqualTo(nothing);
        assertThat(sink().writeIndicators(List.of())).isEqualTo(nothing);
    }

    /** W112: what was written outlives the sink. */
    @Test
    protected void w112_reopened_holdsWhatWasWritten() {
        assumeTrue(isDurable(), "this store keeps its rows in memory");
        sink().writeBars(bars(0, 10), Adjustment.RAW);
        sink().close();

        try (StorageSink again = createSink(Objects.requireNonNull(folder, "folder"))) {
            again.open();
            assertThat(again.reader().bars(key(Adjustment.RAW), everything())).isEqualTo(bars(0, 10));
        }
    }

    /** W113: opening and closing twice is doing so once; check tells the state and never throws. */
    @Test
    protected void w113_openAndClose_areIdempotent() {
        sink().open();
        assertThat(sink().check().healthy()).isTrue();
        write(bar(0).build());

        sink().close();
        sink().close();

        assertThat(sink().check().healthy()).isFalse();
    }

    /** W114: a store that cannot be reached is unhealthy, and says why. */
    @Test
    protected void w114_unreachable_isUnhealthy(@TempDir Path temporary) {
        Optional<StorageSink> unreachable = unreachableSink(temporary);
        assumeTrue(unreachable.isPresent(), "this store cannot be out of reach");
        try (StorageSink dead = unreachable.orElseThrow()) {
            assertThat(Outcome.of(() -> {
                                dead.open();
                                return true;
                            })
                            .thrown())
                    .isInstanceOf(StorageException.class)
                    .hasMessageMatching("(?s).+");
            assertThat(dead.check().healthy()).isFalse();
        }
    }

    /** W115: ranges are half-open, and their limits need not be open times. */
    @Test
    protected void w115_ranges_areHalfOpen() {
        sink().writeBars(bars(0, 10), Adjustment.RAW);

        assertThat(read(TimeRange.of(open(2), open(5)))).isEqualTo(bars(2, 5));
        assertThat(read(TimeRange.of(open(2).plusSeconds(1), open(5).plusSeconds(1))))
                .isEqualTo(bars(3, 6));
        assertThat(read(TimeRange.of(open(10), open(20)))).isEmpty();
        assertThat(read(TimeRange.of(Instant.EPOCH, open(0)))).isEmpty();
    }

    /** W116: the newest bars come oldest first, as many as there are. */
    @Test
    protected void w116_latestBars_comeOldestFirst() {
        sink().writeBars(bars(0, 10), Adjustment.RAW);

        assertThat(reader().latestBars(key(Adjustment.RAW), 3)).isEqualTo(bars(7, 10));
        assertThat(reader().latestBars(key(Adjustment.RAW), 100)).isEqualTo(bars(0, 10));
        assertThat(reader().latestBars(key(Adjustment.SPLITS), 3)).isEmpty();
    }

    /** W117: series that differ in one component of the key do not mix, and all are listed. */
    @Test
    protected void w117_series_doNotMix() {
        Bar mine = bar(0).build();
        Bar otherSymbol = bar(Symbol.of("OTHER"), SOURCE, MINUTE, 0).build();
        Bar otherSource = bar(SYMBOL, SourceId.of("elsewhere"), MINUTE, 0).build();
        Bar otherInterval = bar(SYMBOL, SOURCE, Interval.MINUTE_5, 0).build();
        write(mine, otherSymbol, otherSource, otherInterval);
        sink().writeBars(List.of(mine), Adjustment.SPLITS);

        assertThat(all()).containsExactly(mine);
        assertThat(reader().series())
                .containsExactlyInAnyOrder(
                        key(Adjustment.RAW),
                        key(Adjustment.SPLITS),
                        new BarStore.SeriesKey(Symbol.of("OTHER"), SOURCE, MINUTE, Adjustment.RAW),
                        new BarStore.SeriesKey(SYMBOL, SourceId.of("elsewhere"), MINUTE, Adjustment.RAW),
                        new BarStore.SeriesKey(SYMBOL, SOURCE, Interval.MINUTE_5, Adjustment.RAW))
                .isEqualTo(reader().series());
    }

    /** W118: a symbol that looks like a command is data. */
    @Test
    protected void w118_symbolLikeCommand_isData() {
        write(bar(0).build());
        List<Symbol> odd = List.of(
                Symbol.of("DROP_TABLE_CANDLES--"),
                Symbol.of("--"),
                Symbol.of("A$1"),
                Symbol.of("A!B@C"),
                Symbol.of("X".repeat(64)));
        for (Symbol symbol : odd) {
            Bar bar = bar(symbol, SOURCE, MINUTE, 0).build();
            assertThat(sink().writeBars(List.of(bar), Adjustment.RAW).stored())
                    .as("%s", symbol)
                    .isEqualTo(1);
            assertThat(reader().bars(new BarStore.SeriesKey(symbol, SOURCE, MINUTE, Adjustment.RAW), everything()))
                    .containsExactly(bar);
        }
        assertThat(all()).hasSize(1);
    }

    /** W119: the newest quote and index value are those with the latest event time; absent numbers stay absent. */
    @Test
    protected void w119_quotesAndIndexValues_giveTheNewest() {
        Quote old = quote(1, 10).build();
        Quote newest = quote(3, 30).bid(29.5).volume(0).build();
        Quote between = quote(2, 20).ask(20.5).build();

        assertThat(sink().writeQuotes(List.of(newest, old, between)).stored()).isEqualTo(3);
        assertThat(sink().writeQuotes(List.of(newest, old, between))).isEqualTo(new WriteReport(0, 3, List.of()));
        assertThat(reader().latestQuote(SYMBOL)).contains(newest);
        assertThat(reader().latestQuote(Symbol.of("NONE"))).isEmpty();

        IndexValue early = index(1, 5000);
        IndexValue late = index(2, 5001.25);
        assertThat(sink().writeIndexValues(List.of(late, early)).stored()).isEqualTo(2);
        assertThat(sink().writeIndexValues(List.of(early, late))).isEqualTo(new WriteReport(0, 2, List.of()));
        assertThat(reader().latestIndexValue(INDEX)).contains(late);
        assertThat(reader().latestIndexValue(SYMBOL)).isEmpty();
    }

    /** W120: indicator values come back with their names, and what has not warmed up stays absent. */
    @Test
    protected void w120_indicators_comeBack() {
        List<String> names = List.of("rsi", "sma_20");
        IndicatorValues cold = indicators(0, 0, names, Double.NaN, 100.5);
        IndicatorValues warm = indicators(1, 0, names, 55.5, 101.5);
        IndicatorValues revised = indicators(1, 1, names, 56.5, 102.5);

        assertThat(sink().writeIndicators(List.of(warm, cold)).stored()).isEqualTo(2);
        assertThat(sink().writeIndicators(List.of(cold, warm))).isEqualTo(new WriteReport(0, 2, List.of()));
        assertThat(sink().writeIndicators(List.of(revised)).stored()).isEqualTo(1);
        assertThat(sink().writeIndicators(List.of(warm)).stored()).isZero();

        List<IndicatorValues> read = reader().indicators(SYMBOL, SOURCE, MINUTE, everything());
        assertThat(read).hasSize(2);
        assertThat(read.get(0).openTime()).isEqualTo(cold.openTime());
        assertThat(read.get(0).value("rsi")).isEmpty();
        assertThat(read.get(0).value("sma_20")).hasValue(100.5);
        assertThat(read.get(1).value("rsi")).hasValue(56.5);
    }

    /** W121: threads that write the same rows at once store each once. */
    @Test
    protected void w121_threadsAtOnce_storeEachRowOnce() {
        List<Bar> bars = bars(0, 500);
        List<CompletableFuture<Integer>> stored = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stored.add(CompletableFuture.supplyAsync(
                    () -> sink().writeBars(bars, Adjustment.RAW).stored()));
        }

        assertThat(stored.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(500);
        assertThat(all()).isEqualTo(bars);
    }

    /** W122: a failure of ours is not the store being busy. */
    @Test
    protected void w122_ownMistake_isNotOverCapacity() {
        assertThat(sink().isOverCapacity(new IllegalArgumentException("a mistake")))
                .isFalse();
    }

    // ------------------------------------------------------------------------------------------------------------------

    private StorageSink sink() {
        return Objects.requireNonNull(sink, "sink");
    }

    private BarStore reader() {
        return sink().reader();
    }

    private WriteReport write(Bar... bars) {
        return sink().writeBars(List.of(bars), Adjustment.RAW);
    }

    private List<Bar> all() {
        return read(everything());
    }

    private List<Bar> read(TimeRange range) {
        return reader().bars(key(Adjustment.RAW), range);
    }

    private static TimeRange everything() {
        return TimeRange.of(Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"));
    }

    private static BarStore.SeriesKey key(Adjustment adjustment) {
        return new BarStore.SeriesKey(SYMBOL, SOURCE, MINUTE, adjustment);
    }

    private static Instant open(int index) {
        return START.plusSeconds(60L * index);
    }

    private static List<Bar> bars(int fromInclusive, int toExclusive) {
        return IntStream.range(fromInclusive, toExclusive)
                .mapToObj(i -> bar(i).volume(i).build())
                .toList();
    }

    private static Bar.Builder bar(int index) {
        return bar(SYMBOL, SOURCE, MINUTE, index);
    }

    private static Bar.Builder bar(Symbol symbol, SourceId source, Interval interval, int index) {
        double price = 100 + index * 0.01;
        Instant open = open(index);
        return Bar.builder(symbol, source, interval)
                .span(open, open.plus(interval.duration()))
                .prices(price, price + 1, price - 1, price + 0.5)
                .receivedTime(open.plusSeconds(61));
    }

    private static Quote.Builder quote(int seconds, double price) {
        Instant time = START.plusSeconds(seconds);
        return Quote.builder(SYMBOL, SOURCE).price(price).eventTime(time).receivedTime(time);
    }

    private static IndexValue index(int seconds, double value) {
        Instant time = START.plusSeconds(seconds);
        OptionalDouble none = OptionalDouble.empty();
        return new IndexValue(INDEX, SOURCE, value, OptionalDouble.of(4990), none, none, time, time, false);
    }

    private static IndicatorValues indicators(int index, int revision, List<String> names, double... row) {
        Instant open = open(index);
        Instant close = open.plusSeconds(60);
        return new IndicatorValues(SYMBOL, SOURCE, MINUTE, open, close, Bar.State.FINAL, revision, names, row, close);
    }
}
