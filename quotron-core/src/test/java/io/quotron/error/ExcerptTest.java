package io.quotron.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void of_textThatCouldChangeALog_isOnOneLineAndPrintable() {
        assertThat(Excerpt.of("a\r\nERROR fake\u001b[31m\u202eb\u0000")).isEqualTo("a  ERROR fake [31m b ");
    }

    @Test
    void of_longText_isCut() {
        assertThat(Excerpt.of("x".repeat(100_000))).hasSize(201).endsWith("…");
    }
}
