package io.quotron.providers.eodhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Instrument.Identifier;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Split;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.SharedData;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * All recorded answers, by the kinds that their index tells, each value compared with a plain walk through the recording. Skipped where the
 * recordings are absent.
 */
class EodhdRecordedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant LATER = Instant.parse("2027-01-04T00:00:00Z");

    private record Recording(String file, String endpoint, int status, Path path) {
        String body() {
            try {
                return Files.readString(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        JsonNode json() {
            try {
                return JSON.readTree(body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** For example {@code BHP.AU} of {@code eod/BHP.AU-daily-a.json}. */
        String subject() {
            String name = file.substring(file.lastIndexOf('/') + 1);
            return name.substring(0, name.indexOf('-'));
        }
    }

    private static List<Recording> recordings(String folder) throws IOException {
        Path root = SharedData.require("wire/visible/eodhd");
        List<Recording> found = new ArrayList<>();
        for (JsonNode entry : JSON.readTree(root.resolve("INDEX.json").toFile()).get("files")) {
            String file = entry.get("file").asText();
            if (file.startsWith(folder + "/")) {
                found.add(new Recording(
                        file,
                        entry.get("endpoint").asText(),
                        entry.path("http_status").asInt(200),
                        root.resolve(file)));
            }
        }
        assumeTrue(!found.isEmpty(), "nothing recorded of " + folder);
        return found;
    }

    private static List<Recording> jsons(String folder) throws IOException {
        return recordings(folder).stream()
                .filter(recording -> recording.file().endsWith(".json"))
                .toList();
    }

    private static void serve(Recording recording, Consumer<EodhdProvider> use) {
        Handler answer = (request, response) -> {
            if (request.path().contains("/splits/") && !recording.file().startsWith("splits")) {
                response.sendJson("[]");
            } else {
                response.status(recording.status()).sendJson(recording.body());
            }
        };
        try (FaultServer server = FaultServer.start().otherwise(answer);
                EodhdProvider provider = EodhdServer.provider(server.uri())) {
            use.accept(provider);
        }
    }

    private static RequestContext context() {
        return RequestContext.builder(VirtualTime.startingAt(LATER)).build();
    }

    private static Symbol symbol(String name) {
        int dot = name.lastIndexOf('.');
        return EodhdSymbols.toCanonical(name.substring(0, dot), name.substring(dot + 1))
                .orElseThrow();
    }

    private static BarSeries bars(EodhdProvider provider, Symbol symbol, Interval interval, Adjustment adjustment) {
        BarQuery query = new BarQuery(
                symbol, interval, TimeRange.of(Instant.EPOCH.minusSeconds(1_000_000_000), LATER), adjustment, true);
        return provider.bars().orElseThrow().fetchBars(query, context());
    }

    @Test
    void days_recorded_areRead() throws IOException {
        for (Recording recording : jsons("eod")) {
            serve(recording, provider -> checkDays(recording, provider));
        }
    }

    private static void checkDays(Recording recording, EodhdProvider provider) {
        Symbol symbol = symbol(recording.subject());
        BarSeries raw = bars(provider, symbol, Interval.DAY_1, Adjustment.RAW);
        BarSeries total = bars(provider, symbol, Interval.DAY_1, Adjustment.SPLITS_AND_DIVIDENDS);
        JsonNode rows = recording.json();
        assertThat(raw.size() + raw.rejectedRows()).isEqualTo(rows.size());
        assertThat(total.size()).isEqualTo(raw.size());
        Map<LocalDate, JsonNode> byDay = new HashMap<>();
        rows.forEach(row -> byDay.put(LocalDate.parse(row.get("date").asText()), row));
        for (int i = 0; i < raw.size(); i++) {
            Bar bar = raw.bar(i);
            JsonNode row = Objects.requireNonNull(byDay.get(bar.tradingDay()), () -> "no row of " + bar);
            assertPrices(bar, row);
            assertThat(total.bar(i).close()).isEqualTo(row.get("adjusted_close").asDouble());
            assertThat(total.bar(i).volume()).hasValue(row.get("volume").asDouble());
            double factor =
                    row.get("adjusted_close").asDouble() / row.get("close").asDouble();
            assertThat(total.bar(i).high() / bar.high() / factor).isBetween(1 - 1e-12, 1 + 1e-12);
        }
        assertThat(raw.rejectedRows()).as("rows that are none").isLessThan(rows.size() / 100 + 1);
        checkMonths(raw, bars(provider, symbol, Interval.MONTH_1, Adjustment.RAW));
    }

    private static void assertPrices(Bar bar, JsonNode row) {
        assertThat(bar.open()).isEqualTo(row.get("open").asDouble());
        assertThat(bar.high()).isEqualTo(row.get("high").asDouble());
        assertThat(bar.low()).isEqualTo(row.get("low").asDouble());
        assertThat(bar.close()).isEqualTo(row.get("close").asDouble());
        assertThat(bar.volume()).hasValue(row.get("volume").asDouble());
    }

    /** Months hold the same turnover and extremes as their days. */
    private static void checkMonths(BarSeries days, BarSeries months) {
        assertThat(months.bars().mapToDouble(bar -> bar.volume().orElseThrow()).sum())
                .isEqualTo(days.bars()
                        .mapToDouble(bar -> bar.volume().orElseThrow())
                        .sum());
        assertThat(months.bars().mapToDouble(Bar::high).max())
                .isEqualTo(days.bars().mapToDouble(Bar::high).max());
        assertThat(months.bars().mapToDouble(Bar::low).min())
                .isEqualTo(days.bars().mapToDouble(Bar::low).min());
        assertThat(months.last().close()).isEqualTo(days.last().close());
        assertThat(months.bars().map(Bar::tradingDay))
                .allMatch(day -> Objects.requireNonNull(day).getDayOfMonth() == 1);
    }

    @Test
    void minutes_recorded_areRead() throws IOException {
        for (Recording recording : jsons("intraday")) {
            serve(recording, provider -> {
                String interval = recording.file().contains("-1m")
                        ? "1m"
                        : recording.file().contains("-1h") ? "1h" : "5m";
                JsonNode rows = recording.json();
                BarQuery query = new BarQuery(
                        symbol(recording.subject()),
                        Interval.parse(interval),
                        TimeRange.of(
                                Instant.ofEpochSecond(
                                        rows.get(0).get("timestamp").asLong()),
                                Instant.ofEpochSecond(rows.get(rows.size() - 1)
                                                .get("timestamp")
                                                .asLong()
                                        + 1)),
                        Adjustment.RAW,
                        true);
                BarSeries series = provider.bars().orElseThrow().fetchBars(query, context());
                int next = 0;
                for (JsonNode row : rows) {
                    if (!row.get("volume").isNull()) {
                        Bar bar = series.bar(next++);
                        assertThat(bar.openTime().getEpochSecond())
                                .isEqualTo(row.get("timestamp").asLong());
                        assertPrices(bar, row);
                    }
                }
                assertThat(series.size()).isEqualTo(next);
                assertThat(series.rejectedRows()).isZero();
            });
        }
    }

    @Test
    void quotes_recorded_areRead() throws IOException {
        for (Recording recording : jsons("real-time")) {
            serve(recording, provider -> {
                JsonNode row = recording.json();
                Symbol symbol = symbol(recording.subject());
                Quote quote = Objects.requireNonNull(provider.quotes()
                                .orElseThrow()
                                .fetchQuotes(Set.of(symbol), context())
                                .get(symbol))
                        .get();
                assertThat(quote.price()).isEqualTo(row.get("close").asDouble());
                assertThat(quote.open()).hasValue(row.get("open").asDouble());
                assertThat(quote.high()).hasValue(row.get("high").asDouble());
                assertThat(quote.low()).hasValue(row.get("low").asDouble());
                assertThat(quote.previousClose())
                        .hasValue(row.get("previousClose").asDouble());
                assertThat(quote.change()).hasValue(row.get("change").asDouble());
                assertThat(quote.volume()).hasValue(row.get("volume").asDouble());
                assertThat(quote.eventTime().getEpochSecond())
                        .isEqualTo(row.get("timestamp").asLong());
                double percent =
                        row.get("change").asDouble() / row.get("previousClose").asDouble() * 100;
                assertThat(quote.changePercent().orElseThrow()).isBetween(percent - 0.01, percent + 0.01);
            });
        }
    }

    @Test
    void search_recorded_isRead() throws IOException {
        for (Recording recording : jsons("search")) {
            serve(recording, provider -> {
                List<Instrument> found = provider.instruments().orElseThrow().search(recording.subject(), context());
                checkInstruments(found, recording.json(), "");
            });
        }
    }

    @Test
    void lists_recorded_areRead() throws IOException {
        for (Recording recording : jsons("exchange-symbol-list")) {
            serve(recording, provider -> {
                List<Instrument> found = provider.discovery().orElseThrow().discover(recording.subject(), context());
                checkInstruments(found, recording.json(), recording.subject());
            });
        }
    }

    private static void checkInstruments(List<Instrument> found, JsonNode rows, String exchange) {
        assertThat(found).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            Instrument instrument = found.get(i);
            String market = exchange.isEmpty() ? row.get("Exchange").asText() : exchange;
            assertThat(instrument.nativeSymbol()).isEqualTo(row.get("Code").asText() + "." + market);
            assertThat(EodhdSymbols.find(instrument.symbol()).full()).isEqualTo(instrument.nativeSymbol());
            assertThat(instrument.name()).contains(row.get("Name").asText().strip());
            assertThat(instrument.venue()).contains(row.get("Exchange").asText());
            assertThat(Objects.requireNonNull(instrument.currency()).code())
                    .isEqualTo(row.get("Currency").asText());
            String isin = row.hasNonNull("ISIN")
                    ? row.get("ISIN").asText()
                    : row.path("Isin").asText("");
            assertThat(instrument.identifiers().getOrDefault(Identifier.ISIN, "null"))
                    .isEqualTo(isin.isEmpty() ? "null" : isin);
            String type = row.get("Type").asText();
            assertThat(instrument.kind() == Instrument.Kind.EQUITY).isEqualTo(type.contains("Stock"));
            assertThat(instrument.kind() == Instrument.Kind.ETF).isEqualTo(type.equals("ETF"));
        }
    }

    @Test
    void exchanges_recorded_areRead() throws IOException {
        List<Recording> all = new ArrayList<>(jsons("exchanges-list"));
        all.addAll(jsons("openbb").stream()
                .filter(one -> one.endpoint().contains("exchanges-list"))
                .toList());
        for (Recording recording : all) {
            serve(recording, provider -> {
                List<String> codes = new ArrayList<>();
                recording.json().forEach(row -> codes.add(row.get("Code").asText()));
                List<String> lists = provider.discovery().orElseThrow().lists(context());
                assertThat(lists).containsExactlyInAnyOrderElementsOf(codes);
                if (codes.contains("US")) {
                    assertThat(lists.get(0)).isEqualTo("US");
                }
                assertThat(codes).allMatch(code -> EodhdExchanges.byCode(code).isPresent());
            });
        }
    }

    @Test
    void identifiersAndAccount_recorded_areRead() throws IOException {
        for (Recording recording : jsons("openbb")) {
            serve(recording, provider -> {
                if (recording.endpoint().contains("id-mapping")) {
                    JsonNode row = recording.json().get("data").get(0);
                    List<Instrument> found = provider.instruments()
                            .orElseThrow()
                            .resolve(row.get("isin").asText(), context());
                    assertThat(found).isNotEmpty();
                    assertThat(found.get(0).nativeSymbol())
                            .isEqualTo(row.get("symbol").asText());
                    for (Identifier identifier : found.get(0).identifiers().keySet()) {
                        assertThat(found.get(0).identifiers().get(identifier))
                                .isEqualTo(row.get(identifier.name().toLowerCase(Locale.ROOT))
                                        .asText());
                    }
                    assertThat(found.get(0).identifiers()).hasSize(5);
                } else if (recording.endpoint().contains("/user")) {
                    assertThat(provider.check(context()).healthy()).isTrue();
                    assertThat(provider.check(context()).detail())
                            .contains(recording.json().get("apiRequests").asText());
                }
            });
        }
    }

    @Test
    void splits_recorded_areRead() throws IOException {
        for (Recording recording : jsons("splits")) {
            serve(recording, provider -> {
                JsonNode rows = recording.json();
                for (int i = 0; i < rows.size(); i++) {
                    Split split = EodhdActions.split(i, read(rows.get(i)), Symbol.of("NVDA"));
                    String[] parts = rows.get(i).get("split").asText().split("/", -1);
                    assertThat(split.exDate())
                            .isEqualTo(LocalDate.parse(rows.get(i).get("date").asText()));
                    assertThat(split.ratio()).isEqualTo(Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]));
                }
            });
        }
    }

    private static JsonValue read(JsonNode node) {
        return Json.read(EodhdErrors.SOURCE, node.toString());
    }

    @Test
    void exchangeDays_recorded_areRead() throws IOException {
        for (Recording recording : jsons("eod-bulk")) {
            serve(recording, provider -> {
                JsonNode rows = recording.json();
                LocalDate day = LocalDate.parse(rows.get(0).get("date").asText());
                Map<Symbol, Bar> bars = provider.fetchExchangeDay(recording.subject(), day, context());
                assertThat(bars).hasSize(rows.size());
                for (JsonNode row : rows) {
                    Bar bar = Objects.requireNonNull(
                            bars.get(symbol(row.get("code").asText() + "." + recording.subject())));
                    assertPrices(bar, row);
                    assertThat(bar.tradingDay()).isEqualTo(day);
                    ZoneId zone = EodhdExchanges.byCode(recording.subject())
                            .orElseThrow()
                            .zone();
                    assertThat(bar.openTime())
                            .isEqualTo(day.atStartOfDay(Objects.requireNonNull(zone))
                                    .toInstant());
                }
            });
        }
    }

    @Test
    void errors_recorded_haveTheirReasons() throws IOException {
        for (Recording recording : recordings("errors")) {
            serve(recording, provider -> {
                Throwable thrown =
                        catchThrowable(() -> bars(provider, Symbol.of("BHP.AX"), Interval.DAY_1, Adjustment.RAW));
                assertThat(thrown).isInstanceOf(QuotronException.class);
                assertThat(((QuotronException) thrown).reason()).isEqualTo(FailureReason.AUTHENTICATION);
            });
        }
    }

    @Test
    void frames_recorded_areRead() throws IOException {
        for (Recording recording : recordings("ws")) {
            EodhdStreams.Endpoint endpoint = endpoint(recording.file());
            for (String line : recording.body().lines().toList()) {
                JsonNode frame = JSON.readTree(line);
                if (frame.has("s")) {
                    check(frame, endpoint, line);
                } else {
                    assertThat(frame.get("status_code").asInt()).isEqualTo(200);
                }
            }
        }
    }

    private static EodhdStreams.Endpoint endpoint(String file) {
        String name = file.substring(file.indexOf('/') + 1);
        EodhdStreams.Endpoint found = EodhdStreams.Endpoint.US_TRADES;
        for (EodhdStreams.Endpoint endpoint : EodhdStreams.Endpoint.values()) {
            boolean longer = endpoint.path().length() > found.path().length();
            found = name.startsWith(endpoint.path() + "-") && longer ? endpoint : found;
        }
        return found;
    }

    private static void check(JsonNode frame, EodhdStreams.Endpoint endpoint, String line) {
        StreamKind kind = endpoint.carriesTrades() ? StreamKind.TRADES : StreamKind.QUOTES;
        List<MarketEvent> events = new ArrayList<>();
        Map<String, StreamKey> keys = Map.of(frame.get("s").asText(), new StreamKey(Symbol.of("ACME"), kind));
        EodhdFrames.read(line, endpoint, keys, LATER, new EodhdFrames.Handler() {
            @Override
            public void status(long code, String message) {
                throw new AssertionError(message);
            }

            @Override
            public void event(StreamKey key, MarketEvent event) {
                events.add(event);
            }

            @Override
            public void unasked(String text) {
                throw new AssertionError(text);
            }

            @Override
            public void rejected(String detail) {
                throw new AssertionError(detail);
            }
        });
        assertThat(events).hasSize(1);
        long time = frame.get("t").asLong();
        assertThat(events.get(0).eventTime())
                .isEqualTo(time < 100_000_000_000L ? Instant.ofEpochSecond(time) : Instant.ofEpochMilli(time));
        if (events.get(0) instanceof Trade trade) {
            assertThat(trade.price()).isEqualTo(frame.get("p").asDouble());
            assertThat(trade.size())
                    .isEqualTo(frame.get(frame.has("v") ? "v" : "q").asDouble());
            if (frame.path("c").isInt()) {
                assertThat(trade.conditions() & (1L << frame.get("c").asInt())).isNotZero();
            }
        } else if (events.get(0) instanceof Quote quote && (frame.has("a") || frame.has("ap"))) {
            assertThat(quote.ask())
                    .hasValue(frame.get(frame.has("a") ? "a" : "ap").asDouble());
            assertThat(quote.bid())
                    .hasValue(frame.get(frame.has("b") ? "b" : "bp").asDouble());
            assertThat(quote.askSize().isPresent()).isEqualTo(frame.has("as"));
            assertThat(quote.changePercent().isPresent()).isEqualTo(frame.has("dc"));
        }
    }
}
