package io.quotron.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Dividend;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.IndexValue;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Side;
import io.quotron.model.SourceId;
import io.quotron.model.Split;
import io.quotron.model.Statistic;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private static final Symbol AAPL = Symbol.of("AAPL");
    private static final SourceId PROBE = SourceId.of("probe");
    private static final Instant AT = Instant.parse("2026-03-02T14:30:00.25Z");
    private static final Instant LATER = Instant.parse("2026-03-02T14:31:00Z");

    @Test
    void quote_someNumbersAbsent_leavesThemOut() {
        Quote quote = Quote.builder(AAPL, PROBE)
                .price(191.5)
                .bid(191.49)
                .volume(1e10)
                .currency(CurrencyUnit.of("USD"))
                .eventTime(AT)
                .receivedTime(LATER)
                .build();

        assertThat(JsonLines.of(quote))
                .isEqualTo(
                        "{\"type\":\"quote\",\"symbol\":\"AAPL\",\"source\":\"probe\",\"eventTime\":\"2026-03-02T14:30:00.250Z\","
                                + "\"receivedTime\":\"2026-03-02T14:31:00Z\",\"price\":191.5,\"bid\":191.49,\"volume\":10000000000,"
                                + "\"currency\":\"USD\",\"stale\":false}");
    }

    @Test
    void bar_ofASeries_tellsAdjustmentAndCurrency() {
        Bar bar = Bar.builder(AAPL, PROBE, Interval.DAY_1)
                .span(AT, LATER)
                .prices(1, 2, 0.5, 1.25)
                .volume(10)
                .tradeCount(3)
                .tradingDay(LocalDate.of(2026, 3, 2))
                .receivedTime(LATER)
                .build();
        SeriesIdentity series = new SeriesIdentity(
                AAPL,
                PROBE,
                Interval.DAY_1,
                Adjustment.RAW,
                CurrencyUnit.of("GBp"),
                ZoneId.of("Europe/London"),
                SeriesIdentity.Session.REGULAR);

        assertThat(JsonLines.of(to -> Fields.bar(bar, series, to)))
                .isEqualTo("{\"type\":\"bar\",\"symbol\":\"AAPL\",\"source\":\"probe\",\"interval\":\"1d\","
                        + "\"openTime\":\"2026-03-02T14:30:00.250Z\",\"closeTime\":\"2026-03-02T14:31:00Z\","
                        + "\"tradingDay\":\"2026-03-02\",\"open\":1,\"high\":2,\"low\":0.5,\"close\":1.25,\"volume\":10,\"count\":3,"
                        + "\"state\":\"FINAL\",\"coverage\":1,\"reason\":\"NONE\",\"revision\":0,\"adjustment\":\"RAW\",\"currency\":\"GBp\","
                        + "\"receivedTime\":\"2026-03-02T14:31:00Z\"}");
        assertThat(JsonLines.of(bar)).doesNotContain("adjustment").doesNotContain("currency");
    }

    @Test
    void trade_withIdAndConditions_tellsThem() {
        Trade trade = Trade.builder(AAPL, PROBE)
                .price(0.00044780)
                .size(2)
                .side(Side.SELL)
                .id("77")
                .conditions(0x21)
                .eventTime(AT)
                .receivedTime(AT)
                .build();

        assertThat(JsonLines.of(trade))
                .endsWith("\"price\":0.0004478,\"size\":2,\"side\":\"SELL\",\"id\":\"77\",\"conditions\":\"0x21\"}");
    }

    @Test
    void actions_tellExDateAndParts() {
        Split split = new Split(AAPL, LocalDate.of(2020, 8, 31), 4, 1);
        Dividend dividend = new Dividend(AAPL, LocalDate.of(2020, 8, 7), 0.82, null);

        assertThat(JsonLines.of(to -> Fields.action(split, PROBE, to)))
                .isEqualTo(
                        "{\"type\":\"split\",\"symbol\":\"AAPL\",\"source\":\"probe\",\"exDate\":\"2020-08-31\",\"numerator\":4,"
                                + "\"denominator\":1}");
        assertThat(JsonLines.of(to -> Fields.action(dividend, PROBE, to)))
                .isEqualTo(
                        "{\"type\":\"dividend\",\"symbol\":\"AAPL\",\"source\":\"probe\",\"exDate\":\"2020-08-07\",\"amount\":0.82}");
    }

    @Test
    void book_levels_arePairsBestFirst() {
        OrderBook book = OrderBook.builder(Symbol.of("BTC/USD"), PROBE)
                .bid(10, 1)
                .bid(11, 0.5)
                .ask(12, 2)
                .eventTime(AT)
                .build();

        assertThat(JsonLines.of(book)).endsWith("\"state\":\"LIVE\",\"bids\":[[11,0.5],[10,1]],\"asks\":[[12,2]]}");
    }

    @Test
    void instrumentAndProfile_tellIdentifiersAndStatistics() {
        Instrument apple = Instrument.builder(AAPL, PROBE)
                .name("Apple Inc.")
                .kind(Instrument.Kind.EQUITY)
                .identifier(Instrument.Identifier.ISIN, "US0378331005")
                .status(TradingStatus.Status.TRADING)
                .build();
        Profile profile = Profile.builder(apple)
                .sector("Technology")
                .employees(164_000)
                .statistic(Statistic.FIFTY_TWO_WEEK_HIGH, 260.1)
                .receivedTime(AT)
                .build();

        assertThat(JsonLines.of(to -> Fields.instrument(apple, to)))
                .isEqualTo(
                        "{\"type\":\"instrument\",\"symbol\":\"AAPL\",\"source\":\"probe\",\"nativeSymbol\":\"AAPL\","
                                + "\"name\":\"Apple Inc.\",\"kind\":\"EQUITY\",\"status\":\"TRADING\",\"isin\":\"US0378331005\"}");
        assertThat(JsonLines.of(to -> Fields.profile(profile, to)))
                .contains("\"sector\":\"Technology\",\"employees\":164000,\"fiftyTwoWeekHigh\":260.1,");
    }

    @Test
    void option_tellsItsUnderlying() {
        OptionContract call = new OptionContract(
                Symbol.of("AAPL270115C00200000"),
                OptionContract.Type.CALL,
                200,
                LocalDate.of(2027, 1, 15),
                OptionalDouble.of(12.5),
                Optional.of(AT),
                OptionalDouble.empty(),
                OptionalDouble.of(12.75),
                OptionalDouble.of(40),
                OptionalDouble.empty(),
                OptionalDouble.of(0.31),
                Optional.of(false),
                CurrencyUnit.of("USD"));
        OptionChain chain = new OptionChain(
                AAPL,
                PROBE,
                List.of(call.expiration()),
                call.expiration(),
                List.of(call),
                List.of(),
                OptionalDouble.empty(),
                LATER);

        assertThat(JsonLines.of(to -> Fields.option(call, chain, to)))
                .isEqualTo(
                        "{\"type\":\"option\",\"symbol\":\"AAPL270115C00200000\",\"source\":\"probe\",\"underlying\":\"AAPL\","
                                + "\"optionType\":\"CALL\",\"strike\":200,\"expiration\":\"2027-01-15\",\"last\":12.5,"
                                + "\"lastTradeTime\":\"2026-03-02T14:30:00.250Z\",\"ask\":12.75,\"volume\":40,\"impliedVolatility\":0.31,"
                                + "\"inTheMoney\":false,\"currency\":\"USD\",\"receivedTime\":\"2026-03-02T14:31:00Z\"}");
    }

    @Test
    void otherEvents_eachHaveTheirType() {
        List<MarketEvent> events = List.of(
                new IndexValue(
                        Symbol.of("^GSPC"),
                        PROBE,
                        5000,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        AT,
                        AT,
                        false),
                new IndicatorValues(
                        AAPL,
                        PROBE,
                        Interval.MINUTE_1,
                        AT,
                        LATER,
                        Bar.State.FINAL,
                        0,
                        List.of("rsi", "atr"),
                        new double[] {50, Double.NaN},
                        LATER),
                new Gap(AAPL, PROBE, TimeRange.of(AT, LATER), Gap.Status.FILLED, 7, "cut", LATER),
                new FeedState(AAPL, PROBE, FeedState.Status.STALE, "silent", AT),
                new TradingStatus(AAPL, PROBE, TradingStatus.Status.HALTED, "halt", AT, LATER));

        assertThat(events.stream().map(JsonLines::of))
                .satisfiesExactly(
                        index -> assertThat(index)
                                .startsWith("{\"type\":\"index\"")
                                .contains("\"value\":5000"),
                        values -> assertThat(values).contains("\"rsi\":50,").doesNotContain("atr"),
                        gap -> assertThat(gap)
                                .contains("\"status\":\"FILLED\",\"from\":")
                                .contains("\"recovered\":7"),
                        state -> assertThat(state).contains("\"status\":\"STALE\",\"detail\":\"silent\""),
                        status -> assertThat(status).startsWith("{\"type\":\"tradingStatus\""));
    }

    @Test
    void text_ofOthers_staysOneLineOfJson() {
        FeedState state = new FeedState(
                AAPL, PROBE, FeedState.Status.FAILED, "a\"b\\c\nd\r\t\u0001\u2028\uD800x\uD83D\uDE00", AT);

        assertThat(JsonLines.of(state))
                .contains("\"detail\":\"a\\\"b\\\\c\\nd\\r\\t\\u0001\\u2028\\ud800x\uD83D\uDE00\"")
                .doesNotContain("\n");
    }
}
