package io.quotron.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.StorageException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.IndexValue;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarStore.SeriesKey;
import io.quotron.spi.WriteReport;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcStorageTest {
    private static final double[] ODD_DOUBLES = {
        0.1 + 0.2,
        1.0 / 3,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE / 8,
        -Double.MAX_VALUE / 8,
        9007199254740991.0,
        1e15,
        1e22,
        123456789.12345679,
        5.0,
        -5.0,
        0.0,
        Math.nextUp(100.0),
        4.35
    };

    @TempDir
    private Path folder;

    private JdbcStorage storage;

    @BeforeEach
    void openStorage() {
        storage = JdbcStorage.embedded(folder);
        storage.open();
    }

    @AfterEach
    void closeStorage() {
        storage.close();
    }

    @Test
    void writeBars_everyComponentSet_comesBackEqual() {
        Bar full = bar(1).tradeCount(7)
                .vwap(100.123456789)
                .state(Bar.State.BACKFILLED)
                .coverage(0.75, Bar.Reason.FEED_DOWN)
                .revision(3)
                .tradingDay(LocalDate.of(2024, 3, 4))
                .receivedTime(Instant.parse("2024-03-04T14:33:00.123456789Z"))
                .build();
        Bar bare = Bar.builder(Rows.AAPL, Rows.YAHOO, Interval.MINUTE_1)
                .span(Rows.START, Rows.START.plusNanos(1))
                .prices(1, 1, 1, 1)
                .build();

        storage.writeBars(List.of(full, bare), Adjustment.RAW);

        assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).containsExactly(bare, full);
    }

    @Test
    void writeBars_doublesOfAllKinds_comeBackBitEqual() {
        List<Bar> bars = IntStream.range(0, ODD_DOUBLES.length)
                .mapToObj(i -> bar(i).prices(ODD_DOUBLES[i], ODD_DOUBLES[i], ODD_DOUBLES[i], ODD_DOUBLES[i])
                        .vwap(ODD_DOUBLES[i])
                        .volume(Math.abs(ODD_DOUBLES[i]))
                        .build())
                .toList();

        storage.writeBars(bars, Adjustment.RAW);

        assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).isEqualTo(bars);
    }

    @Test
    void writeBars_negativeZero_comesBackAsZero() {
        storage.writeBars(List.of(bar(0).prices(-0.0, 0, 0, 0).build()), Adjustment.RAW);

        double open = storage.reader().bars(Rows.KEY, Rows.ALWAYS).get(0).open();

        assertThat(Double.doubleToRawLongBits(open)).isZero();
    }

    @Test
    void writeBars_firstAndLastNanosecond_comeBackEqual() {
        Instant first = EpochNanos.instantOf(Long.MIN_VALUE);
        Instant last = EpochNanos.instantOf(Long.MAX_VALUE);
        Bar widest = bar(0).span(first, last).receivedTime(last).build();

        storage.writeBars(List.of(widest), Adjustment.RAW);

        assertThat(storage.reader().latestBars(Rows.KEY, 1)).containsExactly(widest);
    }

    @Test
    void writeBars_sameBarsTwice_changesNothing() {
        List<Bar> bars = Rows.bars(Rows.AAPL, 500);
        storage.writeBars(bars, Adjustment.RAW);

        WriteReport again = storage.writeBars(bars, Adjustment.RAW);

        assertThat(again).isEqualTo(new WriteReport(0, 500, List.of()));
        assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).isEqualTo(bars);
    }

    @Test
    void writeBars_onlyReceivedLater_changesNothing() {
        Bar first = bar(0).build();
        storage.writeBars(List.of(first), Adjustment.RAW);

        WriteReport report = storage.writeBars(
                List.of(bar(0).receivedTime(Rows.START.plusSeconds(900)).build()), Adjustment.RAW);

        assertThat(report).isEqualTo(new WriteReport(0, 1, List.of()));
        assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).containsExactly(first);
    }

    @Test
    void writeBars_keysDifferInOnePart_areKeptApart() {
        Symbol other = Symbol.of("MSFT");
        storage.writeBars(List.of(bar(0).build()), Adjustment.RAW);
        storage.writeBars(List.of(bar(0).build()), Adjustment.SPLITS);
        storage.writeBars(List.of(Rows.bar(other, 0).build()), Adjustment.RAW);
        storage.writeBars(
                List.of(Bar.builder(Rows.AAPL, Rows.KRAKEN, Interval.MINUTE_1)
                        .span(Rows.START, Rows.START.plusSeconds(60))
                        .prices(1, 1, 1, 1)
                        .build()),
                Adjustment.RAW);

        assertThat(storage.reader().series())
                .containsExactly(
                        new SeriesKey(Rows.AAPL, Rows.KRAKEN, Interval.MINUTE_1, Adjustment.RAW),
                        Rows.KEY,
                        new SeriesKey(Rows.AAPL, Rows.YAHOO, Interval.MINUTE_1, Adjustment.SPLITS),
                        new SeriesKey(other, Rows.YAHOO, Interval.MINUTE_1, Adjustment.RAW));
        assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).hasSize(1);
    }

    @Test
    void writeBars_tenThousandInRandomOrder_allComeBackInOrder() {
        List<Bar> bars = Rows.bars(Rows.AAPL, 10_000);
        List<Bar> shuffled = new ArrayList<>(bars);
        Collections.shuffle(shuffled);

        assertThat(storage.writeBars(shuffled, Adjustment.RAW)).isEqualTo(new WriteReport(10_000, 0, List.of()));

        assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).isEqualTo(bars);
    }

    @Test
    void writeBars_poisonRowsAmongGood_storesNeighboursAndNamesThem() {
        List<Bar> bars = new ArrayList<>(Rows.bars(Rows.AAPL, 500));
        bars.set(10, bar(10).revision(-1).build());
        bars.set(20, bar(20).tradeCount(-5).build());
        bars.set(30, bar(30).receivedTime(Instant.parse("3000-01-01T00:00:00Z")).build());

        WriteReport report = storage.writeBars(bars, Adjustment.RAW);

        assertThat(report.stored()).isEqualTo(497);
        assertThat(report.rejected()).hasSize(3);
        assertThat(report.rejected().get(0)).contains("1m bar of AAPL from yahoo at 2024-03-04T14:40:00Z", "revision");
        assertThat(report.rejected().get(1)).contains("14:50:00Z", "trade_count");
        assertThat(report.rejected().get(2)).contains("15:00:00Z", "1677 to 2262");
        assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).hasSize(497);
    }

    @Test
    void writeBars_onlyPoisonRows_storesNothing() {
        WriteReport report = storage.writeBars(List.of(bar(0).revision(-1).build()), Adjustment.RAW);

        assertThat(report.stored()).isZero();
        assertThat(report.rejected()).hasSize(1);
        assertThat(storage.check().healthy()).isTrue();
    }

    @Test
    void writeBars_symbolsThatLookLikeSql_areValuesOnly() {
        List<Symbol> symbols = List.of(Symbol.of("A:B"), Symbol.of("=1--"), Symbol.of(":SYMBOL"), Symbol.of("$1@&_"));
        symbols.forEach(symbol -> storage.writeBars(Rows.bars(symbol, 2), Adjustment.RAW));

        for (Symbol symbol : symbols) {
            SeriesKey key = new SeriesKey(symbol, Rows.YAHOO, Interval.MINUTE_1, Adjustment.RAW);
            assertThat(storage.reader().bars(key, Rows.ALWAYS)).isEqualTo(Rows.bars(symbol, 2));
        }
    }

    @Test
    void writeIndicators_namesThatLookLikeSql_areValuesOnly() {
        IndicatorValues odd = Rows.indicators(
                0, List.of("x'; DROP TABLE candles;--", "\"a\",\\b\n\u0001", "ü€😀", ""), 1.5, -2.5, 0.1, Double.NaN);

        storage.writeIndicators(List.of(odd));

        assertThat(indicators()).containsExactly(odd);
        assertThat(storage.writeBars(Rows.bars(Rows.AAPL, 1), Adjustment.RAW).stored())
                .isEqualTo(1);
    }

    @Test
    void bars_halfOpenRange_leavesOutTheEnd() {
        storage.writeBars(Rows.bars(Rows.AAPL, 10), Adjustment.RAW);

        List<Bar> some =
                storage.reader().bars(Rows.KEY, TimeRange.of(Rows.START.plusSeconds(120), Rows.START.plusSeconds(300)));

        assertThat(some).isEqualTo(Rows.bars(Rows.AAPL, 10).subList(2, 5));
    }

    @Test
    void bars_rangeDiffersByOneNanosecond_isExact() {
        storage.writeBars(Rows.bars(Rows.AAPL, 1), Adjustment.RAW);

        assertThat(storage.reader().bars(Rows.KEY, TimeRange.of(Rows.START.minusNanos(1), Rows.START)))
                .isEmpty();
        assertThat(storage.reader().bars(Rows.KEY, TimeRange.of(Rows.START, Rows.START.plusNanos(1))))
                .hasSize(1);
        assertThat(storage.reader().bars(Rows.KEY, TimeRange.of(Rows.START.plusNanos(1), Instant.MAX)))
                .isEmpty();
    }

    @Test
    void latestBars_moreThanAsked_givesTheNewestOldestFirst() {
        storage.writeBars(Rows.bars(Rows.AAPL, 10), Adjustment.RAW);

        assertThat(storage.reader().latestBars(Rows.KEY, 3))
                .isEqualTo(Rows.bars(Rows.AAPL, 10).subList(7, 10));
        assertThat(storage.reader().latestBars(Rows.KEY, 0)).isEmpty();
        assertThatThrownBy(() -> storage.reader().latestBars(Rows.KEY, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writeQuotes_everyComponentSet_comesBackEqual() {
        Quote quote = Rows.quote(Rows.AAPL, 171.1234567890123)
                .currency(new CurrencyUnit("XXp", "XXX", 50))
                .bid(171.1)
                .ask(171.2)
                .bidSize(0.1)
                .askSize(3)
                .open(170)
                .high(172)
                .low(169)
                .previousClose(168.5)
                .change(-2.25)
                .changePercent(1.0 / 3)
                .volume(1e9)
                .eventTime(Rows.START.plusNanos(123456789))
                .build();

        storage.writeQuotes(List.of(quote));

        assertThat(storage.reader().latestQuote(Rows.AAPL)).contains(quote);
        assertThat(storage.reader().latestQuote(Symbol.of("NOPE"))).isEmpty();
    }

    @Test
    void writeQuotes_bareQuote_comesBackWithoutNumbers() {
        Quote quote = Rows.quote(Rows.AAPL, 5).currency(null).build();

        storage.writeQuotes(List.of(quote));

        assertThat(storage.reader().latestQuote(Rows.AAPL)).contains(quote);
    }

    @Test
    void writeQuotes_staleAfterFresh_keepsTheFresh() {
        Quote fresh = Rows.quote(Rows.AAPL, 5).build();
        Quote stale = Rows.quote(Rows.AAPL, 6)
                .stale(true)
                .receivedTime(Rows.START.plusSeconds(60))
                .build();
        storage.writeQuotes(List.of(fresh));

        assertThat(storage.writeQuotes(List.of(stale)).unchanged()).isEqualTo(1);

        assertThat(storage.reader().latestQuote(Rows.AAPL)).contains(fresh);
    }

    @Test
    void writeQuotes_unitThatCannotBeStored_rejectsThatQuoteOnly() {
        Quote nul = Rows.quote(Rows.AAPL, 5)
                .currency(new CurrencyUnit("U\0D", "USD", 1))
                .build();
        Quote half = Rows.quote(Rows.AAPL, 5)
                .currency(new CurrencyUnit("U\ud83d", "USD", 1))
                .build();
        Quote tooLong = Rows.quote(Rows.AAPL, 5)
                .currency(CurrencyUnit.of("X".repeat(17)))
                .build();
        Quote good = Rows.quote(Symbol.of("MSFT"), 5).build();

        WriteReport report = storage.writeQuotes(List.of(nul, half, tooLong, good));

        assertThat(report.stored()).isEqualTo(1);
        assertThat(report.rejected()).hasSize(3).allMatch(text -> text.startsWith("quote of AAPL from yahoo"));
    }

    @Test
    void latestQuote_severalSources_givesTheLatestEvent() {
        Quote older = Rows.quote(Rows.AAPL, 5).build();
        Quote newer = Quote.builder(Rows.AAPL, Rows.KRAKEN)
                .price(6)
                .eventTime(Rows.START.plusNanos(1))
                .build();
        storage.writeQuotes(List.of(newer, older));

        assertThat(storage.reader().latestQuote(Rows.AAPL)).contains(newer);
    }

    @Test
    void writeIndexValues_fullAndBare_comeBackEqual() {
        Symbol index = Symbol.of("^GSPC");
        IndexValue full = new IndexValue(
                index,
                Rows.YAHOO,
                5000.123,
                OptionalDouble.of(4990.5),
                OptionalDouble.of(9.623),
                OptionalDouble.of(0.19),
                Rows.START,
                Rows.START.plusNanos(7),
                false);
        IndexValue bare = new IndexValue(
                Symbol.of("^DJI"),
                Rows.YAHOO,
                39000,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Rows.START,
                Rows.START,
                true);

        assertThat(storage.writeIndexValues(List.of(full, bare)).stored()).isEqualTo(2);
        assertThat(storage.writeIndexValues(List.of(full, bare)).unchanged()).isEqualTo(2);

        assertThat(storage.reader().latestIndexValue(index)).contains(full);
        assertThat(storage.reader().latestIndexValue(bare.symbol())).contains(bare);
    }

    @Test
    void writeIndicators_standardColumns_comeBackEqual() {
        double[] row = new double[IndicatorRows.STANDARD.size()];
        Arrays.setAll(row, i -> i % 3 == 0 ? Double.NaN : 1.0 / (i + 1));
        IndicatorValues values = Rows.indicators(0, IndicatorRows.STANDARD, row);

        storage.writeIndicators(List.of(values));

        assertThat(indicators()).containsExactly(values);
        assertThat(indicators().get(0).receivedTime()).isEqualTo(values.receivedTime());
        assertThat(indicators().get(0).closeTime()).isEqualTo(values.closeTime());
    }

    @Test
    void writeIndicators_otherColumnsAndOrder_comeBackEqual() {
        IndicatorValues some = Rows.indicators(0, List.of("macd", "rsi"), 1.25, Double.NaN);
        IndicatorValues mixed = Rows.indicators(1, List.of("zz", "rsi", "aa"), 0.1, 55.5, Double.MIN_VALUE);
        IndicatorValues none = Rows.indicators(2, List.of());

        storage.writeIndicators(List.of(some, mixed, none));

        assertThat(indicators()).containsExactly(some, mixed, none);
        assertThat(storage.writeIndicators(List.of(some, mixed, none)).unchanged())
                .isEqualTo(3);
    }

    @Test
    void writeIndicators_impossibleRows_areRejected() {
        IndicatorValues infinite = Rows.indicators(0, List.of("rsi"), Double.POSITIVE_INFINITY);
        IndicatorValues twice = Rows.indicators(1, List.of("rsi", "rsi"), 1, 2);
        IndicatorValues good = Rows.indicators(2, List.of("rsi"), 1);

        WriteReport report = storage.writeIndicators(List.of(infinite, twice, good));

        assertThat(report.rejected()).hasSize(2);
        assertThat(report.rejected().get(0)).contains("infinite");
        assertThat(report.rejected().get(1)).contains("'rsi' is there twice");
        assertThat(indicators()).containsExactly(good);
    }

    @Test
    void close_thenAnything_saysClosed() {
        storage.close();
        storage.close();

        assertClosed(() -> storage.writeBars(Rows.bars(Rows.AAPL, 1), Adjustment.RAW));
        assertClosed(() -> storage.writeBars(List.of(), Adjustment.RAW));
        assertClosed(() -> storage.reader().series());
        assertClosed(() -> storage.open());
        assertThat(storage.check().healthy()).isFalse();
        assertThat(storage.check().detail()).contains("CLOSED");
    }

    private static void assertClosed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        closed -> assertThat(closed.reason()).isEqualTo(FailureReason.CLOSED));
    }

    private List<IndicatorValues> indicators() {
        return storage.reader().indicators(Rows.AAPL, Rows.YAHOO, Interval.MINUTE_1, Rows.ALWAYS);
    }

    private static Bar.Builder bar(int index) {
        return Rows.bar(index);
    }
}
