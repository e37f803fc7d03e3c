package io.quotron.providers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.SourceId;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JsonFuzzTest {
    private static final SourceId SOURCE = SourceId.of("probe");
    private static final List<byte[]> DOCUMENTS = List.of(
            bytes("{\"a\":[1,2.5,-3e2,\"4.25\",null,true],\"b\":{\"c\":\"text \\u00e9\",\"d\":{}}}"),
            bytes(
                    "[[1700000000,\"1.5\",\"2.5\",\"0.5\",\"1.0\",\"12.25\",7],[1700000060,\"1\",\"1\",\"1\",\"1\",\"0\",0]]"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void read_spoiledDocuments_givesFiniteNumbersOrAReason() {
        ParserFuzz.run("JsonFuzzTest.read", DOCUMENTS, body -> walk(Json.read(SOURCE, body)));
    }

    @Test
    void rows_spoiledDocuments_giveFiniteNumbersOrAReason() {
        ParserFuzz.run(
                "JsonFuzzTest.rows",
                DOCUMENTS,
                body -> walk(Json.rows(SOURCE, body, List.of("a"), JsonFuzzTest::walk)));
    }

    private static void walk(JsonValue value) {
        OptionalDouble number = value.decimalOrText();
        assertThat(number.orElse(0)).isFinite();
        value.whole();
        value.items().forEach(JsonFuzzTest::walk);
        value.fields().values().forEach(JsonFuzzTest::walk);
    }
}
