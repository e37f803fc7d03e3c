package io.quotron.providers.kraken;

import io.quotron.providers.internal.table.DailyTable;
import io.quotron.spi.RequestContext;
import java.util.function.Function;

/** Keeps the list of markets for a day. Thread-safe. */
final class KrakenSymbolCache extends DailyTable<KrakenSymbols> {
    KrakenSymbolCache(Function<RequestContext, KrakenSymbols> loader) {
        super(KrakenErrors.SOURCE, loader);
    }
}
