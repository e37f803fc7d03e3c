package io.quotron.providers.kraken;

import static io.quotron.providers.kraken.KrakenSamples.BTC_USD;
import static io.quotron.providers.kraken.KrakenSamples.DOGE_EUR;
import static io.quotron.providers.kraken.KrakenSamples.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Instrument;
import io.quotron.model.Symbol;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenSymbolsTest {
    private static final RequestContext PLAIN =
            RequestContext.builder(TimeSource.system()).build();

    private final KrakenSymbols symbols = KrakenSamples.symbols();

    @ParameterizedTest
    @CsvSource({
        "BTC/USD,XXBTZUSD,BTC/USD",
        "DOGE/EUR,XDGEUR,DOGE/EUR",
        "XTZ/USD,XTZUSD,XTZ/USD",
        "EUR/USD,EURUSD,EUR/USD",
        "ACMEX/USD,ACMExUSD,ACMEx/USD"
    })
    void find_listed_givesNamesForRestAndStream(String symbol, String key, String streamName) {
        KrakenPair pair = symbols.find(Symbol.of(symbol), PLAIN).orElseThrow();

        assertThat(pair.key()).isEqualTo(key);
        assertThat(pair.streamName()).isEqualTo(streamName);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XBT/USD", "XXBTZUSD", "BTC/USDT", "NOPE/USD", "BTCUSD"})
    void find_notCanonicalOrNotListed_isEmpty(String symbol) {
        assertThat(symbols.find(Symbol.of(symbol), PLAIN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"XDGEUR", "XDG/EUR", "DOGE/EUR"})
    void find_override_wins(String name) {
        KrakenPair pair = symbols.find(BTC_USD, overriding(name)).orElseThrow();

        assertThat(pair.key()).isEqualTo("XDGEUR");
        assertThat(pair.symbol()).isEqualTo(BTC_USD);
    }

    @Test
    void find_overrideThatIsNotListed_isUsedAsItIs() {
        assertThat(symbols.find(BTC_USD, overriding("XBTUSD.x")).orElseThrow().key())
                .isEqualTo("XBTUSD.x");
    }

    @Test
    void of_twoNamesForOneSymbol_takesTheExactOneOrNone() {
        KrakenPair small = pair("ABCx/USD");
        KrakenPair large = pair("ABCX/USD");
        KrakenPair other = pair("ABcX/USD");

        assertThat(KrakenSymbols.of(List.of(small, large)).find(large.symbol(), PLAIN))
                .contains(large);
        assertThat(KrakenSymbols.of(List.of(small, other)).find(small.symbol(), PLAIN))
                .isEmpty();
    }

    @Test
    void unknown_misspelt_namesNearMatches() {
        assertThat(symbols.unknown(Symbol.of("XBT/USD"))).contains("BTC/USD");
        assertThat(symbols.unknown(Symbol.of("DOG/EUR"))).contains("DOGE/EUR");
        assertThat(symbols.unknown(Symbol.of("QQQQQQ/ZZZZZZ"))).doesNotContain("near");
    }

    @ParameterizedTest
    @ValueSource(strings = {"btc", "XBT", "XBTUSD", "BTC/USD", "xbt/usd", " bt"})
    void search_anyPartOfAName_findsThePair(String text) {
        assertThat(symbols.search(text)).extracting(Instrument::symbol).contains(BTC_USD);
    }

    @Test
    void search_exactBase_comesFirst() {
        assertThat(symbols.search("DOGE")).extracting(Instrument::symbol).startsWith(DOGE_EUR);
        assertThat(symbols.search("QQQ")).isEmpty();
    }

    @Test
    void search_instrument_isDescribed() {
        Instrument bitcoin = symbols.search("BTC/USD").get(0);

        assertThat(bitcoin.kind()).isEqualTo(Instrument.Kind.CRYPTO);
        assertThat(bitcoin.nativeSymbol()).isEqualTo("XXBTZUSD");
        assertThat(bitcoin.tickSize()).hasValue(0.1);
        assertThat(bitcoin.venue()).contains("Kraken");
        assertThat(symbols.search("EUR/USD").get(0).kind()).isEqualTo(Instrument.Kind.CURRENCY);
        assertThat(symbols.search("DOGE").get(0).tickSize()).hasValue(1e-7);
        assertThat(symbols.search("ACME").get(0).kind()).isEqualTo(Instrument.Kind.OTHER);
        assertThat(symbols.search("ACME").get(0).symbol()).isEqualTo(TOKEN);
    }

    @Test
    void streamTable_manyNames_findsEachAndNoOther() {
        List<String> names = Stream.iterate(0, i -> i < 500, i -> i + 1)
                .map(i -> "C" + i + "/USD")
                .toList();
        java.util.Map<String, io.quotron.spi.StreamKey> streams = new java.util.HashMap<>();
        names.forEach(name ->
                streams.put(name, new io.quotron.spi.StreamKey(Symbol.of(name), io.quotron.spi.StreamKind.TRADES)));

        KrakenStreamTable table = KrakenStreamTable.of(streams);

        for (String name : names) {
            byte[] text = ("--" + name + "--").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(table.find(text, 2, 2 + name.length())).isEqualTo(streams.get(name));
            assertThat(table.find(text, 2, 3 + name.length())).isNull();
            assertThat(table.find(name)).isEqualTo(streams.get(name));
        }
    }

    private static KrakenPair pair(String wsname) {
        return KrakenSymbols.pair(wsname, wsname, wsname, KrakenPair.Traits.UNKNOWN)
                .orElseThrow();
    }

    private static RequestContext overriding(String name) {
        return RequestContext.builder(TimeSource.system())
                .overrides(symbol -> Optional.of(name))
                .build();
    }
}
