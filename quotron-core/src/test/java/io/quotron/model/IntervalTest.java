package io.quotron.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
    @ParameterizedTest
    @ValueSource(strings = {"1s", "5s", "30s", "1m", "5m", "90m", "1h", "4h", "12h", "1d", "5d", "1w", "1mo", "3mo"})
    void parse_legalText_printsTheSame(String text) {
        assertThat(Interval.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"60s, 1m", "60m, 1h", "120m, 2h", "24h, 1d"})
    void parse_otherSpelling_namesTheRightOne(String text, String right) {
        assertThatThrownBy(() -> Interval.parse(text)).hasMessageContaining("write " + right);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "m", "0m", "-1m", "7m", "7s", "5h", "1y", "1M1", "99999m", "1.5h"})
    void parse_impossibleText_isRefused(String text) {
        assertThatThrownBy(() -> Interval.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void compareTo_ordersByLength() {
        assertThat(Interval.MINUTE_30).isLessThan(Interval.HOUR_1);
        assertThat(Interval.MONTH_1).isGreaterThan(Interval.WEEK_1);
        assertThat(Interval.MINUTE_5.duration()).isEqualTo(Duration.ofMinutes(5));
        assertThat(Interval.DAY_1.isIntraday()).isFalse();
        assertThat(Interval.HOUR_4.isIntraday()).isTrue();
    }
}
