package io.quotron.providers.alphavantage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.registry.ProviderValidator;
import io.quotron.registry.ValidationPlan;
import io.quotron.registry.ValidationReport;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.VirtualTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlphaVantageValidationTest {
    @Test
    void validate_serverOnAGoodDay_failsNothing() {
        VirtualTime time = VirtualTime.autoAdvancing(Instant.parse("2026-11-20T15:00:00Z"));
        try (FaultServer server = FaultServer.start().otherwise(AlphaVantageServer::answer);
                MarketDataProvider provider = AlphaVantageServer.provider(server.uri())) {
            ValidationReport report = ProviderValidator.validate(provider, ValidationPlan.of("ACME", "NOPE"), time);

            assertThat(report.failures()).as(report.toString()).isEmpty();
        }
    }
}
