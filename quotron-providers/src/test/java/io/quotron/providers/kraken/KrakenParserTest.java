package io.quotron.providers.kraken;

import static io.quotron.providers.kraken.KrakenSamples.BTC_USD;
import static io.quotron.providers.kraken.KrakenSamples.NOW;
import static io.quotron.providers.kraken.KrakenSamples.btcUsd;
import static io.quotron.providers.kraken.KrakenSamples.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Result;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Quote;
import io.quotron.model.Side;
import io.quotron.model.Trade;
import io.quotron.spi.BarQuery;
import io.quotron.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenParserTest {
    /** What a number can turn into; each as JSON. */
    static final List<String> POISONS = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"-Infinity\"",
            "1e400",
            "\"1e400\"",
            "-1e400",
            "\"N/A\"",
            "\"None\"",
            "\"-\"",
            "true",
            "false",
            "[5]",
            "[]",
            "{\"raw\":5}",
            "{}",
            "\"1,234.5\"",
            "\"0x10\"",
            "1e1000000000",
            "\"1e1000000000\"",
            "\" 5\"",
            "\"5 \"",
            "\"5d\"",
            "\"0x1p3\"",
            "\"+5\"",
            "\".5\"",
            "\"5.\"",
            "\"\u0665\"");

    @Test
    void quotes_fullRow_givesEveryNumber() {
        Quote quote = quote(KrakenSamples.TICKER);

        assertThat(quote.price()).isEqualTo(101.45);
        assertThat(quote.bid()).hasValue(101.4);
        assertThat(quote.bidSize()).hasValue(3.125);
        assertThat(quote.ask()).hasValue(101.5);
        assertThat(quote.askSize()).hasValue(2.25);
        assertThat(quote.open()).hasValue(100);
        assertThat(quote.high()).hasValue(104.4);
        assertThat(quote.low()).hasValue(98.2);
        assertThat(quote.volume()).hasValue(22.75);
        assertThat(quote.currency()).isEqualTo(CurrencyUnit.of("USD"));
        assertThat(quote.eventTime()).isEqualTo(NOW);
        assertThat(quote.change()).isEmpty();
    }

    @Test
    void quotes_olderRowOfTwo_takesLots() {
        Quote quote = quote(KrakenSamples.TICKER.replace("\"2\",\"2.250\"", "\"2.5\""));

        assertThat(quote.askSize()).hasValue(2.5);
    }

    @Test
    void quotes_zeros_areAbsent() {
        Quote quote = quote(KrakenSamples.TICKER
                .replace("\"b\":[\"101.40000\",\"3\",\"3.125\"]", "\"b\":[\"0.00000\",\"0\",\"0.000\"]")
                .replace("\"98.2\"", "\"0.00000\"")
                .replace("\"100.00000\"", "\"0.00000\""));

        assertThat(quote.bid()).isEmpty();
        assertThat(quote.bidSize()).isEmpty();
        assertThat(quote.low()).isEmpty();
        assertThat(quote.open()).isEmpty();
    }

    @Test
    void quotes_neverTraded_isNoData() {
        assertThat(onlyQuote(KrakenSamples.TICKER.replace("101.45000", "0.00000")))
                .isInstanceOfSatisfying(
                        Result.Failure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(FailureReason.NO_DATA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"XXBTZUSD", "XBTUSD", "XBT/USD", "BTC/USD"})
    void quotes_anyNameOfThePair_isFound(String name) {
        assertThat(quote(KrakenSamples.TICKER.replace("XXBTZUSD", name)).price())
                .isEqualTo(101.45);
    }

    @Test
    void quotes_anotherPair_isNotTaken() {
        assertThat(onlyQuote(KrakenSamples.TICKER.replace("XXBTZUSD", "XETHZUSD"))
                        .isSuccess())
                .isFalse();
    }

    @Test
    void quotes_poisonInAnyNumber_isNeverANumber() {
        Quote good = quote(KrakenSamples.TICKER);
        int cases = 0;
        for (String number : List.of(
                "101.50000", "2.250", "101.40000", "3.125", "101.45000", "22.75", "98.2", "104.4", "100.00000")) {
            for (String poison : POISONS) {
                Result<Quote> spoiled = onlyQuote(KrakenSamples.TICKER.replace('"' + number + '"', poison));
                spoiled.find().ifPresent(quote -> assertNothingNew(quote, good, number + " -> " + poison));
                cases++;
            }
        }
        assertThat(cases).isEqualTo(9 * POISONS.size());
    }

    private static void assertNothingNew(Quote spoiled, Quote good, String what) {
        assertThat(numbers(good)).as(what).containsAll(numbers(spoiled));
        assertThat(numbers(spoiled)).as(what).hasSizeLessThan(numbers(good).size());
    }

    private static List<String> numbers(Quote quote) {
        List<String> numbers = new ArrayList<>(List.of("price " + quote.price()));
        quote.bid().ifPresent(value -> numbers.add("bid " + value));
        quote.ask().ifPresent(value -> numbers.add("ask " + value));
        quote.bidSize().ifPresent(value -> numbers.add("bidSize " + value));
        quote.askSize().ifPresent(value -> numbers.add("askSize " + value));
        quote.open().ifPresent(value -> numbers.add("open " + value));
        quote.high().ifPresent(value -> numbers.add("high " + value));
        quote.low().ifPresent(value -> numbers.add("low " + value));
        quote.volume().ifPresent(value -> numbers.add("volume " + value));
        return numbers;
    }

    @Test
    void bars_minutes_areFinalButTheLast() {
        BarSeries series = bars(KrakenSamples.minutes(5), KrakenSamples.minuteQuery(Duration.ofMinutes(10)));

        assertThat(series.size()).isEqualTo(5);
        Bar first = series.bar(0);
        assertThat(first.openTime()).isEqualTo(Instant.parse("2026-03-02T11:56:00Z"));
        assertThat(first.closeTime()).isEqualTo(Instant.parse("2026-03-02T11:57:00Z"));
        assertThat(first.open()).isEqualTo(10.4);
        assertThat(first.vwap()).hasValue(10.75);
        assertThat(first.tradeCount()).hasValue(5);
        assertThat(first.volume()).hasValue(2.5);
        assertThat(series.bars().map(Bar::state))
                .containsExactly(Bar.State.FINAL, Bar.State.FINAL, Bar.State.FINAL, Bar.State.FINAL, Bar.State.FORMING);
    }

    @Test
    void bars_lastRowEndedByOurClock_staysForming() {
        String body = KrakenSamples.minutes(3);
        BarSeries series = KrakenParser.bars(result(body), btcUsd(), NOW.plusSeconds(3_600))
                .series(KrakenSamples.minuteQuery(Duration.ofMinutes(10)), btcUsd());

        assertThat(series.last().state()).isEqualTo(Bar.State.FORMING);
    }

    @Test
    void bars_intervalWithoutTrades_isSyntheticWithoutVwap() {
        String body = KrakenSamples.minutes(3).replace("\"10.75\",\"2.5\",2]", "\"0.000\",\"0.00000000\",0]");

        Bar bar = bars(body, KrakenSamples.minuteQuery(Duration.ofMinutes(10))).bar(1);

        assertThat(bar.state()).isEqualTo(Bar.State.SYNTHETIC);
        assertThat(bar.vwap()).isEmpty();
        assertThat(bar.volume()).hasValue(0);
        assertThat(bar.tradeCount()).hasValue(0);
    }

    @Test
    void bars_fullAnswerThatStartsAfterTheRange_isRefusedAsProviderLimit() {
        String body = KrakenSamples.minutes(720);

        NoDataException refused = catchThrowableOfType(
                NoDataException.class, () -> bars(body, KrakenSamples.minuteQuery(Duration.ofHours(13))));

        assertThat(refused.why()).isEqualTo(NoDataException.Why.PROVIDER_LIMIT);
        assertThat(bars(body, KrakenSamples.minuteQuery(Duration.ofMinutes(719)))
                        .size())
                .isEqualTo(719);
    }

    @Test
    void bars_youngMarket_isComplete() {
        assertThat(bars(KrakenSamples.minutes(719), KrakenSamples.minuteQuery(Duration.ofDays(10)))
                        .size())
                .isEqualTo(719);
    }

    @Test
    void bars_rangeWithoutRows_isOutOfRange() {
        NoDataException refused = catchThrowableOfType(
                NoDataException.class,
                () -> bars(
                        "{\"error\":[],\"result\":{\"XXBTZUSD\":[],\"last\":0}}",
                        KrakenSamples.minuteQuery(Duration.ofMinutes(10))));

        assertThat(refused.why()).isEqualTo(NoDataException.Why.OUT_OF_RANGE);
    }

    @Test
    void bars_poisonInAnyNumber_refusesTheRowOrLeavesTheNumberOut() {
        String good = KrakenSamples.minutes(3);
        String row = "\"10.1\",\"12.5\",\"9.5\",\"11.0\",\"10.75\",\"2.5\",2]";
        String[] parts = row.substring(0, row.length() - 1).split(",");
        for (int field = 0; field < parts.length; field++) {
            for (String poison : POISONS) {
                String[] spoiled = parts.clone();
                spoiled[field] = poison;
                BarSeries series = bars(
                        good.replace(row, String.join(",", spoiled) + "]"),
                        KrakenSamples.minuteQuery(Duration.ofMinutes(10)));
                boolean required = field < 4 || field == 5;
                assertThat(series.size() + series.rejectedRows()).isEqualTo(3);
                assertThat(series.rejectedRows()).as(field + " " + poison).isEqualTo(required ? 1 : 0);
                if (!required) {
                    assertThat(series.bar(1).vwap().isPresent()).isEqualTo(field != 4);
                    assertThat(series.bar(1).tradeCount().isPresent()).isEqualTo(field != 6);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1772452", "1772452740000", "\"NaN\"", "null", "1e9", "-60", "1772459999"})
    void bars_impossibleTime_isRejectedAndCounted(String time) {
        long middle = NOW.getEpochSecond() / 60 * 60 - 60;
        BarSeries series = bars(
                KrakenSamples.minutes(3).replace("[" + middle, "[" + time),
                KrakenSamples.minuteQuery(Duration.ofMinutes(10)));

        assertThat(series.size()).isEqualTo(2);
        assertThat(series.rejectedRows()).isEqualTo(1);
    }

    @Test
    void trades_rows_keepEveryDigitOfTheTime() {
        List<Trade> trades = trades(KrakenSamples.TRADES).trades();

        assertThat(trades).hasSize(2);
        assertThat(trades.get(0).eventTime()).isEqualTo(Instant.parse("2026-03-02T12:00:00.123456700Z"));
        assertThat(trades.get(0).side()).isEqualTo(Side.SELL);
        assertThat(trades.get(0).price()).isEqualTo(101.1);
        assertThat(trades.get(0).size()).isEqualTo(0.5);
        assertThat(trades.get(0).id()).isEqualTo("11");
        assertThat(trades.get(1).side()).isEqualTo(Side.BUY);
        assertThat(trades(KrakenSamples.TRADES).cursor()).isEqualTo(1_772_452_800_200_000_001L);
    }

    @Test
    void trades_olderRowOfSix_hasNoId() {
        assertThat(trades(KrakenSamples.TRADES.replace(",11]", "]"))
                        .trades()
                        .get(0)
                        .id())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"101.10000\"", "\"0.50000000\"", "1772452800.1234567", "\"1772452800200000001\""})
    void trades_poisonInAnyNumber_refusesThePage(String number) {
        for (String poison : POISONS) {
            assertThatThrownBy(() -> trades(KrakenSamples.TRADES.replace(number, poison)))
                    .as(poison)
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EQuery:Unknown asset pair,SYMBOL_UNKNOWN",
        "EGeneral:Invalid arguments,INVALID_REQUEST",
        "EGeneral:Invalid arguments:interval,INVALID_REQUEST",
        "EAPI:Rate limit exceeded,RATE_LIMITED",
        "EGeneral:Too many requests,RATE_LIMITED",
        "EGeneral:Temporary lockout,RATE_LIMITED",
        "EService:Unavailable,UNAVAILABLE",
        "EService:Busy,UNAVAILABLE",
        "EService:Deadline elapsed,UNAVAILABLE",
        "EService:Market in cancel_only mode,UNAVAILABLE",
        "EGeneral:Internal error,UNAVAILABLE",
        "EQuery:Something new,INVALID_REQUEST",
        "EService:Something new,UNAVAILABLE",
        "EMoon:Something new,MALFORMED_RESPONSE",
        "nonsense,MALFORMED_RESPONSE"
    })
    void result_error_hasItsReason(String error, FailureReason reason) {
        assertThatThrownBy(() -> result("{\"error\":[\"WGeneral:Danger\",\"" + error + "\"],\"result\":null}"))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(error);
    }

    @Test
    void result_lockout_pausesForLong() {
        RateLimitedException limited = catchThrowableOfType(
                RateLimitedException.class, () -> result("{\"error\":[\"EGeneral:Temporary lockout\"]}"));

        assertThat(limited.retryAfter()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void result_warning_isNotedAndTheAnswerUsed() {
        List<String> notes = new ArrayList<>();

        String status = KrakenParser.status(KrakenParser.result(
                "{\"error\":[\"WDatabase:Slow\"],\"result\":{\"status\":\"online\"}}".getBytes(StandardCharsets.UTF_8),
                notes::add));

        assertThat(status).isEqualTo("online");
        assertThat(notes).singleElement().asString().contains("WDatabase:Slow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "[]",
                "null",
                "<html>",
                "{\"error\":{}}",
                "{\"error\":[5]}",
                "{\"error\":\"E\"}",
                "{\"error\":[],\"error\":[]}",
                "{\"error\":[]} x",
                "{\"error\":[],\"result\":{}"
            })
    void result_noEnvelope_isMalformed(String body) {
        assertThatThrownBy(() -> KrakenParser.symbols(result(body)))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
    }

    @Test
    void anyBody_mutated_givesValuesOrProviderExceptionOnly() {
        Seed seed = Seed.of("KrakenParserTest.mutated");
        RandomGenerator random = seed.generator();
        List<String> bodies =
                List.of(KrakenSamples.SYMBOLS, KrakenSamples.TICKER, KrakenSamples.TRADES, KrakenSamples.minutes(6));
        int failures = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] body = mutate(bodies.get(random.nextInt(bodies.size())), random);
            try {
                readAll(body);
            } catch (ProviderException expected) {
                failures++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(seed + " round " + i + ": " + new String(body, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(failures).as("%s", seed).isPositive();
    }

    private static void readAll(byte[] body) {
        var answer = KrakenParser.result(body, warning -> {});
        KrakenParser.quotes(answer, List.of(btcUsd()), NOW);
        if (answer.get("last").numberText().isPresent()) {
            KrakenParser.bars(answer, btcUsd(), NOW)
                    .series(KrakenSamples.minuteQuery(Duration.ofMinutes(10)), btcUsd());
        } else if (answer.get("last").text().isPresent()) {
            KrakenParser.trades(answer, btcUsd(), NOW);
        } else {
            KrakenParser.symbols(answer).search("BTC");
        }
    }

    static byte[] mutate(String good, RandomGenerator random) {
        StringBuilder text = new StringBuilder(good);
        String alphabet = "{}[]\",:0123456789.-eEnulltrue\\\u0000/x";
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(Math.max(1, text.length()));
            if (text.length() < 2) {
                return new byte[] {(byte) at};
            }
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                case 2 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Quote quote(String body) {
        return onlyQuote(body).get();
    }

    private static Result<Quote> onlyQuote(String body) {
        return Objects.requireNonNull(
                KrakenParser.quotes(result(body), List.of(btcUsd()), NOW).get(BTC_USD));
    }

    private static BarSeries bars(String body, BarQuery query) {
        return KrakenParser.bars(result(body), btcUsd(), NOW).series(query, btcUsd());
    }

    private static KrakenParser.TradePage trades(String body) {
        return KrakenParser.trades(result(body), btcUsd(), NOW);
    }
}
