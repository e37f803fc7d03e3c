package io.quotron.providers.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
    @ParameterizedTest
    @CsvSource({
        "BTC/USD, BTC/USD, 0",
        "BTC/USD, BTC/USDT, 1",
        "BTC/USX, BTC/USD, 1",
        "BTCUSD, BTC/USD, 1",
        "XBT/USD, BTC/USD, 2",
        "KITTEN, SITTING, 3",
        "A, '', 1",
    })
    void of_twoTexts_countsTheChangesInBothDirections(String a, String b, int expected) {
        assertThat(EditDistance.of(a, b, 5)).isEqualTo(expected);
        assertThat(EditDistance.of(b, a, 5)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"BTC/USD, ETHEREUM/DOLLAR, 2", "A, ABCDE, 3"})
    void of_textsFarApart_isMoreThanAskedFor(String a, String b, int most) {
        assertThat(EditDistance.of(a, b, most)).isGreaterThan(most);
    }
}
