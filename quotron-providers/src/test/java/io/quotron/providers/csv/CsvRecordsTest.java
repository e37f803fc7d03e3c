package io.quotron.providers.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.testkit.Seed;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CsvRecordsTest {
    private static List<List<String>> read(String text) {
        List<List<String>> all = new ArrayList<>();
        try (CsvRecords records = new CsvRecords("test", new StringReader(text), (char) 0)) {
            while (records.advance()) {
                all.add(List.copyOf(records.cells()));
            }
        }
        return all;
    }

    @Test
    void quotes_asRfc4180Says() {
        assertThat(read("a,\"b,c\",\"d\"\"e\"\r\n\"f\r\ng\",,h\r\n"))
                .containsExactly(List.of("a", "b,c", "d\"e"), List.of("f\ng", "", "h"));
    }

    @Test
    void lineEndsMarkAndBlankLines_areUnderstood() {
        assertThat(read("\uFEFFa,b\rc,d\n\n\r\ne,f"))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e", "f"));
    }

    @Test
    void separator_isToldByTheFirstLine() {
        assertThat(read("a;b;\"c,d,e,f\"\n1,5;2;3"))
                .containsExactly(List.of("a", "b", "c,d,e,f"), List.of("1,5", "2", "3"));
        assertThat(read("a\tb\n1\t2")).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    @Test
    void line_countsLinesInsideOfQuotes() {
        try (CsvRecords records = new CsvRecords("test", new StringReader("a\n\"x\ny\"\nz"), ',')) {
            records.advance();
            assertThat(records.line()).isEqualTo(1);
            records.advance();
            assertThat(records.line()).isEqualTo(2);
            records.advance();
            assertThat(records.line()).isEqualTo(4);
        }
    }

    @Test
    void openQuote_isAnErrorThatNamesItsLine() {
        assertThatThrownBy(() -> read("a,b\nc,\"d\ne,f\n"))
                .isInstanceOfSatisfying(
                        CsvException.class, e -> assertThat(e.line()).isEqualTo(2));
        assertThatThrownBy(() -> read("a\n\"" + "x".repeat(CsvRecords.MAX_RECORD + 1) + "\""))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("quote");
    }

    @Test
    void anyText_neverThrowsAnythingElse() {
        Seed seed = Seed.of("csv records");
        RandomGenerator random = seed.generator();
        String alphabet = "ab1\",;\t\r\n \uFEFF";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                read(text.toString());
            } catch (CsvException expected) {
                assertThat(expected.line()).isPositive();
            }
        }
    }

    @Test
    void writtenBack_isReadAsItWas() {
        RandomGenerator random = Seed.of("csv round trip").generator();
        for (int i = 0; i < 500; i++) {
            List<String> cells = new ArrayList<>();
            StringBuilder line = new StringBuilder();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                String cell = List.of("a", "b,c", "d\"e", "f\ng", "", "1.5").get(random.nextInt(6));
                cells.add(cell);
                line.append(line.isEmpty() ? "" : ",")
                        .append('"')
                        .append(cell.replace("\"", "\"\""))
                        .append('"');
            }
            assertThat(read(line + "\n")).containsExactly(cells);
        }
    }
}
