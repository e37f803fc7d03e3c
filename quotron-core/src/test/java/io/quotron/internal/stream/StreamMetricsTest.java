package io.quotron.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.SourceId;
import io.quotron.spi.MetricsListener;
import io.quotron.stream.StreamAccounting;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamMetricsTest {
    private final Rig rig = new Rig();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong reconnects = new AtomicLong();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void stream_connectionCutAndClosed_tellsWhatTheAccountingTells() {
        rig.metrics = new MetricsListener() {
            @Override
            public void onStreamReceived(SourceId source) {
                received.incrementAndGet();
            }

            @Override
            public void onStreamDropped(SourceId source, long count) {
                dropped.addAndGet(count);
            }

            @Override
            public void onStreamReconnect(SourceId source) {
                reconnects.incrementAndGet();
            }
        };
        rig.use(rig.feed);
        rig.stream("BTC/USD").trades().subscribe(new Recorder());
        rig.settle();
        for (int i = 0; i < 20; i++) {
            rig.feed.happen(rig.trade("BTC/USD"));
        }
        rig.settle();

        rig.feed.cut();
        rig.settle();
        rig.time.advance(Duration.ofMinutes(2));
        rig.settle();
        rig.close();

        StreamAccounting accounting = rig.hub().accounting();
        assertThat(received).hasValue(accounting.received()).hasValueGreaterThanOrEqualTo(20);
        assertThat(dropped).hasValue(accounting.dropped());
        assertThat(reconnects).hasValue(rig.hub().health().get(0).reconnects()).hasValueGreaterThanOrEqualTo(1);
    }
}
