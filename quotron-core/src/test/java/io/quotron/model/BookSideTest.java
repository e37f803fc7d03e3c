package io.quotron.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.testkit.Seed;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookSideTest {
    /** What a level holds, for comparison. */
    private record Level(double size, String label) {}

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void set_randomHistories_equalATreeMap(boolean bids) {
        Seed seed = Seed.of("set_randomHistories_equalATreeMap " + bids);
        RandomGenerator random = seed.generator();
        for (int history = 0; history < 300; history++) {
            BookSide side = newSide(bids);
            TreeMap<Double, Level> truth = new TreeMap<>(order(bids));
            for (int step = 0; step < 200; step++) {
                change(side, truth, random);
                assertSame(side, truth, seed + " history " + history + " step " + step);
            }
        }
    }

    private static Comparator<Double> order(boolean bids) {
        return bids ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }

    private static BookSide newSide(boolean bids) {
        return bids ? BookSide.ofBids() : BookSide.ofAsks();
    }

    private static void change(BookSide side, NavigableMap<Double, Level> truth, RandomGenerator random) {
        int choice = random.nextInt(100);
        if (choice == 0) {
            side.clear();
            truth.clear();
        } else if (choice < 4) {
            int depth = random.nextInt(30);
            side.trim(depth);
            while (truth.size() > depth) {
                truth.pollLastEntry();
            }
        } else {
            double price = (1 + random.nextInt(60)) * 0.1 - 2; // some are negative, as futures may be
            double size = random.nextInt(4) == 0 ? 0 : random.nextDouble();
            String label = Double.toString(price);
            side.set(price, size, label);
            if (size == 0) {
                truth.remove(price);
            } else {
                truth.put(price, new Level(size, label));
            }
        }
    }

    private static void assertSame(BookSide side, NavigableMap<Double, Level> truth, String where) {
        assertThat(side.size()).as(where).isEqualTo(truth.size());
        int index = 0;
        for (Map.Entry<Double, Level> level : truth.entrySet()) {
            assertThat(side.price(index)).as(where).isEqualTo(level.getKey());
            assertThat(side.size(index)).as(where).isEqualTo(level.getValue().size());
            assertThat(side.label(index)).as(where).isEqualTo(level.getValue().label());
            index++;
        }
        assertThat(side.prices())
                .as(where)
                .containsExactly(
                        truth.keySet().stream().mapToDouble(Double::doubleValue).toArray());
        assertThat(side.sizes())
                .as(where)
                .containsExactly(
                        truth.values().stream().mapToDouble(Level::size).toArray());
    }

    @Test
    void set_manyLevels_growsAndStaysInOrder() {
        BookSide side = BookSide.ofAsks();
        for (int i = 1000; i > 0; i--) {
            side.set(i, i);
        }

        assertThat(side.size()).isEqualTo(1000);
        assertThat(side.prices()).isSorted();
        assertThat(side.price(999)).isEqualTo(1000);
    }

    @Test
    void set_withoutLabel_takesTheOldLabelAway() {
        BookSide side = BookSide.ofBids();
        side.set(10, 1, "10.0");
        side.set(10, 2);

        assertThat(side.label(0)).isNull();
        assertThat(side.size(0)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1", "Infinity, 1", "1, NaN", "1, Infinity", "1, -0.5", "NaN, 0"})
    void set_whatIsNoLevel_isRefusedAndChangesNothing(double price, double size) {
        BookSide side = BookSide.ofBids();
        side.set(10, 1);

        assertThatIllegalArgumentException().isThrownBy(() -> side.set(price, size));
        assertThat(side.prices()).containsExactly(10);
    }

    @Test
    void set_zeroAtAPriceThatIsNotThere_changesNothing() {
        BookSide side = BookSide.ofBids();
        side.set(10, 1);
        side.set(11, 0);

        assertThat(side.prices()).containsExactly(10);
    }

    @Test
    void copyFrom_deeperSide_takesTheBestOnly() {
        BookSide from = BookSide.ofBids();
        for (int i = 1; i <= 40; i++) {
            from.set(i, i, "x");
        }
        BookSide to = BookSide.ofBids();
        to.set(99, 1, "old");
        to.copyFrom(from, 3);

        assertThat(to.prices()).containsExactly(40, 39, 38);
        assertThat(to.sizes()).containsExactly(40, 39, 38);
        assertThat(List.of(0, 1, 2)).allSatisfy(i -> assertThat(to.label(i)).isNull());
        from.set(40, 0);
        assertThat(to.price(0)).isEqualTo(40);
        to.copyFrom(from, 100);
        assertThat(to.size()).isEqualTo(39);
    }

    @Test
    void copyFrom_otherKind_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BookSide.ofAsks().copyFrom(BookSide.ofBids(), 5))
                .withMessageContaining("mix");
    }

    @Test
    void price_ofALevelThatWasTrimmed_isOutOfBounds() {
        BookSide side = BookSide.ofAsks();
        side.set(1, 1);
        side.set(2, 1);
        side.trim(1);

        assertThatThrownBy(() -> side.price(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> side.size(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> side.label(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
