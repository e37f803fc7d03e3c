package io.quotron.providers.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.providers.fuzz.Mutations;
import io.quotron.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is skipped is checked as strictly as what is read. */
class JsonCursorSkipTest {
    private static final SourceId SOURCE = SourceId.of("probe");
    private static final List<String> GOOD = List.of(
            "{\"a\":1,\"b\":[true,false,null,-1.5e3,\"x\"],\"longer name\":{\"a\":{},\"b\":[]}}",
            " [ \"\\u00e9\\n\\\"\\\\\\/\\b\\f\\r\\t\" , \"\u00e9\u20ac\uD83D\uDE00\" , \"0123456789 0123456789\" ] ",
            "\"one\"",
            "12345678901234567890.5",
            "{\"timestamp\":1,\"timestamq\":2,\"\":3}");
    private static final List<String> BAD = List.of(
            "{\"a\":1,\"a\":2}",
            "{\"b\":{\"timestamp\":1,\"x\":2,\"timestamp\":3}}",
            "[\"\\x\"]",
            "[\"\\u12g4\"]",
            "[\"\\u12",
            "[\"a\tb\"]",
            "[nul]",
            "[nulll]",
            "[True]",
            "{\"a\" 1}",
            "{a:1}",
            "[1]]",
            "[[1]",
            "",
            "{\"a\":1,}");

    private final JsonCursor cursor = new JsonCursor();

    @Test
    void skipValue_anyJson_isTaken() {
        for (String text : GOOD) {
            assertThat(isTaken(text.getBytes(StandardCharsets.UTF_8))).as(text).isTrue();
            assertThat(isJson(text.getBytes(StandardCharsets.UTF_8))).as(text).isTrue();
        }
    }

    @Test
    void skipValue_whatIsNoJson_isGivenUp() {
        for (String text : BAD) {
            assertThat(isTaken(text.getBytes(StandardCharsets.UTF_8))).as(text).isFalse();
        }
    }

    @Test
    void skipValue_brokenUtf8_isGivenUp() {
        byte[][] broken = {
            {(byte) 0xC3},
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xF8, (byte) 0x80},
            {(byte) 0x80},
            {(byte) 0xE2, (byte) 0x82}
        };
        for (byte[] bytes : broken) {
            byte[] text = new byte[bytes.length + 2];
            System.arraycopy(bytes, 0, text, 1, bytes.length);
            text[0] = '"';
            text[text.length - 1] = '"';
            assertThat(isTaken(text)).isFalse();
            assertThat(isJson(text)).isFalse();
        }
    }

    @Test
    void skipValue_spoiledJson_isNeverTakenWhereTheTreeRefuses() {
        Seed seed = Seed.of("JsonCursorSkipTest.spoiled");
        Mutations mutations = new Mutations(seed.generator());
        int taken = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] spoiled = mutations.of(GOOD.get(i % GOOD.size()).getBytes(StandardCharsets.UTF_8));
            if (isTaken(spoiled)) {
                taken++;
                assertThat(isJson(spoiled))
                        .as("%s: %s", seed, new String(spoiled, StandardCharsets.UTF_8))
                        .isTrue();
            }
        }
        assertThat(taken).as("%s", seed).isGreaterThan(1_000);
    }

    @Test
    void skipValue_tooDeep_isGivenUp() {
        assertThat(isTaken(("[".repeat(40) + "]".repeat(40)).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    private boolean isTaken(byte[] text) {
        cursor.start(text);
        cursor.skipValue();
        return cursor.isWhole();
    }

    private static boolean isJson(byte[] text) {
        try {
            Json.read(SOURCE, text);
            return true;
        } catch (ProviderException notJson) {
            return false;
        }
    }
}
