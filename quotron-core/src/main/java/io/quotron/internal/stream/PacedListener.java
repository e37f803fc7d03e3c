package io.quotron.internal.stream;

import io.quotron.model.MarketEvent;
import io.quotron.stream.MarketDataListener;
import org.jspecify.annotations.Nullable;

/** A listener that says when it takes the next event; until then events wait in the queue of its subscription. */
interface PacedListener extends MarketDataListener {
    /** Tells whether an event may be handed over now. */
    boolean wants();

    /** Takes an event of whatever kind. */
    void onAny(MarketEvent event);

    /** Returns the last call, once it is due; null while there is more to come or nothing may be called any more. */
    @Nullable
    Runnable lastCall(boolean closed);
}
