package io.quotron.providers.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Side;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CsvReadersTest {
    private static final SourceId FILE = SourceId.of("file");
    private static final Symbol SYMBOL = Symbol.of("ACME");
    private static final List<String> POISONS = List.of(
            "",
            "null",
            "NULL",
            "NaN",
            "nan",
            "Infinity",
            "-Infinity",
            "-inf",
            "1e999",
            "abc",
            "0x10",
            "1,000",
            "1_000",
            "--",
            "N/A",
            "N/D",
            "None",
            "-",
            "1.2.3",
            "٣",
            "1d",
            "\"\"");

    private static BarCsv bars(String text, CsvFormat format) {
        return BarCsv.open("test", new StringReader(text), format);
    }

    private static TradeCsv trades(String text, CsvFormat format) {
        return TradeCsv.open("test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), format);
    }

    private static List<Bar> all(BarCsv bars) {
        try (Stream<Bar> stream = bars.stream(SYMBOL, FILE, Interval.DAY_1)) {
            return stream.toList();
        }
    }

    private static List<Trade> all(TradeCsv trades) {
        try (Stream<Trade> stream = trades.stream(SYMBOL, FILE)) {
            return stream.toList();
        }
    }

    @Test
    void yahoo_dayOfTheExchange_andAdjustedClose() {
        BarCsv bars = bars(
                "Date,Open,High,Low,Close,Adj Close,Volume\n2020-03-06,1,2,0.5,1.5,1.25,100\n", CsvFormats.yahoo());

        assertThat(bars.advance()).isTrue();
        assertThat(bars.adjustedClose()).hasValue(1.25);
        Bar bar = bars.bar(SYMBOL, FILE, Interval.DAY_1);
        assertThat(bar.openTime()).isEqualTo(Instant.parse("2020-03-06T05:00:00Z"));
        assertThat(bar.closeTime()).isEqualTo(Instant.parse("2020-03-07T05:00:00Z"));
        assertThat(bar.tradingDay()).isEqualTo(LocalDate.of(2020, 3, 6));
        bars.close();
    }

    @Test
    void clockChange_dayHasTwentyThreeHours() {
        Bar bar = all(bars("Date,Open,High,Low,Close\n2020-03-08,1,2,0.5,1.5\n", CsvFormats.yahoo()))
                .get(0);

        assertThat(bar.closeTime()).isEqualTo(bar.openTime().plusSeconds(23 * 3600));
        assertThat(bar.volume()).isEmpty();
    }

    @Test
    void stooq_bothLanguages_areTheSame() {
        String rows = "\r\n2024-05-31,10,12,9,11,1000\r\n";

        assertThat(all(bars("Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen" + rows, CsvFormats.stooq())))
                .isEqualTo(all(bars("Date,Open,High,Low,Close,Volume" + rows, CsvFormats.stooq())))
                .hasSize(1);
        assertThatThrownBy(() -> bars("No data", CsvFormats.stooq()))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("No data");
    }

    @Test
    void binanceKlines_withAndWithoutHeader_inMillisAndMicros() {
        String row = ",0.1,0.3,0.05,0.2,36304.2,1637971259999,1.03,79,19523.0,0.55,0\n";
        String header = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
                + "taker_buy_quote_volume,ignore\n";
        for (String text : List.of("1637971200000" + row, "1637971200000000" + row, header + "1637971200000" + row)) {
            BarCsv bars = bars(text, CsvFormats.binanceKlines());
            assertThat(bars.advance()).as(text).isTrue();
            assertThat(bars.timeNanos()).isEqualTo(1_637_971_200_000_000_000L);
            assertThat(bars.highPrice()).isEqualTo(0.3);
            assertThat(bars.volume()).hasValue(36304.2);
            assertThat(bars.tradeCount()).hasValue(79);
            assertThat(bars.advance()).isFalse();
            bars.close();
        }
    }

    @Test
    void binanceTrades_takerIsTheOppositeOfTheMaker() {
        String rows = """
                26129,0.01633102,4.70443515,27781,27781,1498793709153,True,true
                26130,0.0164,1,27782,27783,1498793709200,False,true
                """;
        List<Trade> aggregated = all(trades(rows, CsvFormats.binanceAggTrades()));
        List<Trade> single = all(trades(
                "id,price,qty,quote_qty,time,is_buyer_maker\n7,2.5,3,7.5,1569888000000000,true\n",
                CsvFormats.binanceTrades()));

        assertThat(aggregated).extracting(Trade::side).containsExactly(Side.SELL, Side.BUY);
        assertThat(aggregated).extracting(Trade::id).containsExactly("26129", "26130");
        assertThat(aggregated.get(0).price()).isEqualTo(0.01633102);
        assertThat(single.get(0).eventTime()).isEqualTo(Instant.parse("2019-10-01T00:00:00Z"));
        assertThat(single.get(0).size()).isEqualTo(3);
        assertThat(single.get(0).side()).isEqualTo(Side.SELL);
    }

    @Test
    void kraken_withoutHeader() {
        Trade trade = all(trades("1672531436,90.540000,1.10448420\n", CsvFormats.krakenTrades()))
                .get(0);
        BarCsv bars = bars("1672531200,90,91,89,90.5,12.5,42\n", CsvFormats.krakenBars());

        assertThat(trade.eventTime()).isEqualTo(Instant.ofEpochSecond(1_672_531_436));
        assertThat(trade.price()).isEqualTo(90.54);
        assertThat(trade.size()).isEqualTo(1.1044842);
        assertThat(trade.side()).isEqualTo(Side.UNKNOWN);
        assertThat(bars.advance()).isTrue();
        assertThat(bars.tradeCount()).hasValue(42);
        bars.close();
    }

    @Test
    void ownFormat_isReadAsDescribed() {
        CsvFormat format = CsvFormat.builder()
                .column("time", "Datum")
                .column("clock", "Zeit")
                .dateTimePattern("dd.MM.yyyy HH:mm")
                .column("close", "Letzter")
                .column("open", "Erster")
                .column("high", "Hoch")
                .column("low", "Tief")
                .decimalComma()
                .zone(ZoneId.of("Europe/Berlin"))
                .build();

        BarCsv bars = bars("Datum;Zeit;Erster;Hoch;Tief;Letzter\n03.12.2020;09:30;1,5;2,25;1;2\n", format);

        assertThat(bars.advance()).isTrue();
        assertThat(CsvTimes.instant(bars.timeNanos())).isEqualTo(Instant.parse("2020-12-03T08:30:00Z"));
        assertThat(bars.highPrice()).isEqualTo(2.25);
        bars.close();
    }

    @Test
    void everyNumber_poisoned_neverBecomesANumber() {
        List<String> good = List.of("2024-05-31", "10", "12", "9", "11", "1000");
        for (int column = 0; column < good.size(); column++) {
            for (String poison : POISONS) {
                List<String> cells = new ArrayList<>(good);
                cells.set(column, poison.contains(",") ? '"' + poison + '"' : poison);
                try (BarCsv bars = bars(
                        "Date,Open,High,Low,Close,Volume\n" + String.join(",", cells) + "\n", CsvFormats.standard())) {
                    boolean read = bars.advance();
                    boolean volumeOnly = column == 5 && read;
                    assertThat(!read || volumeOnly)
                            .as("%s in column %s", poison, column)
                            .isTrue();
                    assertThat(volumeOnly && bars.volume().isPresent()).isFalse();
                    assertThat(bars.rejectedRows()).isEqualTo(read ? 0 : 1);
                }
            }
        }
    }

    @Test
    void badRow_isRejectedWithItsLine_andTheRestIsRead() {
        String text = """
                Date,Open,High,Low,Close
                2024-05-31,1,2,0.5,1.5
                2024-06-03,1,2
                2024-06-04,1,0.5,2,1
                2024-06-05,0,0,0,0
                2024-06-06,1,2,0.5,1.5
                """;
        try (BarCsv bars = bars(text, CsvFormats.standard())) {
            assertThat(bars.stream(SYMBOL, FILE, Interval.DAY_1)).hasSize(2);
            assertThat(bars.rejections()).extracting(CsvRejection::line).containsExactly(3L, 4L, 5L);
            assertThat(bars.rows()).isEqualTo(5);
        }
    }

    @Test
    void tooManyBadRows_endTheReading() {
        CsvFormat format = CsvFormat.builder().maxRejectedRows(2).build();

        assertThatThrownBy(() -> all(bars("Date,Open,High,Low,Close\n" + "x,1,2,0.5,1.5\n".repeat(3), format)))
                .isInstanceOfSatisfying(CsvException.class, e -> {
                    assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
                    assertThat(e.line()).isEqualTo(4);
                });
    }

    @Test
    void rowsThatGoBack_areCountedOrRejected() {
        String text = "Date,Open,High,Low,Close\n2024-06-03,1,2,0.5,1.5\n2024-05-31,1,2,0.5,1.5\n";
        try (BarCsv any = bars(text, CsvFormats.standard());
                BarCsv sorted = bars(text, CsvFormat.builder().oldestFirst().build())) {
            assertThat(any.stream(SYMBOL, FILE, Interval.DAY_1)).hasSize(2);
            assertThat(any.disorderedRows()).isEqualTo(1);
            assertThat(sorted.stream(SYMBOL, FILE, Interval.DAY_1)).hasSize(1);
            assertThat(sorted.rejections()).extracting(CsvRejection::line).containsExactly(3L);
        }
    }

    @Test
    void missingColumn_isNamed() {
        assertThatThrownBy(() -> bars("Date,Stock Splits\n2021-07-20,4:1\n", CsvFormats.yahoo()))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("'open'")
                .hasMessageContaining("Stock Splits");
        assertThatThrownBy(() -> bars("a,b,c,d,e,f\n1672531200,90,91,89,90.5,12.5\n", CsvFormats.krakenBars()))
                .isInstanceOf(CsvException.class);
        assertThatThrownBy(() -> bars("", CsvFormats.yahoo())).hasMessageContaining("empty");
    }

    @Test
    void gzip_isToldByItsBytes_andDamageIsAnError() throws IOException {
        byte[] packed = gzip("1672531436,90.54,1\n1672531437,90.55,1\n".repeat(2_000));

        try (TradeCsv trades = TradeCsv.open("x.csv", new ByteArrayInputStream(packed), CsvFormats.krakenTrades())) {
            assertThat(trades.stream(SYMBOL, FILE).count()).isEqualTo(4_000);
        }
        byte[] cut = Arrays.copyOf(packed, packed.length - 12);
        assertThatThrownBy(() -> {
                    try (TradeCsv trades =
                            TradeCsv.open("x.csv", new ByteArrayInputStream(cut), CsvFormats.krakenTrades())) {
                        while (trades.advance()) {
                            assertThat(trades.price()).isPositive();
                        }
                    }
                })
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("gzip");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void twoHundredMegabytes_areReadInLittleMemory_andTheStreamIsClosed() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        Endless endless = new Endless(200L << 20, closed);
        long before = used();
        long most = 0;
        long rows = 0;
        try (TradeCsv trades = TradeCsv.open("endless", endless, CsvFormats.krakenTrades())) {
            while (trades.advance()) {
                rows++;
                if (rows % 1_000_000 == 0) {
                    most = Math.max(most, used() - before);
                }
            }
            assertThat(trades.rejectedRows()).isZero();
        }
        assertThat(rows).isGreaterThan(7_000_000);
        assertThat(most).isLessThan(64L << 20);
        assertThat(closed).isTrue();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Rows of 27 bytes until so many bytes have been read. */
    private static final class Endless extends InputStream {
        private static final byte[] ROW = "1672531436,90.540000,1.104\n".getBytes(StandardCharsets.US_ASCII);
        private final AtomicBoolean closed;
        private long left;
        private int at;

        private Endless(long bytes, AtomicBoolean closed) {
            this.left = bytes / ROW.length * ROW.length;
            this.closed = closed;
        }

        @Override
        public int read() {
            if (left == 0) {
                return -1;
            }
            left--;
            int b = ROW[at];
            at = (at + 1) % ROW.length;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            for (int i = 0; i < count; i++) {
                buffer[offset + i] = ROW[at];
                at = (at + 1) % ROW.length;
            }
            left -= count;
            return count;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }
}
