package io.quotron.internal.request;

import io.quotron.cache.CachePolicy;
import io.quotron.registry.InstrumentRegistry;
import io.quotron.spi.MetricsListener;
import io.quotron.spi.TimeSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the paths of all kinds share. */
public record EngineParts(
        List<ProviderState> providers,
        CachePolicy cache,
        InstrumentRegistry registry,
        TimeSource time,
        RandomGenerator random,
        MetricsListener metrics) {
    public EngineParts {
        providers = List.copyOf(providers);
    }
}
