package io.quotron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.AllProvidersFailedException;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.internal.request.RolesProvider;
import io.quotron.model.Dividend;
import io.quotron.model.Instrument;
import io.quotron.model.OptionChain;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles, options, order books, actions and instruments travel the same path as quotes. */
@Timeout(30)
class ReferenceDataTest {
    private static final Symbol ACME = Symbol.of("ACME");
    private static final LocalDate JUNE = LocalDate.parse("2026-06-19");
    private static final String ISIN = "US0378331005";

    private final VirtualTime time = VirtualTime.autoAdvancing(Instant.parse("2026-01-05T15:00:00Z"));
    private final RolesProvider first = new RolesProvider("first");
    private final RolesProvider second = new RolesProvider("second");

    private MarketDataClient client() {
        return MarketDataClient.builder()
                .timeSource(time)
                .randomSeed(1)
                .addProvider(first)
                .addProvider(second)
                .build();
    }

    private Profile profile(Symbol symbol, String source) {
        return Profile.builder(Instrument.builder(symbol, SourceId.of(source)).build())
                .receivedTime(time.now())
                .build();
    }

    private OptionChain chain(LocalDate day) {
        return new OptionChain(
                ACME,
                SourceId.of("first"),
                List.of(day),
                day,
                List.of(),
                List.of(),
                OptionalDouble.empty(),
                time.now());
    }

    private OrderBook book() {
        return OrderBook.builder(ACME, SourceId.of("first"))
                .bid(9.5, 1)
                .bid(9.4, 1)
                .ask(9.6, 1)
                .ask(9.7, 1)
                .eventTime(time.now())
                .build();
    }

    @Test
    void profile_again_isCachedForADayAndFailsOver() {
        first.withProfiles((symbol, context) -> {
            throw new ProviderException(SourceId.of("first"), FailureReason.NO_DATA, "no");
        });
        second.withProfiles((symbol, context) -> profile(symbol, "second"));
        try (MarketDataClient client = client()) {
            assertThat(client.profile("acme").fetch().source()).isEqualTo(SourceId.of("second"));
            time.advance(Duration.ofHours(23));
            client.profile("ACME").fetch();
            assertThat(second.asked("profiles")).isEqualTo(1);
            time.advance(Duration.ofHours(2));
            client.profile("ACME").fetch();
            assertThat(second.asked("profiles")).isEqualTo(2);
        }
    }

