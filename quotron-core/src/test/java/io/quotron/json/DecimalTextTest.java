package io.quotron.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "100, 100",
        "20000, 20000",
        "167.41, 167.41",
        "0.1, 0.1",
        "1e-7, 0.0000001",
        "2e-3, 0.002",
        "2e23, 200000000000000000000000",
        "1.2345678901234567e19, 12345678901234567000",
        "-12.5, -12.5"
    })
    void format_isPlainAndShortest(double value, String expected) {
        assertThat(DecimalText.of(value)).isEqualTo(expected);
    }

    @Test
    void format_readsBackAsTheSameNumber() {
        Random random = new Random(20_261_120);
        for (int i = 0; i < 200_000; i++) {
            double value = i % 2 == 0
                    ? random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15)
                    : Math.round(random.nextDouble() * 1e6) / 1e4;
            String text = DecimalText.of(value);
            if (Double.parseDouble(text) != value || text.indexOf('E') >= 0) {
                assertThat(text).isEqualTo(Double.toString(value));
            }
        }
    }
}
