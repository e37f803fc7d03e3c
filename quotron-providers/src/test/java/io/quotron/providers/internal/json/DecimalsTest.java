package io.quotron.providers.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.testkit.Seed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DecimalsTest {
    @Test
    void of_digitsOfAnyLength_isTheNearestDoubleOrNotCertain() {
        Seed seed = Seed.of("DecimalsTest.digits");
        RandomGenerator random = seed.generator();
        int uncertain = 0;
        for (int i = 0; i < 500_000; i++) {
            long digits = random.nextLong() >>> random.nextInt(64);
            uncertain += check(seed, digits, random.nextInt(Decimals.MAX_DIGITS + 1)) ? 0 : 1;
        }
        assertThat(uncertain).as("%s", seed).isLessThan(5_000);
    }

    @Test
    void of_halvesBetweenDoublesAndTheirNeighbours_isTheNearestDoubleOrNotCertain() {
        Seed seed = Seed.of("DecimalsTest.halves");
        RandomGenerator random = seed.generator();
        for (int i = 0; i < 200_000; i++) {
            double value = (1 + random.nextDouble()) * Math.pow(10, random.nextInt(6) - 3);
            BigDecimal half = new BigDecimal(value)
                    .add(new BigDecimal(Math.nextUp(value)))
                    .divide(BigDecimal.valueOf(2));
            int fraction = 19 - Math.max(0, half.precision() - half.scale()) - 1;
            BigDecimal cut = half.setScale(Math.min(fraction, 19), java.math.RoundingMode.DOWN);
            for (int step = -1; step <= 1; step++) {
                BigInteger digits = cut.unscaledValue().add(BigInteger.valueOf(step));
                check(seed, digits.longValue(), cut.scale());
            }
        }
    }

    @Test
    void of_roundedToFloat_isAlwaysCertainEnough() {
        for (String text : new String[] {"0", "1", "9007199254740993", "9999999999999999999", "1844674407370955161"}) {
            check(Seed.of("DecimalsTest.fixed"), Long.parseUnsignedLong(text), 0);
            check(Seed.of("DecimalsTest.fixed"), Long.parseUnsignedLong(text), 19);
        }
        assertThat(Decimals.of(true, 0, 1)).isEqualTo(-0.0);
        assertThat(Decimals.of(true, 15, 1)).isEqualTo(-1.5);
    }

    private static boolean check(Seed seed, long digits, int fraction) {
        double value = Decimals.of(false, digits, fraction);
        double expected = new BigDecimal(new BigInteger(Long.toUnsignedString(digits)), fraction).doubleValue();
        if (!Double.isNaN(value)) {
            assertThat(value)
                    .as("%s: %se-%d", seed, Long.toUnsignedString(digits), fraction)
                    .isEqualTo(expected);
        }
        return !Double.isNaN(value);
    }
}
