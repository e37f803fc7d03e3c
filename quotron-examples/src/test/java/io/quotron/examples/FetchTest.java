package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quotron.examples.fetch.FetchRun;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.LeakGuard;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line against servers that speak the formats of the providers. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class FetchTest {
    private final TimeSource time = VirtualTime.autoAdvancing(SimulatedMarket.OPEN);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private MarketSimulator simulator =
            MarketSimulator.builder().seed(7).time(time).start();

    @AfterEach
    void close() {
        simulator.close();
    }

    private int fetch(String command) {
        return fetch(time, command);
    }

    private int fetch(TimeSource clock, String command) {
        out.reset();
        err.reset();
        return FetchRun.run(
                Arrays.asList(command.split(" ")),
                Map.of("KEY", "k-1"),
                clock,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String of(String provider) {
        String base = switch (provider) {
            case "yahoo" -> simulator.yahooUri().toString();
            case "kraken" -> simulator.krakenRestUri().toString();
            case "binance" -> simulator.binanceRestUri().toString();
            case "eodhd" -> simulator.eodhdUri() + " --api-key-env KEY";
            default -> simulator.alphaVantageUri() + " --api-key-env KEY";
        };
        return " --provider " + provider + " --format ndjson --base-url " + base;
    }

    @Test
    void symbol_spelledAsTheProviderDoes_isUnderstoodOrNearMatchesAreNamed() {
        String answer = "{\"error\":[],\"result\":{\"XXBTZUSD\":{\"altname\":\"XBTUSD\",\"wsname\":\"XBT/USD\"}}}";
        String ticker = "{\"error\":[],\"result\":{\"XXBTZUSD\":{\"c\":[\"10.5\",\"1\"]}}}";
        try (FaultServer server = FaultServer.start()
                .route("/0/public/AssetPairs", (request, response) -> response.sendJson(answer))
                .route("/0/public/Ticker", (request, response) -> response.sendJson(ticker))) {
            String of = " --provider kraken --format ndjson --base-url " + server.uri();

            assertThat(fetch("quote --symbol XXBTZUSD" + of)).as(errors()).isZero();
            assertThat(rows().get(0)).containsEntry("symbol", "BTC/USD").containsEntry("price", "10.5");
            assertThat(fetch("quote --symbol BTCUSD" + of)).as(errors()).isZero();
            assertThat(fetch("quote --symbol XBTUSD" + of)).isEqualTo(3);
            assertThat(errors()).contains("SYMBOL_UNKNOWN").contains("did you mean BTC/USD?");
        }
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private List<Map<String, String>> rows() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(FetchTest::fields)
                .toList();
    }

    /** Reads a line of JSON as a reader of ours would not: with a library. */
    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
                parser.skipChildren();
            }
            assertThat(parser.nextToken()).isNull();
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
        return fields;
    }

    @ParameterizedTest
    @CsvSource({
        "yahoo, AAPL",
        "alphavantage, AAPL",
        "eodhd, AAPL",
        "kraken, BTC/USD",
        "binance, BTC/USDT",
    })
    void quoteAndBars_everyProvider_printItsValues(String provider, String symbol) {
        String asked = provider.equals("binance") ? binancePair() : symbol;

        assertThat(fetch("quote --symbol " + asked + of(provider))).as(errors()).isZero();
        assertThat(rows())
                .singleElement()
                .satisfies(quote -> assertThat(quote)
                        .containsEntry("type", "quote")
                        .containsEntry("symbol", asked)
                        .containsEntry("source", provider)
                        .containsEntry("stale", "false")
                        .containsKeys("price", "eventTime", "receivedTime"));

        String span = " --interval 1d --from 2026-11-02 --to 2026-11-07";
        assertThat(fetch("bars --symbol " + asked + span + of(provider)))
                .as(errors())
                .isZero();
        assertThat(rows().stream().filter(row -> "bar".equals(row.get("type"))))
                .extracting(bar -> bar.get("tradingDay"))
                .startsWith("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06");
    }

    private String binancePair() {
        assertThat(fetch("instruments --query BTC" + of("binance")))
                .as(errors())
                .isZero();
        return Objects.requireNonNull(rows().get(0).get("symbol"));
    }

    @Test
    void bars_days_areCutByTradingDayAndLimit() {
        assertThat(fetch("bars --symbol AAPL --from 2026-11-02 --to 2026-11-05 --limit 2" + of("yahoo")))
                .isZero();

        assertThat(rows())
                .extracting(row -> row.get("tradingDay"), row -> row.get("adjustment"), row -> row.get("state"))
                .containsExactly(tuple("2026-11-03", "SPLITS", "FINAL"), tuple("2026-11-04", "SPLITS", "FINAL"));
    }

    @Test
    void reference_roles_printTheirValues() {
        assertThat(fetch("search --query apple" + of("yahoo"))).as(errors()).isZero();
        assertThat(rows().get(0)).containsEntry("type", "instrument").containsEntry("symbol", "AAPL");

        assertThat(fetch("profile --symbol AAPL" + of("yahoo"))).as(errors()).isZero();
        assertThat(rows())
                .singleElement()
                .satisfies(profile -> assertThat(profile).containsKey("marketCap"));

        assertThat(fetch("options --symbol AAPL" + of("yahoo"))).as(errors()).isZero();
        assertThat(rows()).extracting(row -> row.get("optionType")).contains("CALL", "PUT");

        assertThat(fetch("book --symbol BTC/USD --depth 5" + of("kraken")))
                .as(errors())
                .isZero();
        assertThat(rows()).singleElement().satisfies(book -> assertThat(book).containsEntry("state", "LIVE"));

        assertThat(fetch("index --symbol ^GSPC" + of("yahoo"))).as(errors()).isZero();
        assertThat(rows()).singleElement().satisfies(index -> assertThat(index).containsKey("value"));

        assertThat(fetch(
                        "trades --symbol BTC/USD --from 2026-11-16T15:00:00Z --to 2026-11-16T15:01:00Z" + of("kraken")))
                .as(errors())
                .isZero();
        assertThat(rows()).isNotEmpty().allSatisfy(trade -> assertThat(trade).containsEntry("type", "trade"));
    }

    @Test
    void stream_limit_printsTradesAndStates() {
        TimeSource clock = TimeSource.system();
        simulator.close();
        simulator = MarketSimulator.builder().seed(7).time(clock).start();

        int code = fetch(
                clock,
                "stream --symbol BTC/USD,ETH/USD --limit 5 --timeout 30s" + of("kraken") + " --ws-url "
                        + simulator.krakenSocketUri());

        assertThat(code).as(errors()).isZero();
        assertThat(rows()).filteredOn(row -> "trade".equals(row.get("type"))).hasSize(5);
        assertThat(rows())
                .filteredOn(row -> "feedState".equals(row.get("type")))
                .extracting(row -> row.get("status"))
                .contains("ACTIVE");
    }

    @Test
    void stream_unknownSymbol_endsWithItsReason() {
        TimeSource clock = TimeSource.system();
        simulator.close();
        simulator = MarketSimulator.builder().seed(7).time(clock).start();

        int code = fetch(
                clock,
                "stream --symbol NOPE/USD --timeout 50s" + of("kraken") + " --ws-url " + simulator.krakenSocketUri());

        assertThat(code).isEqualTo(3);
        assertThat(errors()).startsWith("SYMBOL_UNKNOWN: ");
    }

    @Test
    void failure_isToldWithItsReason() {
        assertThat(fetch("quote --symbol NOPE1" + of("yahoo"))).isEqualTo(3);
        assertThat(errors()).startsWith("SYMBOL_UNKNOWN: ");
        assertThat(out.size()).isZero();

        assertThat(fetch("quote --symbol AAPL --symbol NOPE1" + of("yahoo"))).isEqualTo(3);
        assertThat(errors()).startsWith("SYMBOL_UNKNOWN: ");
        assertThat(rows()).singleElement().satisfies(row -> assertThat(row).containsEntry("symbol", "AAPL"));

        assertThat(fetch("options --symbol BTC/USD --trace" + of("kraken"))).isEqualTo(3);
        assertThat(errors()).startsWith("UNSUPPORTED: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "quotes --provider yahoo --symbol AAPL",
                "quote --symbol AAPL",
                "quote --provider nowhere --symbol AAPL",
                "quote --provider yahoo",
                "quote --provider yahoo --symbol A,\u00e9",
                "quote --provider yahoo --symbol AAPL --what",
                "quote --provider yahoo --symbol AAPL --timeout",
                "quote --provider yahoo --symbol AAPL --timeout 0s",
                "quote --provider yahoo --symbol AAPL --format xml",
                "quote --provider yahoo --symbol AAPL --base-url ftp://x",
                "quote --provider alphavantage --symbol AAPL",
                "quote --provider alphavantage --symbol AAPL --api-key-env NOTHING",
                "bars --provider yahoo --symbol AAPL --interval 60m",
                "bars --provider yahoo --symbol AAPL --adjust some",
                "bars --provider yahoo --symbol AAPL --from yesterday",
                "bars --provider yahoo --symbol AAPL --limit 0",
                "trades --provider kraken --symbol BTC/USD",
                "search --provider yahoo",
                "quote --provider yahoo --provider kraken --symbol AAPL",
            })
    void arguments_thatAreWrong_areRefusedBeforeAnythingIsSent(String command) {
        assertThat(fetch(command)).isEqualTo(2);

        assertThat(errors()).isNotBlank().doesNotContain("Exception");
        assertThat(out.size()).isZero();
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void formats_ofTheSameRows_differOnlyInForm() {
        String asked = "bars --symbol AAPL --from 2026-11-02 --to 2026-11-04";
        String place = " --provider yahoo --base-url " + simulator.yahooUri();

        assertThat(fetch(asked + place + " --format csv")).as(errors()).isZero();
        List<String> csv = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(fetch(asked + place)).isZero();
        List<String> table = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(fetch(asked + place + " --format ndjson")).isZero();

        assertThat(csv).hasSize(3);
        assertThat(table).hasSize(3);
        assertThat(List.of(csv.get(0).split(",")))
                .containsExactlyElementsOf(rows().get(0).keySet());
        assertThat(csv.get(1)).contains(rows().get(0).get("close"));
        assertThat(table.get(1)).contains(rows().get(0).get("close"));
    }

    @Test
    void help_tellsEveryProviderAndOption() {
        assertThat(fetch("--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("yahoo, alphavantage, eodhd, kraken, binance, binanceus, html", "--base-url", "--trace");
    }

    @Test
    void fields_thatArePrinted_areDocumented() throws IOException {
        String documented = Files.readString(Path.of("..", "docs", "json.md"));
        List<String> commands = List.of(
                "quote --symbol AAPL" + of("yahoo"),
                "bars --symbol AAPL --from 2026-01-01" + of("yahoo"),
                "actions --symbol AAPL" + of("yahoo"),
                "options --symbol AAPL" + of("yahoo"),
                "search --query apple" + of("eodhd"),
                "instruments" + of("kraken"),
                "book --symbol BTC/USD" + of("kraken"),
                "bars --symbol BTC/USD --from 2026-11-14" + of("kraken"),
                "trades --symbol BTC/USD --from 2026-11-16T15:30:00Z" + of("kraken"));
        List<String> names = new ArrayList<>();
        for (String command : commands) {
            assertThat(fetch(command)).as(command + errors()).isZero();
            rows().forEach(row -> names.addAll(row.keySet()));
        }

        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(documented).contains("`" + name + "`"));
    }
}
