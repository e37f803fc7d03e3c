package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.ProviderException;
import io.quotron.providers.fuzz.Mutations;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.testkit.Seed;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fast way and the tree give the same chart of every answer that the fast way takes. */
class YahooFastChartTest {
    private static final String DAYS = new ChartBody()
            .session("2026-11-20T14:30:00Z", "2026-11-20T21:00:00Z")
            .row("2026-11-17T14:30:00Z", 10.5, 11.12345, 10.25, 10.75, 1_000)
            .raw("1763476200", "null", "null", "null", "null", "null", "null")
            .raw("-252322200", "-1.5", "2e1", "0.30000000000000004", "-0", "0", "1234567.8901234567")
            .split("2026-11-18T14:30:00Z", 4, 1)
            .dividend("2026-11-19T14:30:00Z", 0.25)
            .json();
    private static final String MINUTES = new ChartBody()
            .interval("1m")
            .session("2026-11-20T14:30:00Z", "2026-11-20T21:00:00Z")
            .withPeriods()
            .row("2026-11-20T14:30:00Z", 10.5, 11, 10.25, 10.75, 1_000)
            .json();

    @Test
    void read_chartsAsTheyAlwaysAre_areTaken() {
        for (String body : List.of(DAYS, MINUTES, " " + DAYS.replace(",", " , ").replace("[", "[ ") + "\n")) {
            assertThat(isTakenAndSame(body.getBytes(StandardCharsets.UTF_8), "TEST"))
                    .as(body)
                    .isTrue();
        }
    }

    @Test
    void read_anythingElse_isLeftToTheTree() {
        List<String> others = List.of(
                DAYS.replace("10.5", "\"10.5\""),
                DAYS.replace("-252322200", "null"),
                DAYS.replace("-252322200", "1.5"),
                DAYS.replace("10.5,", "10.5,1,"),
                DAYS.replace("\"low\"", "\"lower\""),
                DAYS.replace("\"timestamp\":", "\"timestamq\":"),
                DAYS + "x",
                DAYS.replace("\"high\":", "\"open\":"),
                "{\"finance\":{\"error\":{\"code\":\"Unauthorized\"}}," + DAYS.substring(1),
                "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\"}}}",
                "{\"chart\":{\"result\":[],\"error\":null}}",
                "[]",
                "");
        for (String body : others) {
            assertThat(YahooFastChart.read(body.getBytes(StandardCharsets.UTF_8)))
                    .as(body)
                    .isNull();
        }
    }

    @Test
    void read_spoiledCharts_giveTheSameAsTheTree() {
        Seed seed = Seed.of("YahooFastChartTest.spoiled");
        Mutations mutations = new Mutations(seed.generator());
        int taken = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] spoiled = mutations.of((i % 2 == 0 ? DAYS : MINUTES).getBytes(StandardCharsets.UTF_8));
            taken += isTakenAndSame(spoiled, "TEST") ? 1 : 0;
        }
        assertThat(taken).as("%s", seed).isGreaterThan(300);
    }

    @Test
    void read_recordedCharts_giveTheSameAsTheTree() throws IOException {
        int taken = 0;
        int all = 0;
        try (Stream<Path> files = Files.list(SharedData.require("wire/visible/yahoo/chart"))) {
            for (Path file : files.toList()) {
                byte[] body = Files.readAllBytes(file);
                taken += isTakenAndSame(body, "?") ? 1 : 0;
                all++;
            }
        }
        assertThat(taken).isGreaterThan(all / 2);
    }

    /** Returns whether the fast way took it. */
    private static boolean isTakenAndSame(byte[] body, String asked) {
        YahooFastChart fast = YahooFastChart.read(body);
        if (fast == null) {
            return false;
        }
        JsonValue document = Json.read(YahooErrors.SOURCE, body);
        JsonValue meta = document.get("chart").get("result").at(0).get("meta");
        String name = asked.equals("?") ? meta.get("symbol").text().orElse("") : asked;
        String interval = meta.get("dataGranularity").text().orElse("1d");
        assertThat(chart(() -> YahooChart.of(fast, name, interval)))
                .as(new String(body, StandardCharsets.UTF_8))
                .isEqualTo(chart(() -> YahooChart.parse(document, name, interval)));
        return true;
    }

    private static Object chart(java.util.function.Supplier<YahooChart> reading) {
        try {
            return reading.get();
        } catch (ProviderException e) {
            return e.reason() + " " + e.getMessage();
        }
    }
}
