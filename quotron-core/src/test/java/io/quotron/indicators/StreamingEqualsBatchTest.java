package io.quotron.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to a state gives the same values to the last bit. */
class StreamingEqualsBatchTest {
    private static final int SEEDS = 1_000;
    private static final int BARS = 260;

    static List<Probe> probes() {
        return Probe.all();
    }

    private static void assertBits(double[] actual, double[] expected, Object... where) {
        for (int i = 0; i < expected.length; i++) {
            if (Double.doubleToLongBits(actual[i]) != Double.doubleToLongBits(expected[i])) {
                assertThat(actual).as("%s %s %s", where).containsExactly(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void anyInterruption_doesNotChangeABit(Probe probe) {
        long first = RandomBars.firstSeed(probe.name());
        for (long seed = first; seed < first + SEEDS; seed++) {
            RandomBars bars = new RandomBars(BARS, seed);
            Random random = new Random(seed);
            Probe.Subject straight = probe.maker().get();
            Probe.Subject interrupted = probe.maker().get();
            double[] peeked = new double[20];
            for (int i = 0; i < BARS; i++) {
                interrupted = disturb(probe, interrupted, bars, i, random, peeked);
                straight.update(bars, i);
                interrupted.update(bars, i);

                double[] expected = straight.row();
                assertBits(interrupted.row(), expected, probe, seed, i);
            }
        }
    }

    /** Peeks at wrong bars, goes through a snapshot, or is refused a bar: nothing of which may leave a trace. */
    private static Probe.Subject disturb(
            Probe probe, Probe.Subject subject, RandomBars bars, int i, Random random, double[] out) {
        switch (random.nextInt(12)) {
            case 0 -> subject.peek(bars, random.nextInt(BARS), out);
            case 1 -> subject.update(RandomBars.poisoned(random), 0);
            case 2 -> {
                byte[] snapshot = subject.snapshot();
                Probe.Subject other = probe.maker().get();
                for (int j = 0; j < random.nextInt(40); j++) {
                    other.update(bars, random.nextInt(BARS));
                }
                other.restore(snapshot);
                assertThat(other.snapshot()).as("snapshot at %d", i).isEqualTo(snapshot);
                return other;
            }
            default -> {}
        }
        return subject;
    }

    @ParameterizedTest
    @MethodSource("probes")
    void peek_equalsTheUpdateThatFollows(Probe probe) {
        long first = RandomBars.firstSeed("peek of " + probe.name());
        for (long seed = first; seed < first + 100; seed++) {
            RandomBars bars = new RandomBars(BARS, seed);
            Probe.Subject subject = probe.maker().get();
            for (int i = 0; i < BARS; i++) {
                double[] peeked = subject.row();
                subject.peek(bars, i, peeked);
                subject.update(bars, i);
                assertBits(peeked, subject.row(), probe, seed, i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void reset_startsFromNothing(Probe probe) {
        RandomBars bars = new RandomBars(BARS, 7);
        Probe.Subject fresh = probe.maker().get();
        Probe.Subject used = probe.maker().get();
        for (int i = 0; i < 131; i++) {
            used.update(bars, i);
        }
        used.reset();

        for (int i = 0; i < BARS; i++) {
            fresh.update(bars, i);
            used.update(bars, i);
            assertBits(used.row(), fresh.row(), probe, 7, i);
        }
    }

    @Test
    void standardSet_equalsTheSingleIndicators() {
        long first = RandomBars.firstSeed("set and singles");
        for (long seed = first; seed < first + 200; seed++) {
            RandomBars b = new RandomBars(320, seed);
            double[][] singles = singles(b);
            IndicatorSet.Run run = IndicatorSet.standard().start();
            double[] row = new double[20];
            for (int i = 0; i < b.closes.length; i++) {
                run.update(b.opens[i], b.highs[i], b.lows[i], b.closes[i], b.volumes[i], b.sessions[i]);
                run.copyTo(row);
                double[] expected = new double[20];
                for (int column = 0; column < 20; column++) {
                    expected[column] = singles[column][i];
                    assertThat(run.isReady(column)).isEqualTo(!Double.isNaN(expected[column]));
                }
                assertBits(row, expected, "set", seed, i);
            }
        }
    }

    /** The 20 columns, each by its own batch function. */
    static double[][] singles(RandomBars b) {
        Indicators.MacdLines macd = Indicators.macd(b.closes, 12, 26, 9);
        Indicators.Bands bands = Indicators.bollinger(b.closes, 20, 2);
        Indicators.StochasticLines stochastic = Indicators.stochastic(b.highs, b.lows, b.closes, 14, 3);
        return new double[][] {
            Indicators.rsi(b.closes, 14),
            macd.macd(),
            macd.signal(),
            macd.histogram(),
            bands.upper(),
            bands.middle(),
            bands.lower(),
            Indicators.sma(b.closes, 20),
            Indicators.sma(b.closes, 50),
            Indicators.sma(b.closes, 100),
            Indicators.sma(b.closes, 200),
            Indicators.ema(b.closes, 12),
            Indicators.ema(b.closes, 26),
            Indicators.ema(b.closes, 50),
            Indicators.vwap(b.highs, b.lows, b.closes, b.volumes, b.sessions),
            stochastic.k(),
            stochastic.d(),
            Indicators.atr(b.highs, b.lows, b.closes, 14),
            Indicators.adx(b.highs, b.lows, b.closes, 14),
            Indicators.sma(b.volumes, 20)
        };
    }

    @ParameterizedTest
    @MethodSource("probes")
    void restore_refusesDamagedAndForeignBytes(Probe probe) {
        RandomBars bars = new RandomBars(60, 3);
        Probe.Subject subject = probe.maker().get();
        for (int i = 0; i < 60; i++) {
            subject.update(bars, i);
        }
        byte[] good = subject.snapshot();
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> subject.restore(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int length : new int[] {0, 1, 8, 12, good.length - 1}) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> subject.restore(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] foreign = new Sma(33).snapshot();
        assertThatThrownBy(() -> subject.restore(foreign)).hasMessageContaining("sma(33)");
        assertThat(subject.snapshot()).as("unchanged by refusals").isEqualTo(good);
    }
}
