package io.quotron.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidaysTest {
    @ParameterizedTest
    @CsvSource({"2000,2000-04-23", "2024,2024-03-31", "2025,2025-04-20", "2026,2026-04-05", "2038,2038-04-25"})
    void easter_knownYears_areRight(int year, LocalDate sunday) {
        assertThat(Holidays.easter(year)).isEqualTo(sunday);
    }

    @Test
    void newYork_2026_closesOnTenDays() {
        assertThat(LocalDate.of(2026, 1, 1)
                        .datesUntil(LocalDate.of(2027, 1, 1))
                        .filter(day -> day.getDayOfWeek().getValue() < 6)
                        .filter(Holidays.NEW_YORK::contains)
                        .map(LocalDate::toString))
                .containsExactly(
                        "2026-01-01",
                        "2026-01-19",
                        "2026-02-16",
                        "2026-04-03",
                        "2026-05-25",
                        "2026-06-19",
                        "2026-07-03",
                        "2026-09-07",
                        "2026-11-26",
                        "2026-12-25");
    }

    @Test
    void london_2026_closesOnEightDays() {
        assertThat(LocalDate.of(2026, 1, 1)
                        .datesUntil(LocalDate.of(2027, 1, 1))
                        .filter(Holidays.LONDON::contains)
                        .map(LocalDate::toString))
                .containsExactly(
                        "2026-01-01",
                        "2026-04-03",
                        "2026-04-06",
                        "2026-05-04",
                        "2026-05-25",
                        "2026-08-31",
                        "2026-12-25",
                        "2026-12-28");
    }
}
