package io.quotron.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.internal.request.ScriptedProvider;
import io.quotron.model.SourceId;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ProviderRegistryTest {
    private static final AtomicInteger MADE = new AtomicInteger();

    @TempDir
    Path folder;

    /** Works. */
    public static class Good implements ProviderFactory {
        @Override
        public SourceId id() {
            return SourceId.of("good");
        }

        @Override
        public MarketDataProvider create() {
            MADE.incrementAndGet();
            return new ScriptedProvider("good");
        }
    }

    /** Has an id that is taken. */
    public static final class Twin extends Good {}

    /** Cannot be made. */
    public static final class Failing extends Good {
        /** Fails. */
        public Failing() {
            throw new IllegalStateException("no key");
        }
    }

    /** Fails later. */
    public static final class Nameless extends Good {
        @Override
        public SourceId id() {
            throw new NoClassDefFoundError("com/example/Missing");
        }
    }

    private ProviderRegistry discover(String... entries) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(ProviderFactory.class.getName()), String.join("\n", entries));
        URL[] urls = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
            return ProviderRegistry.discover(loader);
        }
    }

    private static String name(Class<?> type) {
        return type.getName();
    }

    @Test
    void discover_nothingThere_isEmpty() throws IOException {
        ProviderRegistry registry = discover("# nobody");

        assertThat(registry.factories()).isEmpty();
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.find("good")).isEmpty();
    }

    @Test
    void discover_goodEntry_makesTheProviderWhenAsked() throws IOException {
        int before = MADE.get();
        ProviderRegistry registry = discover(name(Good.class));
        assertThat(MADE).hasValue(before);

        try (MarketDataProvider provider = registry.find("good").orElseThrow().create()) {
            assertThat(provider.descriptor().id()).isEqualTo(SourceId.of("good"));
        }
        assertThat(MADE).hasValue(before + 1);
    }

    @Test
    void discover_brokenEntriesAmongGoodOnes_reportsEachAndKeepsTheGood() throws IOException {
        ProviderRegistry registry = discover(
                "com.example.Missing",
                name(Failing.class),
                name(Nameless.class),
                name(ProviderRegistryTest.class),
                name(Good.class),
                name(Twin.class));

        assertThat(registry.factories()).singleElement().isExactlyInstanceOf(Good.class);
        assertThat(registry.problems()).hasSize(5);
        assertThat(registry.problems().get(0)).contains("com.example.Missing");
        assertThat(registry.problems().get(1)).contains("Failing");
        assertThat(registry.problems().get(2)).contains("com/example/Missing");
        assertThat(registry.problems().get(3)).contains("not a subtype");
        assertThat(registry.problems().get(4)).contains("two factories for 'good'", "Twin");
    }

    @Test
    void find_textThatIsNoId_isAMistake() throws IOException {
        ProviderRegistry registry = discover(name(Good.class));

        assertThatThrownBy(() -> registry.find("No Id!")).isInstanceOf(IllegalArgumentException.class);
    }
}
