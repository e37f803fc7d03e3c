package io.quotron.registry;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a {@link ProviderValidator} has found.
 *
 * @param provider the id of the provider, or the name of its class where it does not tell its id
 * @param checks all checks in the order of {@link ProviderValidator}, each exactly once
 */
public record ValidationReport(String provider, List<Check> checks) {
    /** How a check ended. */
    public enum Outcome {
        /** The provider keeps the rule. */
        PASSED,
        /** It does not, or the answer that the rule is about did not come. */
        FAILED,
        /** There was nothing to look at, as for a role that the provider does not have. */
        SKIPPED
    }

    /**
     * One rule.
     *
     * @param id a short name that stays the same over versions, as {@code quotes.price}
     * @param name the rule in words
     * @param outcome how it ended
     * @param detail what was found; empty where there is nothing to say
     * @param took how long the call took whose answer was looked at
     */
    public record Check(String id, String name, Outcome outcome, String detail, Duration took) {}

    /** Takes a copy. */
    public ValidationReport {
        checks = List.copyOf(checks);
    }

    /**
     * Tells whether nothing failed.
     *
     * @return true if each check passed or was skipped
     */
    public boolean passed() {
        return failures().isEmpty();
    }

    /**
     * Returns what failed.
     *
     * @return the failed checks; empty if there are none
     */
    public List<Check> failures() {
        return checks.stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .toList();
    }

    /** Returns a line for each check, with how long its call took, to be shown to a person. */
    @Override
    public String toString() {
        return checks.stream()
                .map(check -> check.outcome() + " " + check.id() + ": " + check.name()
                        + (check.took().isZero() ? "" : ", " + check.took().toMillis() + " ms")
                        + (check.detail().isEmpty() ? "" : " (" + check.detail() + ")"))
                .collect(Collectors.joining("\n", provider + "\n", "\n"));
    }
}
