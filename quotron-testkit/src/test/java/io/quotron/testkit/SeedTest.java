package io.quotron.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

class SeedTest {
    private static final String PROPERTY = "quotron.seed";

    private final String before = System.getProperty(PROPERTY, "");

    @BeforeEach
    void clearProperty() {
        System.setProperty(PROPERTY, "");
    }

    @AfterEach
    void restoreProperty() {
        System.setProperty(PROPERTY, before);
    }

    @Test
    void of_propertySet_takesIt() {
        System.setProperty(PROPERTY, "-42");

        assertThat(Seed.of("x").value()).isEqualTo(-42);
        assertThat(Seed.of("x")).hasToString("x: repeat with -Dquotron.seed=-42");
    }

    @Test
    void of_propertyBlank_givesAnotherSeedEachTime() {
        assertThat(Seed.of("x").value()).isNotEqualTo(Seed.of("x").value());
    }

    @Test
    void generator_sameSeed_givesSameNumbers() {
        Seed seed = Seed.of("x");

        assertThat(seed.generator().longs(20))
                .containsExactly(seed.generator().longs(20).boxed().toArray(Long[]::new));
    }

    @Test
    void report_failingTest_namesItsSeed() {
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .selectors(selectClass(FailsWithSeed.class))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .forEach(thrown -> assertThat(thrown.getSuppressed()[0]).hasMessage(FailsWithSeed.last));
        assertThat(FailsWithSeed.last).contains("-Dquotron.seed=");
    }

    static class FailsWithSeed {
        static String last = "";

        @Test
        void fail() {
            last = Seed.of("FailsWithSeed").toString();
            throw new AssertionError("on purpose");
        }
    }
}
