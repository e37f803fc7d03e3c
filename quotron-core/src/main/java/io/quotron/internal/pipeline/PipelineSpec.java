package io.quotron.internal.pipeline;

import io.quotron.calendar.TradingCalendar;
import io.quotron.indicators.IndicatorSet;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.pipeline.Pipeline;
import io.quotron.pipeline.PipelineListener;
import io.quotron.pipeline.PipelineRequest;
import io.quotron.quality.QualityRules;
import io.quotron.stream.StreamRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What a pipeline shall do; the request itself. Immutable. */
record PipelineSpec(
        PipelineEngine engine,
        StreamRequest stream,
        List<Symbol> symbols,
        QualityRules rules,
        List<Interval> intervals,
        Optional<IndicatorSet> set,
        Duration allowedLateness,
        TradingCalendar hours,
        Optional<PipelineListener> told)
        implements PipelineRequest {
    private static final Duration MAX_LATENESS = Duration.ofDays(1);

    @Override
    public PipelineRequest quality(QualityRules value) {
        Objects.requireNonNull(value, "rules");
        return new PipelineSpec(engine, stream, symbols, value, intervals, set, allowedLateness, hours, told);
    }

    @Override
    public PipelineRequest bars(Interval... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("bars need at least one interval");
        }
        List<Interval> sorted = List.copyOf(new TreeSet<>(List.of(values)));
        return new PipelineSpec(engine, stream, symbols, rules, sorted, set, allowedLateness, hours, told);
    }

    @Override
    public PipelineRequest indicators(IndicatorSet value) {
        return new PipelineSpec(
                engine, stream, symbols, rules, intervals, Optional.of(value), allowedLateness, hours, told);
    }

    @Override
    public PipelineRequest lateness(Duration allowed) {
        if (allowed.isNegative() || allowed.compareTo(MAX_LATENESS) > 0) {
            throw new IllegalArgumentException("lateness must be 0 to 1 day, but is " + allowed);
        }
        return new PipelineSpec(engine, stream, symbols, rules, intervals, set, allowed, hours, told);
    }

    @Override
    public PipelineRequest calendar(TradingCalendar value) {
        Objects.requireNonNull(value, "calendar");
        return new PipelineSpec(engine, stream, symbols, rules, intervals, set, allowedLateness, value, told);
    }

    @Override
    public PipelineRequest listener(PipelineListener value) {
        return new PipelineSpec(
                engine, stream, symbols, rules, intervals, set, allowedLateness, hours, Optional.of(value));
    }

    @Override
    public PipelineRequest from(String... providerIds) {
        StreamRequest limited = stream.from(providerIds);
        return new PipelineSpec(engine, limited, symbols, rules, intervals, set, allowedLateness, hours, told);
    }

    @Override
    public Pipeline start() {
        return engine.start(this);
    }
}
