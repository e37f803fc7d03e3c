package io.quotron.internal.pipeline;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.IndicatorValues;
import io.quotron.model.MarketEvent;
import io.quotron.spi.EventEnvelope;
import io.quotron.spi.EventSink;
import io.quotron.spi.StorageSink;
import io.quotron.spi.WriteReport;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How rows go to the two kinds of sinks. */
final class Sinks {
    private static final Logger LOG = LoggerFactory.getLogger(Sinks.class);

    private static final int EVENT_TRIES = 4;

    private Sinks() {}

    /** While the store is out of reach its rows are kept; what it refuses for good has failed at once. */
    static SinkWriter.Again untilItWorks(StorageSink sink) {
        return (failure, tries) -> isOutage(failure) || sink.isOverCapacity(failure);
    }

    /** Events keep their order, so one that cannot be published must not hold up the others for ever. */
    static SinkWriter.Again aFewTimes() {
        return (failure, tries) -> tries < EVENT_TRIES && isOutage(failure);
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof QuotronException known && known.reason().retry() != FailureReason.Retry.NO;
    }

    /** Writes bars and indicators; opens the store first, which does nothing after the first time. */
    static SinkWriter.Target<MarketEvent> storage(StorageSink sink) {
        return rows -> {
            sink.open();
            List<Bar> bars = rows.stream()
                    .filter(Bar.class::isInstance)
                    .map(Bar.class::cast)
                    .toList();
            List<IndicatorValues> values = rows.stream()
                    .filter(IndicatorValues.class::isInstance)
                    .map(IndicatorValues.class::cast)
                    .toList();
            int refused = bars.isEmpty() ? 0 : refused(sink.writeBars(bars, Adjustment.RAW));
            return refused + (values.isEmpty() ? 0 : refused(sink.writeIndicators(values)));
        };
    }

    private static int refused(WriteReport report) {
        if (!report.rejected().isEmpty()) {
            LOG.warn(
                    "The store refused {} rows, the first: {}",
                    report.rejected().size(),
                    report.rejected().get(0));
        }
        return report.rejected().size();
    }

    /** Publishes events one by one; one that is not taken does not keep the others back. */
    static SinkWriter.Target<EventEnvelope> events(EventSink sink) {
        return events -> {
            int refused = 0;
            RuntimeException last = null;
            for (EventEnvelope event : events) {
                try {
                    sink.publish(event);
                } catch (RuntimeException e) {
                    refused++;
                    last = e;
                }
            }
            if (last != null && refused == events.size()) {
                throw last;
            }
            return refused;
        };
    }
}
