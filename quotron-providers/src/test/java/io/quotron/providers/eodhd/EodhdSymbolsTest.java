package io.quotron.providers.eodhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Symbol;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.Seed;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EodhdSymbolsTest {
    @ParameterizedTest
    @CsvSource({
        "AAPL, AAPL.US",
        "BRK.B, BRK-B.US",
        "BAC-PL, BAC-PL.US",
        "VOD.L, VOD.LSE",
        "BMW.DE, BMW.XETRA",
        "BHP.AX, BHP.AU",
        "0700.HK, 0700.HK",
        "RCI.B.TO, RCI-B.TO",
        "005930.KS, 005930.KO",
        "RELIANCE.NS, RELIANCE.NSE",
        "NPN.JO, NPN.JSE",
        "^GSPC, GSPC.INDX",
        "EUR/USD, EURUSD.FOREX",
        "XAU/USD, XAUUSD.FOREX",
        "BTC/USD, BTC-USD.CC",
        "EUFUND1.EUFUND, EUFUND1.EUFUND",
    })
    void symbols_translateBothWays(String canonical, String name) {
        Symbol symbol = Symbol.of(canonical);
        int dot = name.lastIndexOf('.');

        assertThat(EodhdSymbols.find(symbol).full()).isEqualTo(name);
        assertThat(EodhdSymbols.toCanonical(name.substring(0, dot), name.substring(dot + 1)))
                .contains(symbol);
    }

    @ParameterizedTest
    @CsvSource({"BHP.AU, BHP.AU", "VOD.LSE, VOD.LSE", "BMW.XETRA, BMW.XETRA", "AAPL.US, AAPL.US"})
    void find_exchangeCodeAsSuffix_isUnderstood(String canonical, String name) {
        assertThat(EodhdSymbols.find(Symbol.of(canonical)).full()).isEqualTo(name);
    }

    /** Whatever EODHD calls something, the canonical symbol leads back to it. */
    @Test
    void names_atRandom_leadBackToThemselves() {
        RandomGenerator random = Seed.of("eodhd names").generator();
        List<String> exchanges = List.of(
                "US", "LSE", "XETRA", "F", "TO", "V", "AU", "HK", "INDX", "FOREX", "CC", "SHG", "KO", "JSE", "TA",
                "EUFUND");
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder code = new StringBuilder();
            int length = 1 + random.nextInt(6);
            for (int k = 0; k < length; k++) {
                code.append(letters.charAt(random.nextInt(letters.length())));
            }
            if (random.nextInt(3) == 0) {
                code.append('-').append(letters.charAt(random.nextInt(26)));
            }
            String exchange = exchanges.get(random.nextInt(exchanges.size()));
            Optional<Symbol> symbol = EodhdSymbols.toCanonical(code.toString(), exchange);

            assertThat(symbol).as("%s.%s", code, exchange).isPresent();
            assertThat(EodhdSymbols.find(symbol.orElseThrow()).full())
                    .as("%s.%s is %s", code, exchange, symbol)
                    .isEqualTo(code + "." + exchange);
        }
    }

    @Test
    void find_unknownSuffix_namesNearOnes() {
        assertThatThrownBy(() -> EodhdSymbols.find(Symbol.of("FOO.LX")))
                .isInstanceOf(SymbolNotFoundException.class)
                .hasMessageContaining("FOO.LX")
                .hasMessageContaining(".LX")
                .hasMessageContaining(".L");
        assertThatThrownBy(() -> EodhdSymbols.find(Symbol.of("7203.T"))).isInstanceOf(SymbolNotFoundException.class);
    }

    @Test
    void find_registeredSpelling_comesFirst() {
        RequestContext context = RequestContext.builder(TimeSource.system())
                .overrides(symbol -> Optional.of("TOYOTA.NEWX"))
                .build();

        EodhdSymbols.Name name = EodhdSymbols.find(Symbol.of("7203.T"), context);

        assertThat(name.full()).isEqualTo("TOYOTA.NEWX");
        assertThat(name.zone()).isEmpty();
        assertThat(name.unit()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"VOD.L, GBp, GBP", "NPN.JO, ZAc, ZAR", "TEVA.TA, ILA, ILS", "AAPL, USD, USD", "EUR/JPY, JPY, JPY"})
    void unit_ofAnExchange_isItsUsualOne(String symbol, String code, String currency) {
        CurrencyUnit unit = EodhdSymbols.find(Symbol.of(symbol)).unit();

        assertThat(unit).isNotNull();
        assertThat(unit).extracting(CurrencyUnit::code, CurrencyUnit::currency).containsExactly(code, currency);
    }

    @Test
    void unit_ofForeignSharesInLondonAndOfIndices_isNotTold() {
        assertThat(EodhdSymbols.find(Symbol.of("0R2V.L")).unit()).isNull();
        assertThat(EodhdSymbols.find(Symbol.of("^GSPC")).unit()).isNull();
    }

    @Test
    void zone_ofEveryExchangeInTheTable_isKnownToTheMachine() {
        for (String suffix : List.of("L", "DE", "TO", "HK", "AX", "SA", "JO", "TA", "KS", "SS", "WA", "CA")) {
            assertThat(EodhdSymbols.find(Symbol.of("A." + suffix)).zone())
                    .as(suffix)
                    .isPresent();
        }
    }
}
