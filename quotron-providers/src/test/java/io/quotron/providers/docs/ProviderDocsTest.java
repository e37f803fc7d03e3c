package io.quotron.providers.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.providers.alphavantage.AlphaVantageProvider;
import io.quotron.providers.binance.BinanceProvider;
import io.quotron.providers.eodhd.EodhdProvider;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.spi.MarketDataProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents repeat the descriptors. {@code -Dquotron.docs.write} writes them anew instead of comparing. */
class ProviderDocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String START = "<!-- facts: from the descriptor -->\n";
    private static final String END = "<!-- end of facts -->\n";

    static List<MarketDataProvider> providers() {
        return List.of(
                YahooProvider.create(),
                AlphaVantageProvider.create("k"),
                EodhdProvider.create("k"),
                KrakenProvider.create(),
                BinanceProvider.create());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void page_facts_areThoseOfTheDescriptor(MarketDataProvider provider) throws IOException {
        try (provider) {
            ProviderFacts facts = new ProviderFacts(provider);
            compare(ROOT.resolve("docs/providers").resolve(facts.page()), facts.table());
        }
    }

    @Test
    void readme_table_isThatOfTheDescriptors() throws IOException {
        List<MarketDataProvider> providers = providers();
        try {
            String head = """
                    | provider | id | symbols | quotes | history | past trades | live | search | more | key |
                    | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                    """;
            String rows = providers.stream()
                    .map(provider -> new ProviderFacts(provider).row() + "\n")
                    .collect(Collectors.joining());
            compare(ROOT.resolve("README.md"), head + rows);
        } finally {
            providers.forEach(MarketDataProvider::close);
        }
    }

    private static void compare(Path document, String facts) throws IOException {
        String text = Files.readString(document);
        int from = text.indexOf(START);
        int to = text.indexOf(END);
        assertThat(from).as("place for facts in %s", document).isNotNegative().isLessThan(to);
        if (System.getProperty("quotron.docs.write") != null) {
            Files.writeString(document, text.substring(0, from + START.length()) + facts + text.substring(to));
        } else {
            assertThat(text.substring(from + START.length(), to))
                    .as("facts in %s; -Dquotron.docs.write writes them", document)
                    .isEqualTo(facts);
        }
    }
}
