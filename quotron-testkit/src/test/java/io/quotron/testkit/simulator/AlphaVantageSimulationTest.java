package io.quotron.testkit.simulator;

import static io.quotron.testkit.simulator.WireClient.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.resilience.RateLimit;
import io.quotron.testkit.SharedData;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlphaVantageSimulationTest {
    /** A Wednesday, 45 minutes after the opening in New York. */
    private static final Instant OPEN = Instant.parse("2026-03-04T15:15:30Z");

    private final VirtualTime time = VirtualTime.startingAt(OPEN);
    private MarketSimulator simulator;

    @BeforeEach
    void start() {
        simulator = MarketSimulator.builder()
                .seed(3)
                .time(time)
                .rateLimit(SimulatedProvider.ALPHA_VANTAGE, RateLimit.of(3, Duration.ofSeconds(1)))
                .start();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private WireClient.Answer get(String query) throws IOException {
        return WireClient.get(simulator.alphaVantageUri(), "/query?" + query + "&apikey=k");
    }

    /** Names of fields at all depths; dates count as one. */
    private static Set<String> names(Object tree) {
        Set<String> names = new TreeSet<>();
        if (tree instanceof Map<?, ?> object) {
            object.forEach((key, value) -> {
                names.add(String.valueOf(key).replaceAll("^\\d{4}-\\d\\d-\\d\\d.*", "*"));
                names.addAll(names(Objects.requireNonNull(value)));
            });
        } else if (tree instanceof Iterable<?> list) {
            list.forEach(value -> names.addAll(names(Objects.requireNonNull(value))));
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "function=GLOBAL_QUOTE&symbol=AAPL,json/romel-global_quote.json",
        "function=CURRENCY_EXCHANGE_RATE&from_currency=EUR&to_currency=USD,forex/CURRENCY_EXCHANGE_RATE.json",
        "function=SYMBOL_SEARCH&keywords=apple,json/romel-symbol_search.json",
        "function=MARKET_STATUS,time_series/MARKET_STATUS.json"
    })
    void answer_eachFunction_hasTheNamesOfTheRecordedOne(String query, String file) throws IOException {
        String recorded = Files.readString(SharedData.require("wire/visible/alphavantage/" + file));

        assertThat(names(get(query).json())).isEqualTo(names(Objects.requireNonNull(Json.read(recorded))));
    }

    @ParameterizedTest
    @CsvSource({
        "function=TIME_SERIES_DAILY_ADJUSTED&symbol=AAPL,json/crazzyghost-timeseries-dailyadjusted.json",
        "function=TIME_SERIES_INTRADAY&symbol=AAPL&interval=15min,json/kev-Stocks-TimeSeriesIntraDay.json",
        "function=FX_INTRADAY&from_symbol=EUR&to_symbol=USD&interval=5min,json/kev-Fx-IntraDay.json"
    })
    void series_eachFunction_hasTheRowsOfTheRecordedOne(String query, String file) throws IOException {
        String recorded = Files.readString(SharedData.require("wire/visible/alphavantage/" + file));
        Set<String> ours = names(get(query).json());
        Set<String> theirs = names(Objects.requireNonNull(Json.read(recorded)));

        ours.removeIf(name -> name.matches("\\d\\. [A-Z].*"));
        theirs.removeIf(name -> name.matches("\\d\\. [A-Z].*"));
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void series_csv_hasTheSameRowsNewestFirst() throws IOException {
        String query = "function=TIME_SERIES_DAILY&symbol=AAPL";
        Object document = at(get(query).json(), "Time Series (Daily)");
        String[] lines = get(query + "&datatype=csv").body().split("\r\n", -1);

        assertThat(lines[0]).isEqualTo("timestamp,open,high,low,close,volume");
        assertThat(lines).hasSize(102);
        assertThat(lines[1]).startsWith("2026-03-04,");
        assertThat(lines[1].split(",", -1)[4]).isEqualTo(at(document, "2026-03-04", "4. close"));
    }

    @Test
    void sameSeed_sameBytes() throws IOException {
        String query = "function=TIME_SERIES_INTRADAY&symbol=AAPL&interval=60min&month=2026-02&adjusted=false";
        String first = get(query).body();
        try (MarketSimulator other =
                MarketSimulator.builder().seed(3).time(time).start()) {
            String second = WireClient.get(other.alphaVantageUri(), "/query?" + query + "&apikey=k")
                    .body();

            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void failures_areTextsWithStatus200() throws IOException {
        assertThat(get("function=GLOBAL_QUOTE&symbol=NOPE").body()).isEqualTo("{\"Global Quote\":{}}");
        assertThat(get("function=TIME_SERIES_DAILY&symbol=^GSPC").body()).contains("Invalid API call");
        assertThat(WireClient.get(simulator.alphaVantageUri(), "/query?function=GLOBAL_QUOTE")
                        .body())
                .contains("apikey is invalid or missing");
        WireClient.Answer fourth = get("function=GLOBAL_QUOTE&symbol=AAPL");

        assertThat(fourth.status()).isEqualTo(200);
        assertThat(fourth.body()).contains("1 request per second");
        assertThat(simulator.rateLimitViolations()).hasSize(1);
    }
}
