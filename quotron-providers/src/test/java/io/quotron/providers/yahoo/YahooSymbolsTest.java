package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Symbol;
import io.quotron.testkit.Seed;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YahooSymbolsTest {
    private static final List<String> SUFFIXES =
            List.of("L", "DE", "PA", "AS", "MI", "SW", "TO", "AX", "T", "HK", "NS");
    private static final List<String> FIAT = List.of("USD", "EUR", "JPY", "GBP", "CHF", "SEK", "INR");
    private static final List<String> COINS = List.of("BTC", "ETH", "DOGE", "XRP", "SOL", "1INCH");

    @ParameterizedTest
    @CsvSource({
        "BRK.B,BRK-B,EQUITY",
        "RCI.B.TO,RCI-B.TO,EQUITY",
        "VOD.L,VOD.L,EQUITY",
        "7203.T,7203.T,EQUITY",
        "005930.KS,005930.KS,EQUITY",
        "^GSPC,^GSPC,INDEX",
        "^N225,^N225,INDEX",
        "EUR/USD,EURUSD=X,CURRENCY",
        "USD/JPY,USDJPY=X,CURRENCY",
        "BTC/USD,BTC-USD,CRYPTOCURRENCY",
        "ETH/EUR,ETH-EUR,CRYPTOCURRENCY",
        "GC=F,GC=F,FUTURE",
        "GCJ25.CMX,GCJ25.CMX,FUTURE",
        "AAPL220121C00025000,AAPL220121C00025000,OPTION",
        "0P000071W8.TO,0P000071W8.TO,MUTUALFUND"
    })
    void names_bothWays_leadBack(String canonical, String name, String type) {
        assertThat(YahooSymbols.toNative(Symbol.of(canonical))).isEqualTo(name);
        assertThat(YahooSymbols.toCanonical(name, type)).contains(Symbol.of(canonical));
    }

    @Test
    void shortFiat_isThatOfTheDollar() {
        assertThat(YahooSymbols.toCanonical("JPY=X", "CURRENCY")).contains(Symbol.of("USD/JPY"));
        assertThat(YahooSymbols.comparable("jpy=x")).isEqualTo("USDJPY=X");
    }

    @ParameterizedTest
    @CsvSource({
        "^GSPC,INDEX",
        "GC=F,FUTURE",
        "EURUSD=X,CURRENCY",
        "JPY=X,CURRENCY",
        "BTC-USD,CRYPTOCURRENCY",
        "BRK-B,EQUITY",
        "AAPL,EQUITY"
    })
    void guessType_nameAlone_saysWhatItProbablyIs(String name, String type) {
        assertThat(YahooSymbols.guessType(name)).isEqualTo(type);
    }

    /** Whatever the canonical symbol, its name leads back to it, and a name never changes on its way through a symbol. */
    @Test
    void names_random_leadBack() {
        Seed seed = Seed.of("yahoo symbols");
        RandomGenerator random = seed.generator();
        for (int i = 0; i < 20_000; i++) {
            String[] made = random(random);
            Symbol symbol = Symbol.of(made[0]);
            String name = YahooSymbols.toNative(symbol);

            assertThat(YahooSymbols.toCanonical(name, made[1])).as("%s", seed).contains(symbol);
            assertThat(YahooSymbols.toNative(
                            YahooSymbols.toCanonical(name, made[1]).orElseThrow()))
                    .isEqualTo(name);
        }
    }

    private static String[] random(RandomGenerator random) {
        return switch (random.nextInt(7)) {
            case 0 -> new String[] {letters(random, 1, 5), "EQUITY"};
            case 1 ->
                new String[] {
                    letters(random, 1, 4) + "." + "ABCDEGHIJKMNOPQRSUWXYZ".charAt(random.nextInt(22)), "EQUITY"
                };
            case 2 -> new String[] {letters(random, 1, 5) + "." + any(SUFFIXES, random), "EQUITY"};
            case 3 -> new String[] {letters(random, 2, 4) + "." + (char) ('A' + random.nextInt(26)) + ".TO", "EQUITY"};
            case 4 -> new String[] {"^" + letters(random, 2, 6), "INDEX"};
            case 5 -> fiat(random);
            default -> new String[] {any(COINS, random) + "/" + any(FIAT, random), "CRYPTOCURRENCY"};
        };
    }

    private static String[] fiat(RandomGenerator random) {
        String base = any(FIAT, random);
        String quote = any(FIAT, random);
        return new String[] {base.equals(quote) ? "EUR/USD" : base + "/" + quote, "CURRENCY"};
    }

    private static String any(List<String> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    private static String letters(RandomGenerator random, int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            text.append((char) ('A' + random.nextInt(26)));
        }
        return text.toString();
    }
}
