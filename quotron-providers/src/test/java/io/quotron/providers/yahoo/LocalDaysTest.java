package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.testkit.Seed;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LocalDaysTest {
    @Test
    void nextMidnight_anyOrderAndZone_isThatOfTheCalendar() {
        Seed seed = Seed.of("LocalDaysTest");
        RandomGenerator random = seed.generator();
        for (String name : List.of(
                "America/New_York",
                "Europe/London",
                "America/Havana",
                "Asia/Tokyo",
                "Pacific/Apia",
                "America/Sao_Paulo",
                "Asia/Beirut",
                "UTC",
                "+05:30")) {
            ZoneId zone = ZoneId.of(name);
            LocalDays days = new LocalDays(zone);
            long time = Instant.parse("1962-01-01T00:00:00Z").getEpochSecond();
            for (int i = 0; i < 30_000; i++) {
                time += random.nextInt(200_000) - (i % 50 == 0 ? 5_000_000 : 0);
                long expected = Instant.ofEpochSecond(time)
                        .atZone(zone)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toEpochSecond();
                assertThat(days.nextMidnight(time))
                        .as("%s: %s %d", seed, name, time)
                        .isEqualTo(expected);
            }
        }
    }
}
