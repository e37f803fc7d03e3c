package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded trades give the minute bars that the vendor made of them, in as many minutes as an independent script found. */
class RecordedTapeTest {
    private static final int COLUMNS = 6;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SPY, 2013-10-07, 388, 390",
        "SPY, 2013-10-08, 388, 390",
        "SPY, 2013-10-11, 387, 390",
        "BAC, 2013-10-07, 388, 390",
        "BAC, 2013-10-08, 388, 390",
        "BAC, 2013-10-10, 388, 390",
        "IBM, 2013-10-07, 388, 390",
        "IBM, 2013-10-08, 387, 390",
        "IBM, 2013-10-11, 386, 389",
        "AIG, 2013-10-08, 388, 390"
    })
    void recordedTrades_giveTheVendorsMinutes(String symbol, String day, int equal, int total) throws IOException {
        Path trades = SharedData.require("market/ticks/" + symbol + "-trades-" + day.replace("-", "") + ".csv.gz");
        Map<String, double[]> vendor =
                minutes(SharedData.require("market/bars/" + symbol + "-1m-20131004-11.csv"), day);

        Console console = Console.run(
                "--trades",
                trades,
                "--symbol",
                symbol,
                "--exclude-conditions",
                "0x140220",
                "--session",
                "XNYS",
                "--out",
                folder);

        assertThat(console.err()).isEmpty();
        Map<String, double[]> ours = minutes(folder.resolve(symbol + "-1m.csv"), day);
        long same = vendor.entrySet().stream()
                .filter(bar -> Arrays.equals(bar.getValue(), ours.get(bar.getKey())))
                .count();
        assertThat(vendor).as("minutes of the vendor").hasSize(total);
        assertThat(same).as("equal minutes").isEqualTo(equal);
    }

    /** Returns open, high, low, close and volume of the regular session of a day in October, by open time. */
    private static Map<String, double[]> minutes(Path file, String day) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Map<String, double[]> bars = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            boolean regular = cells[0].compareTo(day + "T13:30:00Z") >= 0 && cells[0].compareTo(day + "T20:00:00Z") < 0;
            if (regular) {
                double[] numbers = new double[COLUMNS - 1];
                for (int i = 1; i < COLUMNS; i++) {
                    numbers[i - 1] = Double.parseDouble(cells[i]);
                }
                bars.put(cells[0], numbers);
            }
        }
        return bars;
    }
}
