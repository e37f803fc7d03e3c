package io.quotron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.AllProvidersFailedException;
import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.Trail;
import io.quotron.internal.request.RolesProvider;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.TimeRange;
import io.quotron.request.Traced;
import io.quotron.spi.BarOffer;
import io.quotron.spi.BarSource;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider is not asked for what its descriptor rules out. */
@Timeout(30)
class PlanningTest {
    private static final Instant NOW = Instant.parse("2026-01-05T15:00:00Z");
    private static final Duration REACH = Duration.ofDays(30);

    private final VirtualTime time = VirtualTime.autoAdvancing(NOW);
    private final RolesProvider raw = new RolesProvider(
                    "raw",
                    descriptor -> descriptor
                            .history(BarOffer.of(Interval.MINUTE_1).within(REACH), BarOffer.of(Interval.DAY_1))
                            .adjustments(Adjustment.RAW))
            .withBars(none("raw"));
    private final RolesProvider all = new RolesProvider(
                    "all",
                    descriptor -> descriptor.intervals(List.of(Interval.MINUTE_1, Interval.HOUR_1, Interval.DAY_1)))
            .withBars(none("all"));

    private static BarSource none(String id) {
        return (query, context) -> BarSeries.builder(
                        new SeriesIdentity(
                                query.symbol(),
                                SourceId.of(id),
                                query.interval(),
                                query.adjustment(),
                                null,
                                ZoneOffset.UTC,
                                SeriesIdentity.Session.CONTINUOUS),
                        context.time().now())
                .build();
    }

    private MarketDataClient client(RolesProvider... providers) {
        MarketDataClientBuilder builder =
                MarketDataClient.builder().timeSource(time).randomSeed(1);
        for (RolesProvider provider : providers) {
            builder.addProvider(provider);
        }
        return builder.build();
    }

    private static TimeRange until(Instant end) {
        return TimeRange.of(end.minus(Duration.ofDays(1)), end);
    }

    @Test
    void interval_notOffered_isNotAskedAndNoted() {
        try (MarketDataClient client = client(raw, all)) {
            Traced<BarSeries> answer = client.bars("ACME")
                    .interval(Interval.HOUR_1)
                    .adjusted(Adjustment.RAW)
                    .fetchTraced();

            assertThat(answer.value().identity().source()).isEqualTo(SourceId.of("all"));
            assertThat(raw.asked("bars")).isZero();
            assertThat(answer.trail().attempts()).isEqualTo(1);
            assertThat(answer.trail().steps())
                    .anyMatch(step -> step.kind() == Trail.Kind.NOTE
                            && step.reason() == FailureReason.UNSUPPORTED
                            && step.detail().contains("[1m, 1d]"))
                    .noneMatch(step -> step.kind() == Trail.Kind.FAILOVER);
            assertThat(client.health().source("raw").attempts()).isZero();
        }
    }

    @Test
    void adjustment_notOffered_isNotAsked() {
        try (MarketDataClient client = client(raw)) {
            assertThatThrownBy(() -> client.bars("ACME").fetch())
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.UNSUPPORTED))
                    .hasMessageContaining("SPLITS")
                    .hasMessageContaining("[RAW]");
            assertThat(raw.asked("bars")).isZero();
        }
    }

    @Test
    void span_whollyBeforeTheReach_isAProviderLimitWithoutACall() {
        try (MarketDataClient client = client(raw)) {
            assertThatThrownBy(() -> client.bars("ACME")
                            .interval(Interval.MINUTE_1)
                            .adjusted(Adjustment.RAW)
                            .range(until(NOW.minus(REACH)))
                            .fetch())
                    .isInstanceOfSatisfying(
                            NoDataException.class,
                            failure -> assertThat(failure.why()).isEqualTo(NoDataException.Why.PROVIDER_LIMIT))
                    .hasMessageContaining("1m (last 30 days), 1d (all)");
            assertThat(raw.asked("bars")).isZero();
        }
    }

    @Test
    void span_partlyWithinTheReach_isAsked() {
        try (MarketDataClient client = client(raw)) {
            client.bars("ACME")
                    .interval(Interval.MINUTE_1)
                    .adjusted(Adjustment.RAW)
                    .range(until(NOW.minus(REACH).plusSeconds(1)))
                    .fetch();
            client.bars("ACME")
                    .interval(Interval.DAY_1)
                    .adjusted(Adjustment.RAW)
                    .range(until(NOW.minus(Duration.ofDays(9_000))))
                    .fetch();

            assertThat(raw.asked("bars")).isEqualTo(2);
        }
    }

    @Test
    void nobody_offersIt_namesEachReason() {
        RolesProvider daily = new RolesProvider("daily", descriptor -> descriptor.intervals(List.of(Interval.DAY_1)))
                .withBars(none("daily"));
        try (MarketDataClient client = client(raw, daily)) {
            assertThatThrownBy(() -> client.bars("ACME")
                            .interval(Interval.WEEK_1)
                            .adjusted(Adjustment.RAW)
                            .fetch())
                    .isInstanceOfSatisfying(
                            AllProvidersFailedException.class,
                            failure -> assertThat(failure.attempts()).hasSize(2));
        }
    }
}
