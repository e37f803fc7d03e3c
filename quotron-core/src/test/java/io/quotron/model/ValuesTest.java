package io.quotron.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final Symbol AAPL = Symbol.of("AAPL");
    private static final SourceId TEST = SourceId.of("test");
    private static final Instant NOW = Instant.parse("2026-01-05T15:00:00Z");

    @Test
    void quote_withoutPrice_doesNotExist() {
        assertThatThrownBy(() -> Quote.builder(AAPL, TEST).eventTime(NOW).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("price of AAPL");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void quote_numberThatIsNotFinite_isRefused(double value) {
        assertThatThrownBy(() ->
                        Quote.builder(AAPL, TEST).eventTime(NOW).price(value).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Quote.builder(AAPL, TEST)
                        .eventTime(NOW)
                        .price(1)
                        .bid(value)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quote_toBuilder_keepsEverything() {
        Quote quote = Quote.builder(AAPL, TEST)
                .price(1)
                .currency(CurrencyUnit.of("USD"))
                .bid(2)
                .ask(3)
                .bidSize(4)
                .askSize(5)
                .open(6)
                .high(7)
                .low(8)
                .previousClose(9)
                .change(10)
                .changePercent(11)
                .volume(12)
                .eventTime(NOW)
                .receivedTime(NOW.plusSeconds(1))
                .build();

        assertThat(quote.toBuilder().build()).isEqualTo(quote);
        assertThat(quote.toBuilder().stale(true).build().stale()).isTrue();
        assertThat(IndexValue.of(quote).previousClose()).hasValue(9);
    }

    @Test
    void trade_negativeSize_isRefused() {
        assertThatThrownBy(() -> Trade.builder(AAPL, TEST)
                        .eventTime(NOW)
                        .price(1)
                        .size(-1)
                        .build())
                .hasMessageContaining("trade size of AAPL");
        assertThat(Trade.builder(AAPL, TEST)
                        .eventTime(NOW)
                        .price(-3)
                        .size(1)
                        .build()
                        .receivedTime())
                .isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({"10, 9, 8, 9", "10, 11, 10.5, 11", "NaN, 1, 1, 1", "1, Infinity, 1, 1"})
    void bar_pricesThatDoNotFit_areRefused(double open, double high, double low, double close) {
        Bar.Builder bar = Bar.builder(AAPL, TEST, Interval.MINUTE_1)
                .span(NOW, NOW.plusSeconds(60))
                .prices(open, high, low, close);

        assertThatThrownBy(bar::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AAPL");
    }

    @Test
    void range_emptyOrReversed_isRefused() {
        assertThatThrownBy(() -> TimeRange.of(NOW, NOW)).hasMessageContaining("before it ends");
        assertThatThrownBy(() -> TimeRange.of(NOW, NOW.minusSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        TimeRange range = TimeRange.of(NOW, NOW.plusSeconds(60));
        assertThat(range.contains(NOW)).isTrue();
        assertThat(range.contains(NOW.plusSeconds(60))).isFalse();
        assertThat(range.duration()).isEqualTo(Duration.ofMinutes(1));
        assertThat(range.intersection(TimeRange.of(NOW.plusSeconds(30), NOW.plusSeconds(90))))
                .contains(TimeRange.of(NOW.plusSeconds(30), NOW.plusSeconds(60)));
        assertThat(range.intersection(TimeRange.of(NOW.plusSeconds(60), NOW.plusSeconds(90))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GBp, GBP, 100", "GBX, GBP, 100", "ILA, ILS, 100", "ZAc, ZAR, 100", "USD, USD, 1", "BTC, BTC, 1"})
    void currency_minorUnit_isNotItsCurrency(String code, String currency, int units) {
        CurrencyUnit unit = CurrencyUnit.of(code);

        assertThat(unit.currency()).isEqualTo(currency);
        assertThat(unit.toCurrency(units)).isEqualTo(1);
        assertThat(unit.equals(CurrencyUnit.of(currency))).isEqualTo(units == 1);
    }

    @Test
    void actions_impossibleNumbers_areRefused() {
        LocalDate day = LocalDate.of(2020, 8, 31);
        assertThat(new Split(AAPL, day, 4, 1).ratio()).isEqualTo(4);
        assertThatThrownBy(() -> new Split(AAPL, day, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Dividend(AAPL, day, Double.NaN, null)).hasMessageContaining("AAPL");
    }

    @Test
    void indicatorValues_unknownColumn_namesThoseThatAre() {
        IndicatorValues values = new IndicatorValues(
                AAPL,
                TEST,
                Interval.MINUTE_1,
                NOW,
                NOW.plusSeconds(60),
                Bar.State.FINAL,
                0,
                List.of("rsi", "atr"),
                new double[] {55, Double.NaN},
                NOW);

        assertThat(values.value("rsi")).hasValue(55);
        assertThat(values.value("atr")).isEmpty();
        assertThatThrownBy(() -> values.value("ema")).hasMessageContaining("[rsi, atr]");
    }
}
