package io.quotron.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    private final Secret secret = Secret.of("canary+key/=1");

    @Test
    void toString_anySecret_showsNothing() {
        assertThat(secret).hasToString("***");
        assertThat(secret.reveal()).isEqualTo("canary+key/=1");
    }

    @Test
    void redact_allForms_areReplaced() {
        String text = "plain canary+key/=1, encoded canary%2Bkey%2F%3D1, base64 Y2FuYXJ5K2tleS89MQ==";

        assertThat(secret.redact(text)).isEqualTo("plain ***, encoded ***, base64 ***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "key\n", "a\u0000b"})
    void of_blankOrControl_isRefusedWithoutShowingIt(String value) {
        assertThatThrownBy(() -> Secret.of(value))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("a\u0000b");
    }

    @Test
    void fromEnvironment_notSet_namesTheVariable() {
        assertThatThrownBy(() -> Secret.fromEnvironment("QUOTRON_NO_SUCH_KEY"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("QUOTRON_NO_SUCH_KEY");
    }
}
