package io.quotron.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class SharedDataTest {
    private static final String PROPERTY = "quotron.shared";

    private final String before = System.getProperty(PROPERTY, "");

    @AfterEach
    void restoreProperty() {
        System.setProperty(PROPERTY, before);
    }

    @Test
    void find_fileBelowNamedFolder_isFound(@TempDir Path folder) throws Exception {
        System.setProperty(PROPERTY, folder.toString());
        Path file = Files.createDirectories(folder.resolve("a")).resolve("b.json");
        Files.writeString(file, "{}");

        assertThat(SharedData.find("a/b.json")).contains(file.toAbsolutePath());
        assertThat(SharedData.require("a/b.json")).isEqualTo(file.toAbsolutePath());
    }

    @Test
    void require_absent_skipsTheTest(@TempDir Path folder) {
        System.setProperty(PROPERTY, folder.toString());

        assertThat(SharedData.find("none.json")).isEmpty();
        assertThatThrownBy(() -> SharedData.require("none.json"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("recorded data not present: none.json");
    }

    @Test
    void find_pathThatLeadsOut_isRefused(@TempDir Path folder) {
        System.setProperty(PROPERTY, folder.toString());

        assertThatThrownBy(() -> SharedData.find("../secret")).isInstanceOf(IllegalArgumentException.class);
    }
}
