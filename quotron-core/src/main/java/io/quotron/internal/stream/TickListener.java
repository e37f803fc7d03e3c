package io.quotron.internal.stream;

import io.quotron.stream.MarketDataListener;
import java.time.Instant;

/** A listener that is also told about once a second what time it is, in line with its events. */
public interface TickListener extends MarketDataListener {
    /**
     * Time has passed.
     *
     * @param now the wall time
     */
    void onTime(Instant now);
}
