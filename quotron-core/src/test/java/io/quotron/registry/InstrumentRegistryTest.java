package io.quotron.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.MarketDataClient;
import io.quotron.internal.request.RolesProvider;
import io.quotron.model.Instrument;
import io.quotron.model.Profile;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstrumentRegistryTest {
    private static final SourceId YAHOO = SourceId.of("yahoo");
    private static final Symbol META = Symbol.of("META");
    private static final LocalDate RENAMED = LocalDate.parse("2022-06-09");
    private static final SymbolMapping BEFORE =
            SymbolMapping.always("yahoo", META, "FB").until(RENAMED);
    private static final SymbolMapping AFTER =
            SymbolMapping.always("yahoo", META, "META").from(RENAMED);

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2022-06-08T23:59:59Z"));
    private final InstrumentRegistry registry = new InstrumentRegistry(time);

    @Test
    void nativeSymbol_byDay_isTheOneThatHolds() {
        registry.map(BEFORE).map(AFTER);

        assertThat(registry.nativeSymbol("yahoo", META, RENAMED.minusDays(1))).contains("FB");
        assertThat(registry.nativeSymbol("Yahoo", META, RENAMED)).contains("META");
        assertThat(registry.nativeSymbol("broker", META, RENAMED)).isEmpty();
        assertThat(registry.nativeSymbol(YAHOO, META)).contains("FB");
        time.advance(Duration.ofSeconds(1));
        assertThat(registry.nativeSymbol(YAHOO, META)).contains("META");
    }

    @Test
    void nativeSymbol_betweenTwoSpellings_isTheProvidersOwn() {
        registry.map(BEFORE).map(SymbolMapping.always("yahoo", META, "M").from(RENAMED.plusDays(2)));

        assertThat(registry.nativeSymbol("yahoo", META, RENAMED)).isEmpty();
    }

    @Test
    void symbol_ofASpelling_isTheOneThatItMeantThatDay() {
        registry.map(BEFORE)
                .map(SymbolMapping.always("yahoo", Symbol.of("OTHER"), "FB").from(RENAMED.plusDays(30)))
                .map(SymbolMapping.always("Interactive Brokers", META, "107113386"));

        assertThat(registry.symbol("yahoo", "FB")).contains(META);
        assertThat(registry.symbol("yahoo", "FB", RENAMED)).isEmpty();
        assertThat(registry.symbol("yahoo", "FB", RENAMED.plusDays(30))).contains(Symbol.of("OTHER"));
        assertThat(registry.symbol("interactive brokers", "107113386")).contains(META);
        assertThat(registry.symbol("yahoo", "107113386")).isEmpty();
    }

    @Test
    void map_twoSpellingsOnOneDay_isRefusedAndNamesBoth() {
        registry.map(BEFORE);

        for (SymbolMapping clash : List.of(
                SymbolMapping.always("yahoo", META, "X"),
                SymbolMapping.always("YAHOO", META, "X").from(RENAMED.minusDays(1)),
                SymbolMapping.always("yahoo", META, "X").until(RENAMED.minusYears(5)))) {
            assertThatThrownBy(() -> registry.map(clash))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("META at yahoo is 'X'")
                    .hasMessageContaining("META at yahoo is 'FB' until 2022-06-09");
        }
        assertThat(registry.mappings()).containsExactly(BEFORE);
        registry.map(SymbolMapping.always("broker", META, "X"));
        registry.map(SymbolMapping.always("yahoo", META, "FB").until(RENAMED.minusYears(1)));
        assertThat(registry.mappings()).hasSize(3);
    }

    @Test
    void addAll_oneClashes_addsNone() {
        List<SymbolMapping> wrong = List.of(BEFORE, AFTER, SymbolMapping.always("yahoo", META, "X"));

        assertThatThrownBy(() -> registry.addAll(wrong)).isInstanceOf(IllegalArgumentException.class);

        assertThat(registry.mappings()).isEmpty();
        assertThat(registry.nativeSymbol(YAHOO, META)).isEmpty();
        assertThat(registry.symbol("yahoo", "FB")).isEmpty();
    }

    @Test
    void mappings_keptAndAdded_areTheSame() {
        registry.map(AFTER).map(BEFORE).map(YAHOO, Symbol.of("BRK.B"), "BRK-B");

        InstrumentRegistry next =
                new InstrumentRegistry(time).addAll(registry.mappings()).addAll(registry.mappings());

        assertThat(next.mappings()).isEqualTo(registry.mappings()).hasSize(3);
        assertThat(next.nativeSymbol(YAHOO, META)).contains("FB");
    }

    @Test
    void map_ofAProvider_replacesWhatItSaidBeforeButNoDatedOne() {
        registry.map(YAHOO, META, "A").map(YAHOO, META, "B");

        assertThat(registry.nativeSymbol(YAHOO, META)).contains("B");
        assertThat(registry.symbol("yahoo", "A")).isEmpty();
        InstrumentRegistry dated = new InstrumentRegistry(time).map(BEFORE);
        assertThatThrownBy(() -> dated.map(YAHOO, META, "B")).isInstanceOf(IllegalArgumentException.class);
        assertThat(dated.mappings()).containsExactly(BEFORE);
    }

    @Test
    void mapping_withoutSense_isRefused() {
        assertThatThrownBy(() -> SymbolMapping.always(" ", META, "X")).hasMessageContaining("namespace");
        assertThatThrownBy(() -> SymbolMapping.always("yahoo", META, " ")).hasMessageContaining("blank");
        assertThatThrownBy(() -> new SymbolMapping("yahoo", META, "X", Optional.of(RENAMED), Optional.of(RENAMED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins 2022-06-09 and ends 2022-06-09");
    }

    @Test
    void client_asksByItsOwnClock() {
        List<String> spellings = new ArrayList<>();
        RolesProvider yahoo = new RolesProvider("yahoo").withProfiles((symbol, context) -> {
            spellings.add(context.nativeSymbol(symbol).orElse("none"));
            return Profile.builder(Instrument.builder(symbol, YAHOO).build())
                    .receivedTime(context.time().now())
                    .build();
        });
        InstrumentRegistry ofTheMachine = new InstrumentRegistry().map(BEFORE).map(AFTER);
        try (MarketDataClient client = MarketDataClient.builder()
                .timeSource(time)
                .registry(ofTheMachine)
                .addProvider(yahoo)
                .build()) {
            client.profile("META").fetch();
            time.advance(Duration.ofSeconds(1));
            client.profile("META").fresh().fetch();
        }
        assertThat(spellings).containsExactly("FB", "META");
    }
}
