package io.quotron.providers.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Interval;
import io.quotron.registry.ProviderValidator;
import io.quotron.registry.ValidationPlan;
import io.quotron.registry.ValidationReport;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BinanceValidationTest {
    private static final ValidationPlan PLAN =
            ValidationPlan.of("BTC/USDT", "NOPE/USDT").withBars(Interval.MINUTE_1, Duration.ofMinutes(4));

    @Test
    void validate_serverOnAGoodDay_failsNothing() {
        VirtualTime time = VirtualTime.autoAdvancing(BinanceServer.NOW);
        try (FaultServer server = FaultServer.start().otherwise(BinanceServer::answer);
                MarketDataProvider provider =
                        BinanceProvider.builder().restUri(server.uri()).build()) {
            ValidationReport report = ProviderValidator.validate(provider, PLAN, time);

            assertThat(report.failures()).as(report.toString()).isEmpty();
            assertThat(report.checks())
                    .filteredOn(check -> check.outcome() == ValidationReport.Outcome.PASSED)
                    .hasSizeGreaterThan(12);
        }
    }
}
