package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.indicators.IndicatorSet;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.pipeline.Pipeline;
import io.quotron.quality.QualityRules;
import io.quotron.spi.BarStore;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.TimeSource;
import io.quotron.storage.JdbcStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Live trades to bars and indicators in a file. */
public final class StoredPipeline {
    private StoredPipeline() {}

    /**
     * Records bars of one second for some time and reads them back.
     *
     * @param provider a provider that streams trades of the symbol; closed at the end
     * @param symbol the canonical symbol
     * @param folder where the database is
     * @param howLong how long to record
     * @return what is stored afterwards
     * @throws InterruptedException if the thread is interrupted
     */
    public static List<Bar> record(MarketDataProvider provider, String symbol, Path folder, Duration howLong)
            throws InterruptedException {
        SourceId source = provider.descriptor().id();
        // tag::pipeline
        JdbcStorage storage = JdbcStorage.embedded(folder);
        storage.open(); // so that it can be read before the first bar; the client closes it
        try (MarketDataClient client = MarketDataClient.builder()
                        .addProvider(provider)
                        .addStorage(storage)
                        .build();
                Pipeline pipeline = client.pipeline(symbol)
                        .quality(QualityRules.standard())
                        .bars(Interval.SECOND_1, Interval.MINUTE_1)
                        .indicators(IndicatorSet.standard())
                        .start()) {
            TimeSource.system().sleep(howLong);
            pipeline.flush(Duration.ofSeconds(5));
            BarStore.SeriesKey key =
                    new BarStore.SeriesKey(Symbol.of(symbol), source, Interval.SECOND_1, Adjustment.RAW);
            return storage.reader().latestBars(key, 1_000);
        }
        // end::pipeline
    }
}
