package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs one rule of a contract on an implementation that is known to break it. */
final class BrokenRun {
    private BrokenRun() {}

    static void assertFails(Class<?> contract, String rule) {
        Events tests = run(contract, rule);
        assertThat(tests.failed().count()).as("rule %s notices the flaw", rule).isEqualTo(1);
    }

    static void assertPasses(Class<?> contract, String rule) {
        Events tests = run(contract, rule);
        assertThat(tests.succeeded().count()).as("rule %s holds", rule).isEqualTo(1);
    }

    private static Events run(Class<?> contract, String rule) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .selectors(selectMethod(contract, method(contract, rule)))
                .execute()
                .testEvents();
    }

    private static Method method(Class<?> contract, String name) {
        for (Class<?> type = contract; type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && !method.isBridge()) {
                    return method;
                }
            }
        }
        throw new AssertionError("no rule " + name + " in " + Arrays.toString(contract.getMethods()));
    }
}
