package io.quotron.internal.stream;

import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Builds the bars of one symbol for one subscription. Confined to the turn of the engine that serves its trades. */
final class BarTap {
    BarTap(Symbol symbol, List<Interval> intervals, Consumer<Bar> sink) {}

    void onTrade(Trade trade) {}

    void onState(FeedState state) {}

    void onGap(Gap gap) {}

    void onTime(Instant now) {}
}
