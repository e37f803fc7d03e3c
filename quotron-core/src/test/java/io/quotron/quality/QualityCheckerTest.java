package io.quotron.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityCheckerTest {
    private static final Symbol SYMBOL = Symbol.of("TEST");
    private static final SourceId SOURCE = SourceId.of("test");
    private static final Instant NOON = Instant.parse("2024-07-02T16:00:00Z");

    private final QualityChecker checker = QualityChecker.create(QualityRules.standard());

    private static Trade trade(double price, double size) {
        return Trade.builder(SYMBOL, SOURCE)
                .eventTime(NOON)
                .price(price)
                .size(size)
                .build();
    }

    private void usual(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(checker.check(trade(100 + (i % 7) * 0.01, 10 + i % 5)).isAccepted())
                    .isTrue();
        }
    }

    private static List<String> ids(Verdict verdict) {
        return verdict.findings().stream().map(Verdict.Finding::ruleId).toList();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, -37.63})
    void check_nonPositivePrice_isQuarantined(double price) {
        Verdict verdict = checker.check(trade(price, 1));

        assertThat(verdict.isQuarantined()).isTrue();
        assertThat(ids(verdict)).containsExactly("non-positive-price");
    }

    @ParameterizedTest
    @CsvSource({"130, true", "70, true", "10000, true", "1, true", "115, false", "85, false", "100.5, false"})
    void check_priceFarFromTheMedian_isQuarantined(double price, boolean spike) {
        usual(60);

        Verdict verdict = checker.check(trade(price, 10));

        assertThat(verdict.isQuarantined()).isEqualTo(spike);
        assertThat(ids(verdict)).isEqualTo(spike ? List.of("price-spike") : List.of());
        assertThat(checker.check(trade(100, 10)).isAccepted()).isTrue();
    }

    @Test
    void check_newLevelThatHolds_isAcceptedAfterFivePrices() {
        usual(60);
        for (int i = 0; i < 4; i++) {
            assertThat(checker.check(trade(10 + i * 0.01, 10)).isQuarantined()).isTrue();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(checker.check(trade(10 + i * 0.01, 10)).isAccepted()).isTrue();
        }
    }

    @Test
    void check_spikesThatDisagree_neverBecomeTheNewLevel() {
        usual(60);
        for (int i = 0; i < 40; i++) {
            assertThat(checker.check(trade(i % 2 == 0 ? 1000 : 10, 10)).isQuarantined())
                    .isTrue();
        }
    }

    @Test
    void check_volatileMarket_isNotASpike() {
        for (int i = 0; i < 200; i++) {
            assertThat(checker.check(trade(100 + i * 37 % 61, 10)).isQuarantined())
                    .as("price %d", i)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-07-02T16:00:00Z, 2024-07-02T15:54:59Z, implausible-time",
        "1989-12-31T23:59:59Z, 2024-07-02T16:00:00Z, implausible-time",
        "2024-07-02T16:00:00Z, 2024-07-02T16:01:01Z, stale-event"
    })
    void check_timesThatDoNotFit_areNoticed(Instant event, Instant received, String rule) {
        Trade trade = Trade.builder(SYMBOL, SOURCE)
                .eventTime(event)
                .receivedTime(received)
                .price(1)
                .size(1)
                .build();

        assertThat(ids(checker.check(trade))).contains(rule);
    }

    @Test
    void check_crossedQuote_isFlagged() {
        Quote.Builder quote = Quote.builder(SYMBOL, SOURCE).price(10).eventTime(NOON);

        assertThat(checker.check(quote.bid(9.9).ask(10.1).build()).isAccepted()).isTrue();
        assertThat(checker.check(quote.bid(10).ask(10).build()).isAccepted()).isTrue();
        Verdict verdict = checker.check(quote.bid(10.2).ask(10.1).build());
        assertThat(verdict.action()).isEqualTo(Verdict.Action.FLAG);
        assertThat(ids(verdict)).containsExactly("crossed-quote");
    }

    @Test
    void check_repeatedTradeId_isQuarantinedWithinTheWindow() {
        for (int i = 0; i < 1500; i++) {
            assertThat(checker.check(withId("t" + i)).isAccepted()).isTrue();
        }
        assertThat(ids(checker.check(withId("t1499")))).containsExactly("duplicate-trade");
        assertThat(ids(checker.check(withId("t600")))).containsExactly("duplicate-trade");
        assertThat(checker.check(withId("t100")).isAccepted()).isTrue();
    }

    private static Trade withId(String id) {
        return Trade.builder(SYMBOL, SOURCE)
                .eventTime(NOON)
                .price(10)
                .size(1)
                .id(id)
                .build();
    }

    @Test
    void check_veryLargeTrade_isFlagged() {
        usual(80);

        assertThat(checker.check(trade(100, 5_000)).isAccepted()).isTrue();
        Verdict verdict = checker.check(trade(100, 50_000));
        assertThat(verdict.action()).isEqualTo(Verdict.Action.FLAG);
        assertThat(ids(verdict)).containsExactly("volume-outlier");
    }

    @Test
    void check_barThatContradictsItself_isQuarantined() {
        Bar.Builder bar = Bar.builder(SYMBOL, SOURCE, Interval.MINUTE_1)
                .span(NOON, NOON.plus(Duration.ofMinutes(1)))
                .prices(10, 12, 9, 11);

        assertThat(checker.check(bar.vwap(10.5).build()).isAccepted()).isTrue();
        assertThat(ids(checker.check(bar.vwap(12.5).build()))).containsExactly("ohlc-inconsistent");
    }

    @Test
    void report_counts_addUpAndScore() {
        usual(98);
        checker.check(trade(-1, 10));
        checker.check(trade(100, 1e9));

        QualityReport report = checker.report();
        assertThat(report.checked()).isEqualTo(100);
        assertThat(report.accepted()).isEqualTo(98);
        assertThat(report.flagged()).isEqualTo(1);
        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(report.byRule())
                .containsEntry("non-positive-price", 1L)
                .containsEntry("volume-outlier", 1L)
                .containsEntry("crossed-quote", 0L);
        assertThat(report.score()).isEqualTo(98.8);
    }

    @Test
    void rules_composed_lookInOrder() {
        QualityRule never = rule("never", event -> {
            throw new IllegalStateException("on purpose");
        });
        QualityRules rules = QualityRules.standard().without("price-spike").with(never);
        QualityChecker own = QualityChecker.create(rules);

        assertThat(own.check(trade(1, 1)).isAccepted()).isTrue();
        assertThat(own.ruleFailures()).isEqualTo(1);
        assertThat(rules.toString()).endsWith("volume-outlier, never]").doesNotContain("spike");
        assertThat(QualityRules.none().rules()).isEmpty();
        assertThat(QualityChecker.create(QualityRules.none())
                        .check(trade(-1, 1))
                        .isAccepted())
                .isTrue();
        assertThatThrownBy(() -> rules.without("nothing")).hasMessageContaining("crossed-quote");
        assertThatThrownBy(() -> rules.with(never)).isInstanceOf(IllegalArgumentException.class);
    }

    private static QualityRule rule(String id, QualityRule.Check check) {
        return new QualityRule() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public String description() {
                return "a rule of a test";
            }

            @Override
            public Check newCheck() {
                return check;
            }
        };
    }

    @Test
    void check_severalSymbols_areJudgedApart() {
        usual(60);
        Trade other = Trade.builder(Symbol.of("OTHER"), SOURCE)
                .eventTime(NOON)
                .price(5000)
                .size(1)
                .build();
        assertThat(checker.check(other).isAccepted()).isTrue();
        checker.forget(SYMBOL);
        assertThat(checker.check(trade(5, 1)).isAccepted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPY-trades-20131008", "BAC-trades-20131010", "IBM-trades-20131007"})
    void check_recordedTrades_hasAlmostNoFalseAlarm(String file) throws IOException {
        List<String[]> rows = SharedData.rows("market/ticks/" + file + ".csv.gz");
        for (String[] row : rows) {
            if (row[5].equals("0")) {
                MarketEvent event = Trade.builder(SYMBOL, SOURCE)
                        .eventTime(Instant.parse(row[0]))
                        .price(Double.parseDouble(row[1]))
                        .size(Double.parseDouble(row[2]))
                        .build();
                checker.check(event);
            }
        }
        QualityReport report = checker.report();
        assertThat(report.quarantined()).as("%s", report).isZero();
        assertThat(report.flagged()).as("%s", report).isLessThan(report.checked() / 1000);
        assertThat(report.score()).isGreaterThan(99.9);
    }

    @Test
    void verdict_ofFindings_isTheSeverest() {
        Verdict.Finding flag = new Verdict.Finding("a", Verdict.Action.FLAG, "");
        Verdict.Finding quarantine = new Verdict.Finding("b", Verdict.Action.QUARANTINE, "");

        assertThat(Verdict.of(List.of(flag, quarantine)).isQuarantined()).isTrue();
        assertThat(Verdict.of(List.of())).isSameAs(Verdict.ACCEPTED);
        assertThat(Optional.of(Verdict.of(List.of(flag)))).map(Verdict::action).contains(Verdict.Action.FLAG);
    }
}
