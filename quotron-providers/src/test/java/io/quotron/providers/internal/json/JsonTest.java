package io.quotron.providers.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class JsonTest {
    private static final SourceId SOURCE = SourceId.of("probe");

    private static JsonValue read(String text) {
        return Json.read(SOURCE, text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> documentsThatAreNone() {
        Stream<String> texts = Stream.of(
                "",
                " ",
                "{",
                "[1,2",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1} x",
                "{} {}",
                "[1],",
                "NaN",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{'a':1}",
                "{a:1}",
                "[01]",
                "[0x10]",
                "[.5]",
                "[+1]",
                "[1,]",
                "// c\n[1]",
                "\uFEFF[1]",
                "[\"a\u0000b\"]",
                "[".repeat(100_000),
                "[".repeat(101) + "]".repeat(101),
                "[" + "9".repeat(101) + "]",
                "[" + "0,".repeat(600_000) + "0]",
                "<html>",
                "{\"a\":tru}");
        Stream<byte[]> bytes = Stream.of(
                new byte[] {'[', '"', (byte) 0xC3, '"', ']'},
                "[1]".getBytes(StandardCharsets.UTF_16),
                "[1]".getBytes(StandardCharsets.UTF_16LE));
        return Stream.concat(texts.map(text -> text.getBytes(StandardCharsets.UTF_8)), bytes);
    }

    @ParameterizedTest
    @MethodSource("documentsThatAreNone")
    void read_notOneStrictDocument_isMalformed(byte[] body) {
        assertThatThrownBy(() -> Json.read(SOURCE, body)).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
            assertThat(String.valueOf(e.getMessage()).length()).isLessThan(260);
        });
    }

    @Test
    void read_document_keepsOrderAndTexts() {
        JsonValue value = read("{\"b\":[1.50,\"x\",true,null],\"a\":{\"n\":9007199254740993}}");

        assertThat(value.fields().keySet()).containsExactly("b", "a");
        assertThat(value.get("b").items()).hasSize(4);
        assertThat(value.get("b").at(0).numberText()).contains("1.50");
        assertThat(value.get("b").at(1).text()).contains("x");
        assertThat(value.get("b").at(2).bool()).contains(true);
        assertThat(value.get("b").at(3).isAbsent()).isTrue();
        assertThat(value.get("a").get("n").whole()).hasValue(9_007_199_254_740_993L);
        assertThat(value.get("no").get("way").at(7).isAbsent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"75.08750152587890625,75.08750152587890625", "-1e-5,-1e-5", "0,0", "1E3,1000"})
    void decimal_number_isTheNearestDouble(String text, double expected) {
        assertThat(read(text).decimal()).hasValue(expected);
        assertThat(read("\"" + text + "\"").decimalOrText()).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null", "\"\"", "\"NaN\"", "\"Infinity\"", "1e400", "-1e400", "1e1000000000", "\"N/A\"", "\"None\"",
                        "\"-\"", "true",
                "[5]", "{\"raw\":5}", "\"1,234.5\"", "\"0x10\"", "\" 5\"", "\"5 \"", "\"1e400\"", "\"+5\"", "\".5\"",
                        "\"5.\"", "\"1_0\"",
                "\"5d\"", "\"٣\""
            })
    void decimal_poison_isAbsent(String json) {
        assertThat(read(json).decimal()).isEmpty();
        assertThat(read(json).decimalOrText()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"12.9", "9223372036854775808", "-9223372036854775809", "1e19", "1e1000000000", "\"5\"", "null"})
    void whole_notWholeOrTooLarge_isAbsent(String json) {
        assertThat(read(json).whole()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12,12", "1.0,1", "1e3,1000", "-9223372036854775808,-9223372036854775808"})
    void whole_wholeNumber_isExact(String json, long expected) {
        assertThat(read(json).whole()).hasValue(expected);
    }

    @Test
    void items_ofAnythingElse_areNone() {
        for (String json : List.of("1", "\"x\"", "null", "true")) {
            assertThat(read(json).items()).isEmpty();
            assertThat(read(json).fields()).isEmpty();
            assertThat(read(json).size()).isZero();
        }
    }

    private static List<String> rows(String text, String... path) {
        List<String> seen = new ArrayList<>();
        JsonValue rest = Json.rows(
                SOURCE,
                text.getBytes(StandardCharsets.UTF_8),
                List.of(path),
                row -> seen.add(row.get("s").text().orElse("?")));
        seen.add(rest.get("n").numberText().orElse("-"));
        return seen;
    }

    @Test
    void rows_arrayInsideObjects_areHandedOverAndTheRestReturned() {
        assertThat(rows(
                        "{\"x\":{\"s\":[{\"s\":\"no\"}]},\"a\":{\"s\":[{\"s\":\"1\"},{\"s\":\"2\"}]},\"n\":7}",
                        "a",
                        "s"))
                .containsExactly("1", "2", "7");
    }

    @Test
    void rows_documentIsTheArray_areHandedOver() {
        assertThat(rows("[{\"s\":\"1\"},5]")).containsExactly("1", "?", "-");
    }

    @Test
    void rows_noArrayThere_returnsTheWholeDocument() {
        assertThat(rows("{\"a\":\"gone\",\"n\":1}", "a", "s")).containsExactly("1");
        assertThat(rows("{\"n\":2}")).containsExactly("2");
    }

    @Test
    void rows_moreThanATreeMayHold_areRead() {
        AtomicInteger count = new AtomicInteger();
        byte[] many = ("[" + "0,".repeat(600_000) + "0]").getBytes(StandardCharsets.UTF_8);

        Json.rows(SOURCE, many, List.of(), row -> count.incrementAndGet());

        assertThat(count).hasValue(600_001);
    }

    @ParameterizedTest
    @MethodSource("documentsThatAreNone")
    void rows_noDocument_isMalformed(byte[] body) {
        assumeTrue(body.length < 1_000_000, "rows may be many");
        assertThatThrownBy(() -> Json.rows(SOURCE, body, List.of(), row -> {}))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.reason()).isEqualTo(FailureReason.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-400", "-1e-400", "0.0001e-999", "-7E-1000"})
    void decimal_tooSmallForADouble_isAbsentAndNotZero(String number) {
        assertThat(read("[" + number + "]").at(0).decimal()).isEmpty();
        assertThat(read("[\"" + number + "\"]").at(0).decimalOrText()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "0.000", "0e10", "0.0E-999"})
    void decimal_zero_isZero(String number) {
        assertThat(read("[" + number + "]").at(0).decimal().orElseThrow()).isZero();
    }
}
