package io.quotron.providers.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
    private static final SourceId SOURCE = SourceId.of("probe");

    private final JsonCursor cursor = new JsonCursor();

    @Test
    void walk_objectAndArray_givesNamesAndValues() {
        start(" { \"a\" : [ 1.5 , -2e3 ] , \"b\" : { } , \"c\" : \"x\" , \"d\":[]} ");

        assertThat(cursor.beginObject()).isTrue();
        assertThat(cursor.nextField()).isTrue();
        assertThat(cursor.is("a".getBytes(StandardCharsets.US_ASCII))).isTrue();
        assertThat(cursor.beginArray()).isTrue();
        assertThat(cursor.nextItem()).isTrue();
        assertThat(cursor.number()).isEqualTo(1.5);
        assertThat(cursor.nextItem()).isTrue();
        assertThat(cursor.number()).isEqualTo(-2000);
        assertThat(cursor.nextItem()).isFalse();
        assertThat(cursor.nextField()).isTrue();
        assertThat(cursor.beginObject()).isTrue();
        assertThat(cursor.nextField()).isFalse();
        assertThat(cursor.nextField()).isTrue();
        assertThat(cursor.string()).isTrue();
        assertThat(cursor.valueText()).isEqualTo("x");
        assertThat(cursor.nextField()).isTrue();
        assertThat(cursor.beginArray()).isTrue();
        assertThat(cursor.nextItem()).isFalse();
        assertThat(cursor.nextField()).isFalse();
        assertThat(cursor.isWhole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1",
                "[1]]",
                "[1]x",
                "[01]",
                "[1.]",
                "[.5]",
                "[+1]",
                "[-]",
                "[1e]",
                "[0x1]",
                "",
                "[",
                "[NaN]",
                "[\"1\"]",
                "[1e400]",
                "[null]",
                "{\"a\":1}",
                "[1}",
                "[1\u00e9]"
            })
    void numbers_thatAreNone_areGivenUp(String text) {
        start(text);
        boolean more = cursor.beginArray();
        for (int i = 0; more && i < 5 && cursor.nextItem(); i++) {
            cursor.number();
        }

        assertThat(cursor.isWhole()).isFalse();
    }

    @Test
    void strings_withEscapesControlsOrOtherLetters_areGivenUp() {
        for (String text : new String[] {"\"a\\n\"", "\"a\nb\"", "\"\u00e9\"", "\"open", "\"\\\"\"", "5"}) {
            start(text);
            assertThat(cursor.string()).as(text).isFalse();
            assertThat(cursor.isWhole()).isFalse();
        }
    }

    @Test
    void wholeNumber_upTo18Digits_isTaken() {
        assertThat(whole("123456789012345678")).isTrue();
        assertThat(cursor.valueText()).isEqualTo("123456789012345678");
        for (String text : new String[] {"1234567890123456789", "-5", "5.0", "05", "5e3", "", "\"5\""}) {
            assertThat(whole(text)).as(text).isFalse();
        }
    }

    private boolean whole(String text) {
        start(text);
        return cursor.wholeNumber() && cursor.isWhole();
    }

    @Test
    void number_anyText_isThatOfTheTreeOrGivenUp() {
        Seed seed = Seed.of("JsonCursorTest.number");
        RandomGenerator random = seed.generator();
        String alphabet = "0123456789012345678901234567890123456789.-eE+ ";
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            String text = i % 2 == 0 ? plausible(random) : random(random, alphabet);
            start(text);
            double value = cursor.number();
            OptionalDouble expected = tree(text);
            if (cursor.isWhole()) {
                taken++;
                assertThat(Double.doubleToLongBits(value))
                        .as("%s: %s", seed, text)
                        .isEqualTo(Double.doubleToLongBits(expected.orElse(Double.NaN)));
            } else {
                assertThat(expected.isPresent() && text.length() <= 100)
                        .as("%s: %s is given up", seed, text)
                        .isFalse();
            }
        }
        assertThat(taken).isGreaterThan(100_000);
    }

    @Test
    void numberInString_anyText_isThatOfTheTreeOrGivenUp() {
        Seed seed = Seed.of("JsonCursorTest.text");
        RandomGenerator random = seed.generator();
        for (int i = 0; i < 20_000; i++) {
            String text = '"' + (i % 2 == 0 ? plausible(random) : random(random, "0123456789.-eE+ N")) + '"';
            start(text);
            double value = cursor.numberInString();
            OptionalDouble expected = Json.read(SOURCE, text).decimalOrText();

            assertThat(cursor.isWhole()).as("%s: %s", seed, text).isEqualTo(expected.isPresent());
            assertThat(OptionalDouble.of(value)).isEqualTo(OptionalDouble.of(expected.orElse(Double.NaN)));
        }
    }

    private static String plausible(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.toString(random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
            case 1 ->
                Double.toString(Double.longBitsToDouble(random.nextLong()))
                        .replace("NaN", "0")
                        .replace("Infinity", "1");
            case 2 ->
                new java.math.BigDecimal(
                                new java.math.BigInteger(60, new java.util.Random(random.nextLong())),
                                random.nextInt(25))
                        .toPlainString();
            default -> Long.toString(random.nextLong() >> random.nextInt(63));
        };
    }

    private static String random(RandomGenerator random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(24); i >= 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static OptionalDouble tree(String text) {
        try {
            return Json.read(SOURCE, text).decimal();
        } catch (ProviderException notJson) {
            return OptionalDouble.empty();
        }
    }

    private void start(String text) {
        cursor.start(text.getBytes(StandardCharsets.UTF_8));
    }
}
