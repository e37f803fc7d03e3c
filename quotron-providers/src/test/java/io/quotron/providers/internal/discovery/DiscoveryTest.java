package io.quotron.providers.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.registry.ProviderRegistry;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderFactory;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    @Test
    void discover_onTheClassPath_findsEveryProviderUnderItsOwnId() {
        ProviderRegistry registry = ProviderRegistry.discover();

        assertThat(registry.problems()).isEmpty();
        assertThat(registry.factories())
                .extracting(factory -> factory.id().id())
                .contains("alphavantage", "eodhd", "yahoo", "kraken", "binance", "binanceus");
        for (ProviderFactory factory : registry.factories()) {
            try (MarketDataProvider provider = factory.create()) {
                assertThat(provider.descriptor().id()).isEqualTo(factory.id());
            } catch (IllegalStateException needsMore) {
                assertThat(needsMore).hasMessageContaining("builder()");
            }
        }
    }
}
