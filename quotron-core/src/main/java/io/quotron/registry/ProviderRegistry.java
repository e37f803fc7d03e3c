package io.quotron.registry;

import io.quotron.error.Excerpt;
import io.quotron.model.SourceId;
import io.quotron.spi.ProviderFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The providers that are on the class path or module path, found by {@link ServiceLoader}. For hosts that let a configuration
 * name their providers; everybody else simply makes the provider that they want. A client discovers nothing by itself.
 *
 * <pre>{@code
 * ProviderRegistry registry = ProviderRegistry.discover();
 * MarketDataProvider provider = registry.find("kraken").orElseThrow().create();
 * }</pre>
 *
 * <p>Discovery makes factories, and no provider before it is asked for. An entry that cannot be loaded is no reason to lose the
 * others: it becomes one of the {@link #problems()}. Immutable and thread-safe.
 */
public final class ProviderRegistry {
    private static final int MOST_PROBLEMS = 100;

    private final Map<SourceId, ProviderFactory> factories = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ProviderRegistry(Iterator<ProviderFactory> found) {
        // What fails over and over, as a class path that cannot be read, must not fail forever.
        while (problems.size() < MOST_PROBLEMS && addNext(found)) {}
    }

    /**
     * Looks with the class loader of this thread's context.
     *
     * @return what was found
     */
    public static ProviderRegistry discover() {
        return new ProviderRegistry(ServiceLoader.load(ProviderFactory.class).iterator());
    }

    /**
     * Looks with a class loader, for example that of a folder of plug-ins.
     *
     * @param loader the class loader
     * @return what was found
     */
    public static ProviderRegistry discover(ClassLoader loader) {
        return new ProviderRegistry(
                ServiceLoader.load(ProviderFactory.class, loader).iterator());
    }

    private boolean addNext(Iterator<ProviderFactory> found) {
        try {
            if (!found.hasNext()) {
                return false;
            }
            add(found.next());
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            problems.add(Excerpt.of(e.toString()));
        }
        return true;
    }

    private void add(ProviderFactory factory) {
        ProviderFactory first = factories.putIfAbsent(factory.id(), factory);
        if (first != null) {
            problems.add("two factories for '" + factory.id() + "': " + name(first) + " is used, " + name(factory)
                    + " is not");
        }
    }

    private static String name(ProviderFactory factory) {
        return factory.getClass().getName();
    }

    /**
     * Returns what was found.
     *
     * @return one factory for each id, in the order of the class path or module path
     */
    public List<ProviderFactory> factories() {
        return List.copyOf(factories.values());
    }

    /**
     * Finds a factory.
     *
     * @param id the id of a source, as {@code kraken}
     * @return the factory; empty if none was found for that id
     * @throws IllegalArgumentException if the text is no id
     */
    public Optional<ProviderFactory> find(String id) {
        return Optional.ofNullable(factories.get(SourceId.of(id)));
    }

    /**
     * Returns what could not be loaded.
     *
     * @return a sentence for each, at most 100; empty if all went well
     */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Returns the ids of what was found. */
    @Override
    public String toString() {
        return "providers " + factories.keySet() + (problems.isEmpty() ? "" : ", problems " + problems);
    }
}