    @Test
    void profile_everybodyFailsAndOneIsOld_isNotGivenUnmarked() {
        first.withProfiles((symbol, context) -> {
            if (first.asked("profiles") > 1) {
                throw new ProviderException(SourceId.of("first"), FailureReason.UNAVAILABLE, "down");
            }
            return profile(symbol, "first");
        });
        try (MarketDataClient client = client()) {
            client.profile("ACME").fetch();
            time.advance(Duration.ofHours(25));

            assertThatThrownBy(() -> client.profile("ACME").fetch())
                    .isInstanceOfSatisfying(
                            QuotronException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.UNAVAILABLE));
        }
    }

    @Test
    void profile_ofAnotherSymbol_isNoData() {
        first.withProfiles((symbol, context) -> profile(Symbol.of("OTHER"), "first"));
        try (MarketDataClient client = client()) {
            assertThatThrownBy(() -> client.profile("ACME").fetch()).hasMessageContaining("answered for 'OTHER'");
        }
    }

    @Test
    void profile_nobodyHasAny_isUnsupported() {
        try (MarketDataClient client = client()) {
            assertThatThrownBy(() -> client.profile("ACME").fetch())
                    .hasMessageContaining("no provider offers profiles for 'ACME'");
        }
    }

    @Test
    void options_dayNamed_isPassedOnAndChecked() {
        List<Optional<LocalDate>> days = new ArrayList<>();
        first.withOptions((symbol, expiration, context) -> {
            days.add(expiration);
            return chain(JUNE);
        });
        try (MarketDataClient client = client()) {
            assertThat(client.options("ACME").fetch().expiration()).isEqualTo(JUNE);
            assertThat(client.options("ACME").expiring(JUNE).fetch().expiration())
                    .isEqualTo(JUNE);
            assertThatThrownBy(() ->
                            client.options("ACME").expiring(JUNE.plusDays(7)).fetch())
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
            assertThat(days).containsExactly(Optional.empty(), Optional.of(JUNE), Optional.of(JUNE.plusDays(7)));
            time.advance(Duration.ofSeconds(61));
            client.options("ACME").fetch();
            assertThat(first.asked("options")).isEqualTo(4);
        }
    }

    @Test
    void book_depth_isTenUnlessSetAndNeverExceeded() {
        List<Integer> depths = new ArrayList<>();
        first.withBooks((symbol, depth, context) -> {
            depths.add(depth);
            return book();
        });
        try (MarketDataClient client = client()) {
            assertThat(client.book("ACME").fetch().bids()).hasSize(2);
            assertThat(client.book("ACME").depth(1).fetch().bids()).hasSize(1);
            client.book("ACME").fetch();
            assertThat(depths).containsExactly(10, 1);
            time.advance(Duration.ofSeconds(1));
            client.book("ACME").fetch();
            assertThat(depths).containsExactly(10, 1, 10);
            assertThatThrownBy(() -> client.book("ACME").depth(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("depth");
        }
    }

    @Test
    void actions_spans_areFiveYearsUnlessSet() {
        List<TimeRange> ranges = new ArrayList<>();
        LocalDate today = LocalDate.parse("2026-01-05");
        first.withActions((symbol, range, context) -> {
            ranges.add(range);
            return List.of(new Dividend(ACME, today.minusYears(9), 1, null), new Dividend(ACME, today, 2, null));
        });
        try (MarketDataClient client = client()) {
            assertThat(client.actions("ACME").fetch()).containsExactly(new Dividend(ACME, today, 2, null));
            client.actions("ACME").last(Period.ofYears(1)).fetch();
            Instant start = Instant.parse("2020-01-01T00:00:00Z");
            client.actions("ACME")
                    .range(TimeRange.of(start, start.plusSeconds(1)))
                    .fetch();
            client.actions("ACME").fetch();
        }
        Instant end = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(ranges).hasSize(3);
        assertThat(ranges.get(0)).isEqualTo(TimeRange.of(Instant.parse("2021-01-06T00:00:00Z"), end));
        assertThat(ranges.get(1)).isEqualTo(TimeRange.of(Instant.parse("2025-01-06T00:00:00Z"), end));
        assertThat(ranges.get(2).duration()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void discover_list_isAskedOfThatProviderOnly() {
        Instrument acme = Instrument.builder(ACME, SourceId.of("second")).build();
        Map<String, List<Instrument>> lists = new LinkedHashMap<>();
        lists.put("all", List.of(acme));
        lists.put("movers", List.of());
        first.withLists(Map.of("x", List.of()));
        second.withLists(lists);
        try (MarketDataClient client = client()) {
            assertThat(client.instruments().lists("second").fetch()).containsExactly("all", "movers");
            assertThat(client.instruments().discover("second").fetch()).containsExactly(acme);
            assertThat(client.instruments().discover("second").list(" Movers ").fetch())
                    .isEmpty();
            assertThat(client.instruments().discover("second").fetch()).containsExactly(acme);
            assertThat(second.asked("discovery")).isEqualTo(2);
            assertThat(first.asked("discovery") + first.asked("lists")).isZero();
            assertThatThrownBy(() -> client.instruments().discover("third"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[first, second]");
        }
    }

    @Test
    void resolve_firstDoesNotKnow_asksTheNextThatCan() {
        first.withIdentifiers(Map.of());
        second.withIdentifiers(Map.of(ISIN, ACME));
        try (MarketDataClient client = client()) {
            assertThat(client.instruments().resolve(" us0378331005 ").fetch())
                    .extracting(Instrument::symbol)
                    .containsExactly(ACME);
            assertThat(client.instruments().resolve("GB0002634946").fetch()).isEmpty();
        }
    }

    @Test
    void resolve_oneFailedAndTheOtherDoesNotKnow_isAFailure() {
        first.withIdentifiers(Map.of());
        second.withInstruments(new InstrumentSource() {
            @Override
            public List<Instrument> search(String text, RequestContext context) {
                return List.of();
            }

            @Override
            public List<Instrument> resolve(String identifier, RequestContext context) {
                throw new ProviderException(SourceId.of("second"), FailureReason.BLOCKED, "closed today");
            }

            @Override
            public boolean resolvesIdentifiers() {
                return true;
            }
        });
        try (MarketDataClient client = client()) {
            assertThatThrownBy(() -> client.instruments().resolve(ISIN).fetch())
                    .isInstanceOf(AllProvidersFailedException.class)
                    .hasMessageContaining("closed today");
        }
    }

    @Test
    void resolve_nobodyCan_isUnsupported() {
        first.withInstruments((text, context) -> List.of());
        try (MarketDataClient client = client()) {
            assertThatThrownBy(() -> client.instruments().resolve(ISIN).fetch())
                    .isInstanceOfSatisfying(
                            QuotronException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.UNSUPPORTED));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "US0378331006, 5",
        "GB0002634947, 6",
        "DE000BAY0018, 7",
        "us0378331000, 5",
    })
    void resolve_isinWithOtherCheckDigit_isRefusedWithTheRightOne(String identifier, int right) {
        first.withIdentifiers(Map.of());
        try (MarketDataClient client = client()) {
            assertThatThrownBy(() -> client.instruments().resolve(identifier))
                    .isInstanceOfSatisfying(
                            QuotronException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_REQUEST))
                    .hasMessageContaining("should be " + right);
            assertThat(first.asked("resolve")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"US0378331005", "GB0002634946", "DE000BAY0017", "BBG000B9XRY4", "037833100", "0000320193"})
    void resolve_goodNumbers_areTaken(String identifier) {
        first.withIdentifiers(Map.of(identifier, ACME));
        try (MarketDataClient client = client()) {
            assertThat(client.instruments().resolve(identifier).fetch()).hasSize(1);
        }
    }

    @Test
    void symbolUnknown_asksNobodyElse() {
        first.withProfiles((symbol, context) -> {
            throw new SymbolNotFoundException(SourceId.of("first"), symbol);
        });
        second.withProfiles((symbol, context) -> profile(symbol, "second"));
        try (MarketDataClient client = client()) {
            assertThatThrownBy(() -> client.profile("NOPE").fetch()).isInstanceOf(SymbolNotFoundException.class);
            assertThat(second.asked("profiles")).isZero();
        }
    }
}
