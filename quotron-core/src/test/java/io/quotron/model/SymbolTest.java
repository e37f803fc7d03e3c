package io.quotron.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolTest {
    @ParameterizedTest
    @CsvSource({
        "AAPL, LISTED",
        "BRK.B, LISTED",
        "BRK/B, LISTED",
        "VOD.L, LISTED",
        "005930.KS, LISTED",
        "M&M.NS, LISTED",
        "EURUSD=X, LISTED",
        "GC=F, LISTED",
        "BTC-USD, LISTED",
        "^GSPC, INDEX",
        "BTC/USD, PAIR",
        "BTC/USDT, PAIR",
        "EUR/USD, PAIR",
        "1INCH/USD, PAIR",
        "W/USD, PAIR",
    })
    void kind_legalSymbol_isThatOfItsShape(String code, Symbol.Kind kind) {
        assertThat(Symbol.of(code).kind()).isEqualTo(kind);
        assertThat(Symbol.of(code)).hasToString(code);
    }

    @Test
    void of_lowerCase_equalsUpperCase() {
        assertThat(Symbol.of("btc/usd")).isEqualTo(Symbol.pair("BTC", "USD"));
        assertThat(Symbol.of("btc/usd").base()).contains("BTC");
        assertThat(Symbol.of("btc/usd").quoteCurrency()).contains("USD");
        assertThat(Symbol.of("AAPL").base()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A B", "A\nB", "A\u0000", ".", "..", "//", "a%2e", "é", "\u202e"})
    void of_illegalText_isRefusedWithoutRepeatingControlCharacters(String code) {
        assertThatThrownBy(() -> Symbol.of(code))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n")
                .doesNotContain("\u0000")
                .doesNotContain("\u202e");
    }

    @Test
    void of_moreThan64Characters_isRefusedByLength() {
        assertThatThrownBy(() -> Symbol.of("A".repeat(65))).hasMessageContaining("65");
        assertThat(Symbol.of("A".repeat(64)).code()).hasSize(64);
    }

    @Test
    void pair_quoteCurrencyTooShort_isRefused() {
        assertThatThrownBy(() -> Symbol.pair("B", "US")).hasMessageContaining("B/US");
    }
}
