package io.quotron.testkit.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.model.Side;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradeCsvTest {
    private static final Symbol SYMBOL = Symbol.of("ACME");
    private static final SourceId SOURCE = SourceId.of("file");

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("trades.csv"), text);
    }

    private static List<Trade> read(Path file) {
        List<Trade> trades = new ArrayList<>();
        try (TradeCsv csv = TradeCsv.open(file)) {
            while (csv.advance()) {
                trades.add(csv.trade(SYMBOL, SOURCE));
            }
        }
        return trades;
    }

    @Test
    void columns_inAnyOrderAndCase_areRead() throws IOException {
        Path file = file("""
                Size,Sale_Condition,PRICE,id,side,TS_UTC,note
                100,140220,12.5,A1,sell,2024-03-01T14:30:00.000000001Z,x
                """);

        List<Trade> trades = read(file);

        Trade trade = Trade.builder(SYMBOL, SOURCE)
                .price(12.5)
                .size(100)
                .id("A1")
                .side(Side.SELL)
                .conditions(0x140220)
                .eventTime(Instant.parse("2024-03-01T14:30:00.000000001Z"))
                .build();
        assertThat(trades).containsExactly(trade);
    }

    @Test
    void flagsAndExchange_areGiven_andOrderIsThatOfTheFile() throws IOException {
        Path file = file("""
                ts_utc,price,size,exchange,sale_condition,suspicious
                2024-03-01T14:30:02Z,3,1,P,ff,1
                2024-03-01T14:30:01Z,2,1,,,0
                """);

        try (TradeCsv csv = TradeCsv.open(file)) {
            assertThat(csv.advance()).isTrue();
            assertThat(csv.isSuspicious()).isTrue();
            assertThat(csv.exchange()).isEqualTo("P");
            assertThat(csv.conditions()).isEqualTo(255);
            assertThat(csv.line()).isEqualTo(2);
            assertThat(csv.advance()).isTrue();
            assertThat(csv.isSuspicious()).isFalse();
            assertThat(csv.exchange()).isNull();
            assertThat(csv.conditions()).isZero();
            assertThat(csv.id()).isNull();
            assertThat(csv.side()).isEqualTo(Side.UNKNOWN);
            assertThat(csv.advance()).isFalse();
            assertThat(csv.rows()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1709303400, 2024-03-01T14:30:00Z",
        "1709303400.25, 2024-03-01T14:30:00.250Z",
        "1709303400123, 2024-03-01T14:30:00.123Z",
        "1709303400123456, 2024-03-01T14:30:00.123456Z",
        "1709303400123456789, 2024-03-01T14:30:00.123456789Z",
        "-631047600, 1950-01-02T05:00:00Z",
        "2024-03-01T14:30:00Z, 2024-03-01T14:30:00Z",
        "2024-03-01T16:30:00.5+02:00, 2024-03-01T14:30:00.500Z",
        "2024-03-01 14:30:00, 2024-03-01T14:30:00Z",
        "2024-03-01 09:30:00-05:00, 2024-03-01T14:30:00Z",
        "2024-03-01, 2024-03-01T00:00:00Z",
        "20240301, 2024-03-01T00:00:00Z"
    })
    void times_inAllForms_areTheSameInstant(String cell, Instant expected) throws IOException {
        assertThat(read(file("time,price,size\n" + cell + ",1,1\n")))
                .extracting(Trade::eventTime)
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-13-01T00:00:00Z, 1, 1, time must be",
        "99999999999999999999, 1, 1, time must be",
        "yesterday, 1, 1, time must be",
        "2024-03-01, 1.2.3, 1, price must be a decimal number",
        "2024-03-01, 0x10, 1, price must be a decimal number",
        "2024-03-01, 1e999, 1, price must be a decimal number",
        "2024-03-01, 1, Infinity, size must be a decimal number",
        "2024-03-01, 1, 1d, size must be a decimal number"
    })
    void malformedCells_areNamedWithLineAndValue(String time, String price, String size, String message)
            throws IOException {
        Path file = file("time,price,size\n2024-03-01,1,1\n\n" + time + "," + price + "," + size + "\n");

        assertThatThrownBy(() -> read(file))
                .isInstanceOfSatisfying(CsvException.class, e -> {
                    assertThat(e.line()).isEqualTo(4);
                    assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
                })
                .hasMessageContaining("line 4")
                .hasMessageContaining(message)
                .hasMessageContaining("trades.csv");
    }

    @Test
    void otherMalformedCells_areNamed() throws IOException {
        String header = "time,price,size,sale_condition,suspicious\n";
        assertThatThrownBy(() -> read(file(header + "2024-03-01,1,1,xyz,0\n")))
                .hasMessageContaining("line 2")
                .hasMessageContaining("'xyz'");
        assertThatThrownBy(() -> read(file(header + "2024-03-01,1,1,0,maybe\n")))
                .hasMessageContaining("'maybe'");
        assertThatThrownBy(() -> read(file(header + "2024-03-01,1,1\n"))).hasMessageContaining("has 3 cells");
        assertThatThrownBy(() -> read(file(header + "2024-03-01,1,1,0,0,7\n"))).hasMessageContaining("has 6 cells");
    }

    @Test
    void absentAndNegativeNumbers_areRejectedAndCounted() throws IOException {
        Path file = file("""
                time,price,size
                2024-03-01,,1
                2024-03-01,null,1
                2024-03-01,1,NaN
                2024-03-01,-1,1
                2024-03-01,1,-1
                2024-03-01,1,0
                """);

        try (TradeCsv csv = TradeCsv.open(file)) {
            assertThat(csv.advance()).isTrue();
            assertThat(csv.size()).isZero();
            assertThat(csv.advance()).isFalse();
            assertThat(csv.rows()).isEqualTo(6);
            assertThat(csv.rejectedRows()).isEqualTo(5);
        }
    }

    @Test
    void headerProblems_areNamed() throws IOException {
        assertThatThrownBy(() -> TradeCsv.open(file("when,price,size\n")))
                .hasMessageContaining("ts_utc or timestamp")
                .hasMessageContaining("when, price, size");
        assertThatThrownBy(() -> TradeCsv.open(file("time,last,size\n"))).hasMessageContaining("no column price");
        assertThatThrownBy(() -> TradeCsv.open(file(""))).hasMessageContaining("is empty");
        assertThatThrownBy(() -> TradeCsv.open(folder.resolve("none.csv")))
                .isInstanceOfSatisfying(
                        CsvException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.UNAVAILABLE))
                .hasMessageContaining("cannot read")
                .hasMessageContaining("none.csv");
        assertThatThrownBy(() -> TradeCsv.open(folder)).isInstanceOf(CsvException.class);
    }

    @Test
    void gzip_isUnpackedByName_andDamageIsToldClearly() throws IOException {
        StringBuilder text = new StringBuilder("\uFEFFtime,price,size\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(1_709_303_400_000L + i * 7919L)
                    .append(',')
                    .append(i * 31 % 977 + 1)
                    .append(",1\n");
        }
        Path whole = folder.resolve("trades.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        Path wrong = Files.writeString(folder.resolve("wrong.csv.gz"), "time,price,size\n");

        assertThat(read(whole)).hasSize(20_000);
        assertThatThrownBy(() -> read(cut)).isInstanceOf(CsvException.class).hasMessageContaining("cut.csv.gz");
        assertThatThrownBy(() -> read(wrong)).isInstanceOf(CsvException.class).hasMessageContaining("wrong.csv.gz");
    }

    @Test
    void recordedTrades_areAllRead() {
        Path file = SharedData.require("market/ticks/IBM-trades-20131007.csv.gz");

        assertThat(read(file)).hasSize(24_293);
    }
}
