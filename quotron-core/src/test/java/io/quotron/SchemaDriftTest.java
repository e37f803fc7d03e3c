package io.quotron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.health.SourceHealth;
import io.quotron.internal.request.RolesProvider;
import io.quotron.internal.request.ScriptedProvider;
import io.quotron.model.Instrument;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.SourceId;
import io.quotron.spi.LimitReport;
import io.quotron.spi.MetricsListener;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider whose answers cannot be read stands behind the others until they can be read again. */
@Timeout(30)
class SchemaDriftTest {
    private static final Instant START = Instant.parse("2026-01-05T15:00:00Z");
    private static final Duration PAST_CACHE = Duration.ofSeconds(6);

    private final VirtualTime time = VirtualTime.autoAdvancing(START);
    private final ScriptedProvider first = new ScriptedProvider("first");
    private final ScriptedProvider second = new ScriptedProvider("second");
    private final List<String> told = new ArrayList<>();

    private MarketDataClientBuilder builder() {
        return MarketDataClient.builder().timeSource(time).randomSeed(1).metrics(new MetricsListener() {
            @Override
            public void onSchemaDrift(SourceId source, String kind, String detail) {
                told.add(source + " " + kind + " " + detail);
            }
        });
    }

    private MarketDataClient both() {
        return builder().addProvider(first).addProvider(second).build();
    }

