package io.quotron.providers.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Side;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenFramesTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:30Z");
    private static final StreamKey TRADES = new StreamKey(KrakenSamples.BTC_USD, StreamKind.TRADES);
    private static final StreamKey QUOTES = new StreamKey(KrakenSamples.BTC_USD, StreamKind.QUOTES);
    private static final StreamKey TOKEN = new StreamKey(KrakenSamples.TOKEN, StreamKind.TRADES);
    private static final StreamKey BARS = StreamKey.bars(KrakenSamples.BTC_USD, Interval.MINUTE_1);
    private static final StreamKey HOURS = StreamKey.bars(KrakenSamples.BTC_USD, Interval.HOUR_1);
    private static final KrakenStreams.Book BOOK = new KrakenStreams.Book(
            "BTC/USD",
            10,
            1,
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(StreamKey.book(KrakenSamples.BTC_USD, 10)));
    private static final KrakenStreams STREAMS = new KrakenStreams(
            KrakenStreamTable.of(Map.of("BTC/USD", TRADES, "ACMEx/USD", TOKEN)),
            KrakenStreamTable.of(Map.of("BTC/USD", QUOTES)),
            Map.of("BTC/USD", BOOK),
            Map.of("BTC/USD", Map.of(1, BARS, 60, HOURS)),
            Map.of());
    static final String TRADE =
            "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"sell\",\"price\":101.25,"
                    + "\"qty\":0.00044780,\"ord_type\":\"limit\",\"trade_id\":77,\"timestamp\":\"2026-03-02T12:00:26.844359Z\"}]}";
    static final String TICKER =
            "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":101.5,\"bid_qty\":0.75,\"ask\":101.75,"
                    + "\"ask_qty\":1.25,\"last\":101.625,\"volume\":3156.5,\"vwap\":100.5,\"low\":99.5,\"high\":103.5,\"change\":-4.25,"
                    + "\"change_pct\":-0.5,\"trades\":13,\"timestamp\":\"2026-03-02T12:00:26.5Z\"}]}";
    private static final List<String> POISONS = List.of(
            "null",
            "\"\"",
            "\"NaN\"",
            "\"Infinity\"",
            "1e400",
            "-1e400",
            "\"N/A\"",
            "\"None\"",
            "\"-\"",
            "true",
            "[5]",
            "{\"raw\":5}",
            "\"1,234.5\"",
            "\"0x10\"",
            "1e1000000000",
            "\"5\"",
            "[]",
            "{}",
            "\" \"",
            "false");

    private final Recorder heard = new Recorder();
    private final KrakenFrames frames = new KrakenFrames();

    @Test
    void read_trade_keepsEveryValue() {
        read(TRADE);

        assertThat(heard.events)
                .containsExactly(new Trade(
                        KrakenSamples.BTC_USD,
                        KrakenErrors.SOURCE,
                        101.25,
                        0.0004478,
                        Side.SELL,
                        "77",
                        0,
                        Instant.parse("2026-03-02T12:00:26.844359Z"),
                        NOW));
        assertThat(heard.keys).containsExactly(TRADES);
        assertThat(heard.rejected).isEmpty();
    }

    @Test
    void read_ticker_keepsEveryValue() {
        read(TICKER);

        Quote quote = (Quote) heard.events.get(0);
        assertThat(quote)
                .isEqualTo(Quote.builder(KrakenSamples.BTC_USD, KrakenErrors.SOURCE)
                        .price(101.625)
                        .currency(io.quotron.model.CurrencyUnit.of("USD"))
                        .bid(101.5)
                        .bidSize(0.75)
                        .ask(101.75)
                        .askSize(1.25)
                        .high(103.5)
                        .low(99.5)
                        .volume(3156.5)
                        .change(-4.25)
                        .changePercent(-0.5)
                        .eventTime(Instant.parse("2026-03-02T12:00:26.5Z"))
                        .receivedTime(NOW)
                        .build());
    }

    @Test
    void read_dataBeforeChannel_isUnderstood() {
        String data = TRADE.substring(TRADE.indexOf("\"data\""), TRADE.length() - 1);

        read("{" + data + ",\"type\":\"update\",\"channel\":\"trade\"}");

        assertThat(heard.events).hasSize(1);
        assertThat(heard.rejected).isEmpty();
    }

    @Test
    void read_smallLettersInName_findTheStream() {
        read(TRADE.replace("BTC/USD", "ACMEx/USD"));

        assertThat(heard.events).singleElement().extracting(MarketEvent::symbol).isEqualTo(Symbol.of("ACMEX/USD"));
    }

    @Test
    void read_oneBadRowOfThree_rejectsThatRow() {
        String row = TRADE.substring(TRADE.indexOf("{\"symbol"), TRADE.length() - 2);

        read("{\"channel\":\"trade\",\"data\":[" + row + "," + row.replace("101.25", "\"x\"") + ","
                + row.replace("77", "78") + "]}");

        assertThat(heard.events).hasSize(2);
        assertThat(heard.rejected).hasSize(1);
    }

    @Test
    void read_brokenAtItsEnd_tellsNothingOfIt() {
        read(TRADE.substring(0, TRADE.length() - 1));
        read(TRADE + "x");
        read(TRADE + "{}");

        assertThat(heard.events).isEmpty();
        assertThat(heard.rejected).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"101.25", "0.00044780", "77", "\"2026-03-02T12:00:26.844359Z\""})
    void read_poisonInTrade_givesNoTradeOrNoId(String value) {
        for (String poison : POISONS) {
            heard.events.clear();
            heard.rejected.clear();

            read(TRADE.replace(value, poison));

            assertThat(heard.events).as(poison).isEmpty();
            assertThat(heard.rejected).as(poison).hasSize(1);
        }
    }

    @Test
    void read_poisonInTicker_isAbsentOrRejected() {
        for (String field : List.of(
                "101.5,", "0.75,", "101.75,", "1.25,", "101.625,", "3156.5,", "99.5,", "103.5,", "-4.25,", "-0.5,")) {
            for (String poison : POISONS) {
                heard.events.clear();
                heard.rejected.clear();

                read(TICKER.replace(":" + field, ":" + poison + ","));

                String what = field + " -> " + poison;
                assertThat(heard.events.size() + heard.rejected.size()).as(what).isEqualTo(1);
                assertThat(heard.events.isEmpty()).as(what).isEqualTo(field.equals("101.625,"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-03-02T24:00:00Z",
                "2026-03-02T12:60:00Z",
                "2026-03-02 12:00:00Z",
                "2026-03-02T12:00:00",
                "2026-03-02T12:00:00.Z",
                "2026-03-02T12:00:00.1234567890Z",
                "2026-03-02T12:06:00Z",
                "x"
            })
    void read_impossibleTime_isRejected(String time) {
        read(TRADE.replace("2026-03-02T12:00:26.844359Z", time));

        assertThat(heard.events).isEmpty();
        assertThat(heard.rejected).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-02T12:00:00Z",
                "2026-03-02T12:00:00.1Z",
                "2024-02-29T23:59:59.123456789Z",
                "2026-03-02T00:00:00.000000001Z"
            })
    void read_anyPrecision_isExact(String time) {
        read(TRADE.replace("2026-03-02T12:00:26.844359Z", time));

        assertThat(heard.events)
                .singleElement()
                .extracting(MarketEvent::eventTime)
                .isEqualTo(Instant.parse(time));
    }

    @Test
    void read_messagesOfTheServer_areToldApart() {
        read("{\"channel\":\"heartbeat\"}");
        read("{\"method\":\"pong\",\"req_id\":4}");
        read("{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\",\"system\":\"online\","
                + "\"api_version\":\"v2\",\"connection_id\":18125794168470749634}]}");
        read(
                "{\"method\":\"subscribe\",\"result\":{\"channel\":\"trade\",\"symbol\":\"BTC/USD\"},\"success\":true,\"req_id\":1}");
        read(
                "{\"error\":\"Currency pair not supported X/USD\",\"method\":\"subscribe\",\"success\":false,\"symbol\":\"X/USD\"}");

        assertThat(heard.heartbeats).isEqualTo(2);
        assertThat(heard.states).containsExactly("online");
        assertThat(heard.answers)
                .containsExactly(
                        new KrakenFrames.Answer("subscribe", true, "trade", -1, "BTC/USD", 1, ""),
                        new KrakenFrames.Answer(
                                "subscribe", false, null, -1, "X/USD", -1, "Currency pair not supported X/USD"));
        assertThat(heard.rejected).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "42",
                "\"x\"",
                "{\"channel\":5}",
                "{\"channel\":\"level3\",\"data\":[]}",
                "{\"channel\":\"book\",\"data\":[{}]}",
                "{\"channel\":\"ohlc\",\"data\":[{}]}",
                "{\"channel\":\"instrument\",\"data\":[]}",
                "{\"event\":\"heartbeat\"}",
                "[0,[[\"5541.2\",\"0.1\",\"1534614057.3\",\"s\",\"l\",\"\"]],\"trade\",\"XBT/USD\"]",
                "{\"channel\":\"trade\"}",
                "{\"channel\":\"trade\",\"data\":{}}",
                "{\"channel\":\"trade\",\"data\":[5]}",
                "{\"channel\":\"trade\",\"channel\":\"trade\",\"data\":[]}",
                "{\"error\":\"x\"}",
                "{\"channel\":\"status\"}"
            })
    void read_whatMakesNoSense_isRejectedOnce(String text) {
        read(text);

        assertThat(heard.rejected).hasSize(1);
        assertThat(heard.events).isEmpty();
    }

    @Test
    void read_symbolNobodyAskedFor_isUnasked() {
        String text = TRADE.replace("BTC/USD", "ETH/USD");

        read(text);

        assertThat(heard.unasked).containsExactly(text);
        assertThat(heard.rejected).isEmpty();
        assertThat(heard.events).isEmpty();
    }

    private static String bar(String begin, String values) {
        return "{\"symbol\":\"BTC/USD\"," + values + ",\"interval_begin\":\"2026-03-02T" + begin
                + ":00.000000000Z\",\"interval\":1,\"timestamp\":\"2026-03-02T12:59:00.000000Z\"}";
    }

    private void readBars(String... rows) {
        heard.events.clear();
        read("{\"channel\":\"ohlc\",\"type\":\"update\",\"timestamp\":\"2026-03-02T12:00:30.1Z\",\"data\":["
                + String.join(",", rows) + "]}");
    }

    private static final String FIRST =
            "\"open\":10.5,\"high\":12.5,\"low\":9.5,\"close\":11.5,\"trades\":3,\"volume\":1.25,\"vwap\":11.25";
    private static final String GROWN = FIRST.replace("11.5", "12.25").replace("\"trades\":3", "\"trades\":4");

    private List<String> told() {
        return heard.events.stream()
                .map(event -> (Bar) event)
                .map(bar -> bar.openTime().toString().substring(11, 16) + " " + bar.state() + " " + bar.close() + " r"
                        + bar.revision())
                .toList();
    }

    @Test
    void read_bars_formUntilTheNextBegins() {
        readBars(bar("11:57", FIRST));
        assertThat(told()).containsExactly("11:57 FORMING 11.5 r0");
        readBars(bar("11:57", GROWN));
        assertThat(told()).containsExactly("11:57 FORMING 12.25 r0");
        readBars(bar("11:59", FIRST));
        assertThat(told()).containsExactly("11:57 FINAL 12.25 r0", "11:59 FORMING 11.5 r0");
        assertThat(heard.keys).containsOnly(BARS);
        assertThat(heard.rejected).isEmpty();
    }

    @Test
    void read_bar_keepsEveryValue() {
        readBars(bar("11:57", FIRST));

        assertThat(heard.events)
                .containsExactly(Bar.builder(KrakenSamples.BTC_USD, KrakenErrors.SOURCE, Interval.MINUTE_1)
                        .span(Instant.parse("2026-03-02T11:57:00Z"), Instant.parse("2026-03-02T11:58:00Z"))
                        .prices(10.5, 12.5, 9.5, 11.5)
                        .volume(1.25)
                        .tradeCount(3)
                        .vwap(11.25)
                        .state(Bar.State.FORMING)
                        .receivedTime(NOW)
                        .build());
    }

    @Test
    void read_barsAtOnce_areFinalButTheLast() {
        readBars(bar("11:55", FIRST), bar("11:56", FIRST), bar("11:59", GROWN));

        assertThat(told())
                .containsExactly(
                        "11:55 FORMING 11.5 r0",
                        "11:55 FINAL 11.5 r0",
                        "11:56 FORMING 11.5 r0",
                        "11:56 FINAL 11.5 r0",
                        "11:59 FORMING 12.25 r0");
    }

    @Test
    void read_barThatWasFinal_isRevisedIfItDiffersAndLeftOutIfNotRemembered() {
        readBars(bar("11:55", FIRST), bar("11:56", FIRST));

        readBars(bar("11:55", FIRST));
        assertThat(told()).isEmpty();
        readBars(bar("11:55", GROWN));
        assertThat(told()).containsExactly("11:55 REVISED 12.25 r1");
        assertThat(heard.rejected).isEmpty();
        readBars(bar("11:50", FIRST));
        assertThat(told()).isEmpty();
        assertThat(heard.rejected).hasSize(1);
    }

    @Test
    void read_barsOfAnotherLengthOrSymbol_areTheirOwnOrUnasked() {
        readBars(bar("11:00", FIRST).replace("\"interval\":1,", "\"interval\":60,"));
        assertThat(heard.keys).containsExactly(HOURS);
        readBars(bar("11:00", FIRST).replace("\"interval\":1,", "\"interval\":5,"));
        readBars(bar("11:00", FIRST).replace("BTC/USD", "ETH/USD"));
        assertThat(heard.events).isEmpty();
        assertThat(heard.unasked).hasSize(2);
        assertThat(heard.rejected).isEmpty();
    }

    @Test
    void read_poisonInBar_isAbsentOrRejected() {
        for (String field : List.of("10.5", "12.5", "9.5", "11.5", "1.25", "11.25", ":3")) {
            for (String poison : POISONS) {
                heard.rejected.clear();
                String value = field.replace(":3", "3");
                readBars(bar(
                        "11:57",
                        FIRST.replace(":" + value + ",", ":" + poison + ",")
                                .replaceFirst(
                                        ":" + value + "$", ":" + java.util.regex.Matcher.quoteReplacement(poison))));

                boolean optional = field.equals("11.25") || field.equals(":3");
                assertThat(heard.events.size()).as(field + " " + poison).isEqualTo(optional ? 1 : 0);
                assertThat(heard.rejected.size()).as(field + " " + poison).isEqualTo(optional ? 0 : 1);
                if (optional) {
                    Bar bar = (Bar) heard.events.get(0);
                    assertThat(bar.vwap().isPresent()).isEqualTo(!field.equals("11.25"));
                    assertThat(bar.tradeCount().isPresent()).isEqualTo(field.equals("11.25"));
                }
            }
        }
    }

    @Test
    void read_instruments_tellEachStateInNumbersOfAnyForm() {
        read(
                "{\"channel\":\"instrument\",\"type\":\"snapshot\",\"data\":{\"assets\":[{\"id\":\"USD\",\"status\":\"enabled\","
                        + "\"precision\":4,\"margin_rate\":0.025000}],\"pairs\":[{\"symbol\":\"BTC/USD\",\"base\":\"BTC\","
                        + "\"quote\":\"USD\",\"status\":\"online\",\"qty_increment\":1e-08,\"price_increment\":0.1},"
                        + "{\"symbol\":\"ACA/EUR\",\"status\":\"cancel_only\",\"price_increment\":1e-05},{\"symbol\":5}]}}");

        assertThat(heard.markets).isEqualTo(Map.of("BTC/USD", "online", "ACA/EUR", "cancel_only"));
        assertThat(heard.allTold).isTrue();
        assertThat(heard.rejected).hasSize(1);
    }

    @Test
    void read_mutated_tellsEventsOrRejectionsOnly() {
        Seed seed = Seed.of("KrakenFramesTest.mutated");
        RandomGenerator random = seed.generator();
        for (int i = 0; i < 20_000; i++) {
            byte[] text = KrakenParserTest.mutate(random.nextBoolean() ? TRADE : TICKER, random);
            try {
                read(new String(text, StandardCharsets.UTF_8));
            } catch (RuntimeException | Error e) {
                throw new AssertionError(seed + ": " + new String(text, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(heard.rejected).as("%s", seed).isNotEmpty();
    }

    private void read(String text) {
        frames.read(text, STREAMS, NOW, heard);
    }

    static final class Recorder implements KrakenFrames.Handler {
        final List<StreamKey> keys = new ArrayList<>();
        final List<MarketEvent> events = new ArrayList<>();
        final List<String> states = new ArrayList<>();
        final List<KrakenFrames.Answer> answers = new ArrayList<>();
        final List<String> rejected = new ArrayList<>();
        final List<String> unasked = new ArrayList<>();
        final List<KrakenBookRow> books = new ArrayList<>();
        final Map<String, String> markets = new LinkedHashMap<>();
        int brokenBooks;
        boolean allTold;
        int heartbeats;

        @Override
        public void heartbeat() {
            heartbeats++;
        }

        @Override
        public void status(String system) {
            states.add(system);
        }

        @Override
        public void answered(KrakenFrames.Answer answer) {
            answers.add(answer);
        }

        @Override
        public void event(StreamKey key, MarketEvent event) {
            keys.add(key);
            events.add(event);
        }

        @Override
        public void book(KrakenStreams.Book stream, KrakenBookRow row) {
            books.add(row);
        }

        @Override
        public void brokenBook(KrakenStreams.Book stream, boolean snapshot, String problem) {
            brokenBooks++;
        }

        @Override
        public void market(String name, String state) {
            markets.put(name, state);
        }

        @Override
        public void marketsTold(boolean all) {
            allTold |= all;
        }

        @Override
        public void unasked(String text) {
            unasked.add(text);
        }

        @Override
        public void rejected(String detail) {
            rejected.add(detail);
        }
    }
}
