package io.quotron.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Interval;
import io.quotron.spi.WriteReport;
import io.quotron.testkit.Seed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two rows of one key stays. */
class RevisionRuleTest {
    private static final List<Bar.State> STATES = List.of(Bar.State.values());

    @TempDir
    private Path folder;

    private JdbcStorage storage;

    @BeforeEach
    void openStorage() {
        storage = JdbcStorage.builder(folder)
                .synchronous(JdbcStorage.Synchronous.NORMAL)
                .build();
        storage.open();
    }

    @AfterEach
    void closeStorage() {
        storage.close();
    }

    @ParameterizedTest
    @CsvSource({
        // stored state, revision, received; new state, revision, received; replaced
        "FORMING, 0, 0, FORMING, 0, 0, true",
        "FORMING, 0, 0, FORMING, 0, 1, true",
        "FORMING, 0, 1, FORMING, 0, 0, false",
        "FORMING, 1, 0, FORMING, 0, 9, false",
        "FORMING, 0, 0, FINAL, 0, 0, true",
        "FORMING, 7, 9, FINAL, 0, 0, true",
        "FINAL, 0, 0, FORMING, 0, 9, false",
        "FINAL, 0, 0, FORMING, 5, 9, false",
        "FINAL, 0, 0, FINAL, 0, 0, true",
        "FINAL, 0, 0, FINAL, 0, 1, true",
        "FINAL, 0, 1, FINAL, 0, 0, false",
        "FINAL, 0, 9, REVISED, 1, 0, true",
        "REVISED, 2, 0, REVISED, 1, 9, false",
        "REVISED, 1, 0, FINAL, 0, 9, false",
        "SYNTHETIC, 0, 0, BACKFILLED, 0, 1, true",
    })
    void writeBars_keyTaken_higherRankStays(
            Bar.State storedState,
            int storedRevision,
            int storedAt,
            Bar.State newState,
            int newRevision,
            int newAt,
            boolean replaced) {
        Bar first = version(0, storedState, storedRevision, storedAt, 5);
        Bar second = version(0, newState, newRevision, newAt, 6);
        storage.writeBars(List.of(first), Adjustment.RAW);

        WriteReport report = storage.writeBars(List.of(second), Adjustment.RAW);

        assertThat(report).isEqualTo(new WriteReport(replaced ? 1 : 0, replaced ? 0 : 1, List.of()));
        assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS)).containsExactly(replaced ? second : first);
    }

    @Test
    void writeBars_randomVersions_equalTheNaiveModel() {
        Seed seed = Seed.of("revision rule");
        Random random = new Random(seed.value());
        Map<Instant, Bar> model = new HashMap<>();

        for (int round = 0; round < 100; round++) {
            List<Bar> batch = new ArrayList<>();
            int expectedStored = 0;
            for (int i = 0; i < 40; i++) {
                Bar bar = randomVersion(random);
                batch.add(bar);
                expectedStored += replaces(model.get(bar.openTime()), bar) ? 1 : 0;
                model.merge(bar.openTime(), bar, (old, now) -> replaces(old, now) ? now : old);
            }

            WriteReport report = storage.writeBars(batch, Adjustment.RAW);

            assertThat(report)
                    .as("%s", seed)
                    .isEqualTo(new WriteReport(expectedStored, 40 - expectedStored, List.of()));
        }
        assertThat(storage.reader().bars(Rows.KEY, Rows.ALWAYS))
                .as("%s", seed)
                .containsExactlyInAnyOrderElementsOf(model.values());
    }

    @Test
    void writeBars_anyOrderOfDifferentReceipts_sameResult() {
        Seed seed = Seed.of("order of versions");
        Random random = new Random(seed.value());
        List<Bar> versions = new ArrayList<>();
        for (int at = 0; at < 60; at++) {
            versions.add(version(at % 3, STATES.get(random.nextInt(STATES.size())), random.nextInt(3), at, at));
        }
        List<Bar> expected = null;

        for (int round = 0; round < 10; round++) {
            Collections.shuffle(versions, random);
            Adjustment adjustment = Adjustment.RAW;
            try (JdbcStorage fresh = JdbcStorage.embedded(folder.resolve("round" + round))) {
                fresh.open();
                fresh.writeBars(versions, adjustment);
                List<Bar> result = fresh.reader().bars(Rows.KEY, Rows.ALWAYS);
                expected = expected == null ? result : expected;
                assertThat(result).as("%s", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void writeIndicators_sameRuleAsBars_holds() {
        IndicatorValues complete = Rows.indicators(0, List.of("rsi"), 50);
        IndicatorValues forming = new IndicatorValues(
                Rows.AAPL,
                Rows.YAHOO,
                Interval.MINUTE_1,
                complete.openTime(),
                complete.closeTime(),
                Bar.State.FORMING,
                9,
                List.of("rsi"),
                new double[] {60},
                complete.receivedTime().plusSeconds(9));
        storage.writeIndicators(List.of(complete));

        assertThat(storage.writeIndicators(List.of(forming)).unchanged()).isEqualTo(1);

        assertThat(storage.reader().indicators(Rows.AAPL, Rows.YAHOO, Interval.MINUTE_1, Rows.ALWAYS))
                .containsExactly(complete);
    }

    /** The rule once more, said in Java. */
    private static boolean replaces(@Nullable Bar old, Bar now) {
        if (old == null) {
            return true;
        }
        boolean oldForming = old.state() == Bar.State.FORMING;
        boolean nowForming = now.state() == Bar.State.FORMING;
        if (oldForming != nowForming) {
            return oldForming;
        }
        if (old.revision() != now.revision()) {
            return now.revision() > old.revision();
        }
        boolean same = old.toString()
                .replace(old.receivedTime().toString(), "")
                .equals(now.toString().replace(now.receivedTime().toString(), ""));
        return !same && !now.receivedTime().isBefore(old.receivedTime());
    }

    private static Bar randomVersion(Random random) {
        return version(
                random.nextInt(30),
                STATES.get(random.nextInt(STATES.size())),
                random.nextInt(3),
                random.nextInt(4),
                random.nextInt(3));
    }

    private static Bar version(int index, Bar.State state, int revision, int receivedAt, double volume) {
        return Rows.bar(index)
                .state(state)
                .revision(revision)
                .volume(volume)
                .receivedTime(Rows.START.plusSeconds(100_000 + receivedAt))
                .build();
    }
}
