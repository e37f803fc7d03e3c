package io.quotron.examples;

import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.pipeline.PipelineListener;
import io.quotron.quality.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Prints what a pipeline makes: all longer bars, every fifth second of the shortest, and whatever happens to the feed. */
final class TerminalListener implements PipelineListener {
    private static final int EVERY_SECONDS = 5;

    private final PrintStream out;

    TerminalListener(PrintStream out) {
        this.out = out;
    }

    /** The bar comes just before its indicators, so both are printed there. */
    @Override
    public void onIndicators(IndicatorValues values) {
        if (isWorthALine(values)) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-8s %-3s %s rsi %s, sma_20 %s, macd %s, bands %s .. %s, atr %s, vwap %s",
                    values.symbol(),
                    values.interval(),
                    values.openTime(),
                    text(values.value("rsi")),
                    text(values.value("sma_20")),
                    text(values.value("macd")),
                    text(values.value("bb_lower")),
                    text(values.value("bb_upper")),
                    text(values.value("atr")),
                    text(values.value("vwap"))));
        }
    }

    private static boolean isWorthALine(IndicatorValues values) {
        return !values.interval().equals(Interval.SECOND_1)
                || values.openTime().getEpochSecond() % EVERY_SECONDS == 0;
    }

    @Override
    public void onBar(Bar bar) {
        boolean incomplete = bar.reason() != Bar.Reason.NONE || bar.state() != Bar.State.FINAL;
        boolean regular = bar.openTime().getEpochSecond() % EVERY_SECONDS == 0;
        if (incomplete || regular || !bar.interval().equals(Interval.SECOND_1)) {
            out.println(describe(bar));
        }
    }

    @Override
    public void onQuarantined(MarketEvent event, Verdict verdict) {
        out.println("quarantined " + event.symbol() + ": " + verdict);
    }

    @Override
    public void onFeedState(FeedState state) {
        out.println(">>> " + state.symbol() + " is " + state.status() + ": " + state.detail());
    }

    @Override
    public void onGap(Gap gap) {
        out.println(">>> gap in " + gap.symbol() + " of "
                + Duration.between(gap.window().startInclusive(), gap.window().endExclusive()).toMillis() + " ms is "
                + gap.status() + ", recovered " + gap.recovered() + " trades: " + gap.detail());
    }

    static String describe(Bar bar) {
        return String.format(
                Locale.ROOT,
                "%-8s %-3s %s O %.2f H %.2f L %.2f C %.2f V %.4f trades %d %s coverage %.2f%s",
                bar.symbol(),
                bar.interval(),
                bar.openTime(),
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume().orElse(0),
                bar.tradeCount().orElse(0),
                bar.state(),
                bar.coverage(),
                bar.reason() == Bar.Reason.NONE ? "" : " " + bar.reason());
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "-";
    }
}
