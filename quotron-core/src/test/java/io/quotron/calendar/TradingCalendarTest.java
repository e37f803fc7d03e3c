package io.quotron.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.model.TimeRange;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingCalendarTest {
    private static final TradingCalendar NEW_YORK = TradingCalendar.xnys();

    @ParameterizedTest
    @CsvSource({
        // Summer, winter, and the first session after each change of the clocks.
        "2024-07-02, 2024-07-02T13:30:00Z, 2024-07-02T20:00:00Z, false",
        "2024-01-02, 2024-01-02T14:30:00Z, 2024-01-02T21:00:00Z, false",
        "2024-03-08, 2024-03-08T14:30:00Z, 2024-03-08T21:00:00Z, false",
        "2024-03-11, 2024-03-11T13:30:00Z, 2024-03-11T20:00:00Z, false",
        "2024-11-01, 2024-11-01T13:30:00Z, 2024-11-01T20:00:00Z, false",
        "2024-11-04, 2024-11-04T14:30:00Z, 2024-11-04T21:00:00Z, false",
        // Until 2006 summer time began in April and ended in October.
        "2006-03-31, 2006-03-31T14:30:00Z, 2006-03-31T21:00:00Z, false",
        "2006-10-27, 2006-10-27T13:30:00Z, 2006-10-27T20:00:00Z, false",
        "2006-10-30, 2006-10-30T14:30:00Z, 2006-10-30T21:00:00Z, false",
        "2024-07-03, 2024-07-03T13:30:00Z, 2024-07-03T17:00:00Z, true",
        "2024-11-29, 2024-11-29T14:30:00Z, 2024-11-29T18:00:00Z, true",
        "2024-12-24, 2024-12-24T14:30:00Z, 2024-12-24T18:00:00Z, true",
        "2002-07-03, 2002-07-03T13:30:00Z, 2002-07-03T20:00:00Z, false",
        "2002-07-05, 2002-07-05T13:30:00Z, 2002-07-05T17:00:00Z, true",
        "2013-07-03, 2013-07-03T13:30:00Z, 2013-07-03T17:00:00Z, true",
        "2013-07-05, 2013-07-05T13:30:00Z, 2013-07-05T20:00:00Z, false",
        "2003-12-26, 2003-12-26T14:30:00Z, 2003-12-26T18:00:00Z, true",
        "2002-09-11, 2002-09-11T16:00:00Z, 2002-09-11T20:00:00Z, false",
        "2021-12-31, 2021-12-31T14:30:00Z, 2021-12-31T21:00:00Z, false",
        "2020-07-02, 2020-07-02T13:30:00Z, 2020-07-02T20:00:00Z, false",
        "2021-06-18, 2021-06-18T13:30:00Z, 2021-06-18T20:00:00Z, false"
    })
    void sessionOf_tradingDay_hasExactHours(LocalDate day, Instant open, Instant close, boolean early) {
        assertThat(NEW_YORK.sessionOf(day)).contains(new Session(day, open, close, early));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2000-01-17", "2000-04-21", "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2004-06-11",
                "2005-12-26", "2006-01-02", "2007-01-02", "2008-03-21", "2011-07-04", "2012-10-29", "2012-10-30",
                "2015-07-03", "2018-12-05", "2019-04-19", "2020-07-03", "2021-07-05", "2021-12-24", "2022-06-20",
                "2023-01-02", "2024-06-19", "2024-03-29", "2025-01-09", "2026-07-03", "2027-06-18", "2030-04-19",
                "2024-07-06", "2024-07-07"
            })
    void sessionOf_closedDay_isEmpty(LocalDate day) {
        assertThat(NEW_YORK.sessionOf(day)).isEmpty();
    }

    @Test
    void sessionOf_daysOfRecordedFund_agreesForTwentyYears() throws IOException {
        Set<LocalDate> traded = SharedData.rows("market/daily/SPY-daily-raw.csv").stream()
                .map(row -> LocalDate.parse(row[0]))
                .collect(Collectors.toSet());

        LocalDate first = LocalDate.of(1998, 1, 2);
        List<LocalDate> wrong = first.datesUntil(LocalDate.of(2021, 4, 1))
                .filter(day -> NEW_YORK.sessionOf(day).isPresent() != traded.contains(day))
                .toList();

        assertThat(wrong).isEmpty();
    }

    @Test
    void isOpen_boundaries_openIsInAndCloseIsOut() {
        assertThat(NEW_YORK.isOpen(Instant.parse("2024-07-02T13:29:59.999999999Z")))
                .isFalse();
        assertThat(NEW_YORK.isOpen(Instant.parse("2024-07-02T13:30:00Z"))).isTrue();
        assertThat(NEW_YORK.isOpen(Instant.parse("2024-07-02T19:59:59.999999999Z")))
                .isTrue();
        assertThat(NEW_YORK.isOpen(Instant.parse("2024-07-02T20:00:00Z"))).isFalse();
    }

    @Test
    void nextOpen_overHolidayAndWeekend_isNextSession() {
        Instant monday = Instant.parse("2024-07-08T13:30:00Z");

        assertThat(NEW_YORK.nextOpen(Instant.parse("2024-07-03T17:00:00Z"))).isEqualTo("2024-07-05T13:30:00Z");
        assertThat(NEW_YORK.nextOpen(Instant.parse("2024-07-05T13:30:00.000000001Z")))
                .isEqualTo(monday);
        assertThat(NEW_YORK.nextOpen(monday)).isEqualTo(monday);
    }

    @Test
    void sessions_range_holdsThoseThatOverlap() {
        TimeRange range = TimeRange.of(Instant.parse("2024-07-03T16:59:59Z"), Instant.parse("2024-07-08T13:30:00Z"));

        assertThat(NEW_YORK.sessions(range))
                .extracting(Session::tradingDay)
                .containsExactly(LocalDate.of(2024, 7, 3), LocalDate.of(2024, 7, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Tokyo", "Pacific/Apia"})
    void sessionAt_anyDefaultZone_isTheSame(String zone) {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            assertThat(NEW_YORK.sessionAt(Instant.parse("2024-11-04T14:30:00Z")))
                    .map(Session::tradingDay)
                    .contains(LocalDate.of(2024, 11, 4));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void continuous_anyInstant_isOpenInSessionOfItsUtcDay() {
        TradingCalendar calendar = TradingCalendar.continuous();
        Instant instant = Instant.parse("2024-07-07T23:59:59.999999999Z");

        assertThat(calendar.isOpen(instant)).isTrue();
        assertThat(calendar.sessionAt(instant)).hasValueSatisfying(session -> {
            assertThat(session.tradingDay()).isEqualTo("2024-07-07");
            assertThat(session.duration()).isEqualTo(Duration.ofDays(1));
        });
        assertThat(calendar.nextOpen(instant)).isEqualTo("2024-07-08T00:00:00Z");
    }

    @Test
    void of_names_findsAliasesAndListsTheKnownOnes() {
        assertThat(TradingCalendar.of("xnys")).isSameAs(TradingCalendar.of("XNAS"));
        assertThatThrownBy(() -> TradingCalendar.of("XLON"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'XLON'")
                .hasMessageContaining("CONTINUOUS, XNAS, XNYS");
    }
}
