package io.quotron.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long runs at awkward levels. */
class IndicatorNumericsTest {
    private static final int UPDATES = 10_000_000;

    /** Cent steps at 1e8 with a spike of 1e6 times the price now and then. */
    private static double price(Random random, double level) {
        double cents = level + random.nextInt(100) / 100.0;
        return random.nextInt(5_000) == 0 ? cents * 1e6 : cents;
    }

    @Test
    void tenMillionUpdatesWithSpikes_averageAndDeviationDoNotDrift() {
        long seed = RandomBars.firstSeed("drift");
        Random random = new Random(seed);
        BollingerBands bands = new BollingerBands(20, 1);
        double[] window = new double[20];
        double worstMean = 0;
        double worstDeviation = 0;
        for (int i = 0; i < UPDATES; i++) {
            double price = price(random, 1e8);
            window[i % 20] = price;
            bands.update(price);
            if (bands.upper() < bands.middle()) {
                throw new AssertionError("negative deviation at " + i);
            }
            if (i >= 20 && i % 997 == 0) {
                double mean = Oracle.mean(window, 0, 19);
                double deviation = Oracle.deviation(window, 20)[19];
                worstMean = Math.max(worstMean, Math.abs(bands.middle() - mean) / mean);
                // The band is a sum at the level of the price, so its last digits are those of the price.
                double distance = bands.upper() - bands.middle();
                double error = Math.max(0, Math.abs(distance - deviation) - 4 * Math.ulp(mean));
                worstDeviation = Math.max(worstDeviation, error / deviation);
            }
        }

        assertThat(worstMean).isLessThan(1e-15);
        assertThat(worstDeviation).isLessThan(1e-9);
    }

    @Test
    void deviationKernel_atALevelOf1e8_keepsTenDigits() {
        Random random = new Random(RandomBars.firstSeed("deviation"));
        DeviationKernel deviation = new DeviationKernel(20);
        double[] window = new double[20];
        for (int i = 0; i < 200_000; i++) {
            double price = 1e8 + random.nextInt(100) / 100.0;
            window[i % 20] = price;
            double actual = deviation.add(price);
            if (i >= 19 && i % 7 == 0) {
                double expected = Oracle.deviation(window, 20)[19];
                assertThat(actual).isCloseTo(expected, within(1e-10 * expected));
            }
        }
    }

    @Test
    void spike_isForgottenWhenItLeavesTheWindow() {
        Sma spiked = new Sma(20);
        spiked.update(1e100);
        Sma calm = new Sma(20);
        calm.update(1);
        for (int i = 0; i < 40; i++) {
            double x = 100 + i * 0.01;
            spiked.update(x);
            calm.update(x);
        }

        assertThat(spiked.value()).isEqualTo(calm.value());
    }

    @Test
    void longVwapSession_staysExact() {
        Vwap vwap = new Vwap();
        Random random = new Random(RandomBars.firstSeed("vwap"));
        long amount = 0;
        long traded = 0;
        for (int i = 0; i < 5_000_000; i++) {
            long cents = 10_000L + random.nextInt(100);
            long size = random.nextInt(50);
            amount += cents * size;
            traded += size;
            double price = cents / 100.0;
            vwap.update(price, price, price, price, (double) size, 1);
        }

        double expected = amount / 100.0 / traded;
        assertThat(vwap.value()).isCloseTo(expected, within(1e-14 * expected));
    }
}