    private SourceId ask(MarketDataClient client) {
        time.advance(PAST_CACHE);
        return client.quote("ACME").fetch().source();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"MALFORMED_RESPONSE", "BLOCKED"})
    void drift_ofTheFirst_putsItBehindForFiveMinutes(FailureReason reason) {
        first.always(first.failing(reason));
        try (MarketDataClient client = both()) {
            assertThat(ask(client)).isEqualTo(SourceId.of("second"));
            assertThat(first.requests()).isEqualTo(1);
            for (int i = 0; i < 40; i++) {
                assertThat(ask(client)).isEqualTo(SourceId.of("second"));
            }
            assertThat(first.requests()).isEqualTo(1);

            time.advance(Duration.ofMinutes(5));
            assertThat(ask(client)).isEqualTo(SourceId.of("second"));
            assertThat(ask(client)).isEqualTo(SourceId.of("second"));
            assertThat(first.requests()).isEqualTo(2);

            first.always(first::priceOf100);
            time.advance(Duration.ofMinutes(5));
            assertThat(ask(client)).isEqualTo(SourceId.of("first"));
            assertThat(ask(client)).isEqualTo(SourceId.of("first"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"UNAVAILABLE", "NO_DATA", "UNSUPPORTED", "AUTHENTICATION"})
    void otherFailures_changeNoOrder(FailureReason reason) {
        first.then(first.failing(reason)).then(first.failing(reason)).then(first.failing(reason));
        try (MarketDataClient client = both()) {
            for (int i = 0; i < 4; i++) {
                ask(client);
            }
            assertThat(ask(client)).isEqualTo(SourceId.of("first"));
            assertThat(told).isEmpty();
            assertThat(client.health().source("first").lastDrift()).isEmpty();
        }
    }

    @Test
    void drift_othersFailToo_isAskedLastAndComesBackAtOnce() {
        first.then(first.failing(FailureReason.MALFORMED_RESPONSE));
        try (MarketDataClient client = both()) {
            assertThat(ask(client)).isEqualTo(SourceId.of("second"));
            second.then(second.failing(FailureReason.NO_DATA));

            assertThat(ask(client)).isEqualTo(SourceId.of("first"));
            assertThat(second.requests()).isEqualTo(2);
            assertThat(ask(client)).isEqualTo(SourceId.of("first"));
        }
    }

    @Test
    void drift_ofTheOnlyProvider_isStillAsked() {
        first.then(first.failing(FailureReason.MALFORMED_RESPONSE));
        try (MarketDataClient client = builder().addProvider(first).build()) {
            assertThatThrownBy(() -> ask(client)).isInstanceOf(QuotronException.class);
            assertThat(ask(client)).isEqualTo(SourceId.of("first"));
        }
    }

    @Test
    void drift_requestNamesItsProviders_keepsTheirOrder() {
        first.then(first.failing(FailureReason.MALFORMED_RESPONSE));
        try (MarketDataClient client = both()) {
            ask(client);

            assertThat(client.quote("ACME").from("first", "second").fetch().source())
                    .isEqualTo(SourceId.of("first"));
        }
    }

    @Test
    void drift_ofOneKind_leavesTheOthersInPlace() {
        RolesProvider roles = new RolesProvider("roles")
                .withProfiles((symbol, context) -> {
                    throw new ProviderException(SourceId.of("roles"), FailureReason.MALFORMED_RESPONSE, "profile");
                })
                .withBooks((symbol, depth, context) -> OrderBook.builder(symbol, SourceId.of("roles"))
                        .eventTime(time.now())
                        .build());
        RolesProvider other = new RolesProvider("other")
                .withProfiles((symbol, context) -> Profile.builder(
                                Instrument.builder(symbol, SourceId.of("other")).build())
                        .receivedTime(time.now())
                        .build())
                .withBooks((symbol, depth, context) -> {
                    throw new AssertionError("not asked");
                });
        try (MarketDataClient client =
                builder().addProvider(roles).addProvider(other).build()) {
            client.profile("ACME").fetch();
            client.profile("OTHER").fetch();

            assertThat(roles.asked("profiles")).isEqualTo(1);
            assertThat(client.book("ACME").fetch().source()).isEqualTo(SourceId.of("roles"));
            assertThat(other.asked("books")).isZero();
        }
    }

    @Test
    void drift_sameDetail_isToldOnceUntilTheNextGoodAnswer() {
        try (MarketDataClient client = builder().addProvider(first).build()) {
            first.always(first.failing(FailureReason.MALFORMED_RESPONSE));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> ask(client)).isInstanceOf(QuotronException.class);
            }
            assertThat(told).containsExactly("first quotes MALFORMED_RESPONSE: first: scripted");
            first.always(first::priceOf100);
            ask(client);
            first.always(first.failing(FailureReason.MALFORMED_RESPONSE));
            assertThatThrownBy(() -> client.quote("OTHER").fetch()).isInstanceOf(QuotronException.class);

            assertThat(told).hasSize(2);
        }
    }

    @Test
    void health_afterDrift_tellsWhenAndWhatInShort() {
        first.always((symbols, context) -> {
            throw new ProviderException(
                    SourceId.of("first"), FailureReason.MALFORMED_RESPONSE, "chart/result\n[0]: " + "x".repeat(500));
        });
        try (MarketDataClient client = both()) {
            time.advance(Duration.ofMinutes(1));
            client.quote("ACME").fetch();

            SourceHealth.Drift drift =
                    client.health().source("first").lastDrift().orElseThrow();
            assertThat(drift.kind()).isEqualTo("quotes");
            assertThat(drift.time()).isEqualTo(START.plusSeconds(60));
            assertThat(drift.detail())
                    .startsWith("MALFORMED_RESPONSE: first: chart/result [0]")
                    .hasSizeLessThanOrEqualTo(200);
            assertThat(told).hasSize(1).allMatch(text -> text.endsWith(drift.detail()));
        }
    }

    @Test
    void reportLimit_fromACall_pausesTheProviderAndShowsInHealth() {
        LimitReport report = LimitReport.remaining(Duration.ofMinutes(1), 1_000, 0);
        first.then((symbols, context) -> {
            context.reportLimit(report);
            return first.priceOf100(symbols, context);
        });
        try (MarketDataClient client = both()) {
            assertThat(ask(client)).isEqualTo(SourceId.of("first"));
            assertThat(ask(client)).isEqualTo(SourceId.of("second"));
            SourceHealth health = client.health().source("first");
            assertThat(health.limits()).containsExactly(report);
            assertThat(health.pausedFor()).isPositive();
            time.advance(Duration.ofMinutes(1));
            assertThat(ask(client)).isEqualTo(SourceId.of("first"));
        }
    }
}
