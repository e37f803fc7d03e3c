package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.indicators.Indicators;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedRunTest {
    private static final String HEADER = "openTime,open,high,low,close,volume,count,bar_vwap,state,coverage,"
            + "rsi,macd,macd_signal,macd_histogram,bb_upper,bb_middle,bb_lower,sma_20,sma_50,sma_100,sma_200,"
            + "ema_12,ema_26,ema_50,vwap,stoch_k,stoch_d,atr,adx,volume_sma";

    /** 2024-03-01 is a Friday; New York opens at 14:30 UTC. */
    private static final String TRADES = """
            ts_utc,price,size,exchange,sale_condition,suspicious
            2024-03-01T14:29:59Z,9,100,P,0,0
            2024-03-01T14:30:00Z,10,100,P,0,0
            2024-03-01T14:30:01Z,50,200,P,20,0
            2024-03-01T14:30:02Z,60,300,P,0,1
            2024-03-01T14:30:03Z,12,100,P,1,0
            2024-03-01T14:31:00Z,11,,P,0,0
            2024-03-01T14:31:00Z,0,100,P,0,0
            2024-03-01T14:31:05Z,11,100,P,0,0
            2024-03-01T21:30:00Z,70,100,P,0,0
            """;

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("input.csv"), text);
    }

    private Path out() {
        return folder.resolve("results").resolve("today");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(out())) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static Path days(Path folder, int days) throws IOException {
        StringBuilder text = new StringBuilder("date,open,high,low,close,volume\n");
        LocalDate day = LocalDate.of(2023, 1, 1);
        for (int i = 0; i < days; i++) {
            double close = 100 + i % 7 + i * 0.25;
            text.append(day.plusDays(i))
                    .append(',')
                    .append(close - 0.5)
                    .append(',')
                    .append(close + 1);
            text.append(',').append(close - 1).append(',').append(close).append(",1000\n");
        }
        return Files.writeString(folder.resolve("days.csv"), text);
    }

    @Test
    void trades_becomeBarsOfFourLengths() throws IOException {
        Console console = Console.run(
                "--trades",
                file(TRADES),
                "--symbol",
                "SPY",
                "--session",
                "XNYS",
                "--exclude-conditions",
                "0x140220",
                "--out",
                out());

        assertThat(console.err()).isEmpty();
        assertThat(console.code()).isZero();
        assertThat(names()).containsExactly("SPY-1h.csv", "SPY-1m.csv", "SPY-1s.csv", "SPY-5m.csv");
        List<String> minutes = Files.readAllLines(out().resolve("SPY-1m.csv"));
        assertThat(minutes.get(0)).isEqualTo(HEADER);
        String firstVwap = "11"; // of 10 and 12, equal sizes
        assertThat(minutes.get(1)).startsWith("2024-03-01T14:30:00Z,10,12,10,12,700,4," + firstVwap + ",FINAL,1,,");
        assertThat(minutes.get(2)).startsWith("2024-03-01T14:31:00Z,11,11,11,11,100,1,11,FINAL,1,,");
        assertThat(minutes)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(30));
        assertThat(console.out())
                .contains("SPY: 9 rows read, 2 rejected")
                .contains("2 outside the session")
                .contains("1m: 2 bars")
                .contains("1h: 1 bars")
                .contains("wrote " + out().resolve("SPY-1s.csv"));
    }

    @Test
    void withoutOptions_allTradesFormPricesAndAllHoursCount() throws IOException {
        Console.run("--trades", file(TRADES), "--symbol", "SPY", "--out", out());

        List<String> minutes = Files.readAllLines(out().resolve("SPY-1m.csv"));
        assertThat(minutes).hasSize(5);
        assertThat(minutes.get(1)).startsWith("2024-03-01T14:29:00Z,9,9,9,9,100,1,");
        assertThat(minutes.get(2)).startsWith("2024-03-01T14:30:00Z,10,60,10,12,700,4,");
        assertThat(minutes.get(4))
                .as("nobody knows whether the last minute is over")
                .contains(",FORMING,");
    }

    @Test
    void tradesWithIds_areCountedOnce() throws IOException {
        Console console = Console.run("--symbol=BTC/USD", "--trades=" + file("""
                id,time,price,size
                7,1709303400000,60000,0.5
                7,1709303400000,60000,0.5
                8,1709303401000,60010,0.25
                9,1709303462000,60020,0.25
                10,1709303700000,60020,0.25
                """), "--out=" + out());

        assertThat(console.out()).contains("1 repeated");
        assertThat(names()).contains("BTC_USD-1m.csv");
        assertThat(Files.readAllLines(out().resolve("BTC_USD-1m.csv")).get(1))
                .startsWith("2024-03-01T14:30:00Z,60000,60010,60000,60010,0.75,2,");
    }

    @Test
    void bars_getTheirIndicators() throws IOException {
        Console console = Console.run("--bars", days(folder, 250), "--symbol", "aapl", "--out", out());

        assertThat(console.out()).contains("AAPL: 250 rows read, 0 rejected").contains("1d: 250 bars");
        List<String> lines = Files.readAllLines(out().resolve("AAPL-1d.csv"));
        double[] closes = column(lines, 4);
        double[] rsi = Indicators.rsi(closes, 14);
        double[] sma = Indicators.sma(closes, 200);
        List<String> header = Arrays.asList(HEADER.split(",", -1));
        assertThat(lines.get(0)).isEqualTo(HEADER);
        assertThat(column(lines, header.indexOf("rsi"))).containsExactly(rsi);
        assertThat(column(lines, header.indexOf("sma_200"))).containsExactly(sma);
        assertThat(lines.get(1)).startsWith("2023-01-01T00:00:00Z,99.5,101,99,100,1000,,,FINAL,1,,,,");
    }

    private static double[] column(List<String> lines, int column) {
        return lines.stream().skip(1).mapToDouble(line -> cell(line, column)).toArray();
    }

    private static double cell(String line, int column) {
        String cell = line.split(",", -1)[column];
        return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    @Test
    void session_keepsItsDaysAndHours() throws IOException {
        Console days = Console.run("--bars", days(folder, 10), "--symbol", "A", "--session", "XNYS");
        Path minutes = file("""
                time,open,high,low,close,volume
                2024-03-01 14:29:00,1,1,1,1,1
                2024-03-01 14:30:00,1,1,1,1,1
                2024-03-01 20:59:00,1,1,1,1,1
                2024-03-01 21:00:00,1,1,1,1,1
                """);
        Console kept = Console.run("--bars", minutes, "--symbol", "A", "--session", "xnys", "--interval", "1m");

        assertThat(days.out()).as("2 January 2023 was a holiday").contains("1d: 6 bars", "4 outside the session");
        assertThat(kept.out()).contains("1m: 2 bars");
        assertThat(folder.resolve("results"))
                .as("nothing is written without --out")
                .doesNotExist();
    }

    @Test
    void secondRun_replacesTheFiles_andLeavesNothingElse() throws IOException {
        Path input = days(folder, 30);
        Console.run("--bars", input, "--symbol", "A", "--out", out());
        Files.writeString(out().resolve("A-1d.csv"), "old");

        Console.run("--bars", input, "--symbol", "A", "--out", out());

        assertThat(names()).containsExactly("A-1d.csv");
        assertThat(Files.readAllLines(out().resolve("A-1d.csv"))).hasSize(31);
    }

    @Test
    void malformedLine_isNamed_andLeavesNoFile() throws IOException {
        StringBuilder text = new StringBuilder("time,price,size\n");
        for (int i = 0; i < 1_000; i++) {
            text.append(1_709_303_400L + i).append(",10,1\n");
        }
        Path input = file(text.append("1709305000,ten,1\n").toString());

        Console console = Console.run("--trades", input, "--symbol", "SPY", "--out", out());

        assertThat(console.code()).isEqualTo(2);
        assertThat(console.err())
                .contains("line 1002")
                .contains("price")
                .contains("'ten'")
                .contains("input.csv");
        assertThat(console.out()).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void badInput_endsWithCode2AndAClearMessage() throws IOException {
        Path empty = file("");
        assertRefused("is empty", "--trades", empty, "--symbol", "SPY");
        assertRefused("is empty", "--bars", empty, "--symbol", "SPY");
        Path headerOnly = file("time,open,high,low,close\n");
        assertRefused("has 0 bars", "--bars", headerOnly, "--symbol", "SPY");
        Path other = file("time,last,size\n1,1,1\n");
        assertRefused("no column price; its columns are time, last, size", "--trades", other, "--symbol", "SPY");
        assertRefused("no column open", "--bars", other, "--symbol", "SPY");
        assertRefused("cannot read", "--trades", folder.resolve("none.csv"), "--symbol", "SPY");
        assertRefused("cannot write", "--trades", other, "--symbol", "SPY", "--out", other);
    }

    @Test
    void badOptions_endWithCode2AndAClearMessage() throws IOException {
        Path input = file(TRADES);
        assertRefused("either --trades or --bars", "--symbol", "SPY");
        assertRefused("either --trades or --bars", "--symbol", "SPY", "--trades", input, "--bars", input);
        assertRefused("--symbol is missing", "--trades", input);
        assertRefused("symbol may hold", "--trades", input, "--symbol", "A B");
        assertRefused("XLON", "--trades", input, "--symbol", "SPY", "--session", "XLON");
        assertRefused("hexadecimal", "--trades", input, "--symbol", "SPY", "--exclude-conditions", "0xZZ");
        assertRefused("interval must look like", "--bars", input, "--symbol", "SPY", "--interval", "daily");
        assertRefused("write 1h", "--bars", input, "--symbol", "SPY", "--interval", "60m");
        assertRefused("--interval is for --bars", "--trades", input, "--symbol", "SPY", "--interval", "1m");
        assertRefused("is for --trades", "--bars", input, "--symbol", "SPY", "--exclude-conditions", "1");
        assertRefused("unknown option '--sesion'", "--trades", input, "--symbol", "SPY", "--sesion", "XNYS");
        assertRefused("needs a value", "--trades", input, "--symbol");
        assertRefused("needs a value", "--trades", "--symbol", "SPY");
        assertRefused("given twice", "--trades", input, "--symbol", "SPY", "--symbol", "SPY");
    }

    private static void assertRefused(String message, Object... arguments) {
        Console console = Console.run(arguments);
        assertThat(console.code()).as("code of %s", List.of(arguments)).isEqualTo(2);
        assertThat(console.err()).contains(message);
        assertThat(console.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTC/USD", "../../X", "A/../B", ".HIDDEN", "C:X", "^GSPC", "-X", "A$B", "BRK.B", "M&M.NS"})
    void fileNames_stayInTheFolder(String code) throws IOException {
        String name = BarTable.fileName(Symbol.of(code), Interval.MINUTE_1);

        assertThat(name).matches("[A-Z0-9_^=+-][A-Z0-9_.^=+-]*-1m\\.csv");
        assertThat(out().resolve(name).normalize().getParent()).isEqualTo(out());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2024-03-01T00:00:00Z",
        "2, 2024-03-02T00:00:00Z",
    })
    void vwap_startsAnewEveryUtcDay_withoutASession(int day, String openTime) throws IOException {
        List<String> rows = new ArrayList<>(List.of("time,open,high,low,close,volume"));
        for (int hour = 0; hour < 48; hour++) {
            rows.add(LocalDate.of(2024, 3, 1).atStartOfDay().plusHours(hour).atOffset(ZoneOffset.UTC) + ",5,9,3,"
                    + (3 + hour % 6) + ",1");
        }
        Console.run("--bars", file(String.join("\n", rows)), "--symbol", "A", "--out", out());
        String first = Files.readAllLines(out().resolve("A-1h.csv")).get(1 + (day - 1) * 24);

        assertThat(first).startsWith(openTime);
        assertThat(cell(first, HEADER.split(",vwap,", -1)[0].split(",", -1).length))
                .isEqualTo(5);
    }
}
