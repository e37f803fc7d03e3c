package io.quotron.quality;

import io.quotron.model.MarketEvent;
import java.util.Optional;

/**
 * A check on events as they come in. A rule is a description and holds no state; {@link #newCheck()} makes what
 * remembers, once for each symbol and source.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface QualityRule {
    /**
     * Returns the name by which counts and findings refer to the rule, unique in a set of rules.
     *
     * @return lower case words joined by hyphens, for example {@code price-spike}
     */
    String id();

    /**
     * Returns what the rule looks for, in a sentence.
     *
     * @return a text for people
     */
    String description();

    /**
     * Makes a check with a memory of its own.
     *
     * @return a check for the events of one symbol at one source
     */
    Check newCheck();

    /** The check of one rule on the events of one symbol at one source. Not thread-safe. */
    @FunctionalInterface
    interface Check {
        /**
         * Looks at an event. Events of kinds that the rule is not about are passed over.
         *
         * @param event the event
         * @return what was noticed; empty if nothing was
         */
        Optional<Verdict.Finding> look(MarketEvent event);

        /**
         * Is told the verdict of all rules on the event that was looked at, so that a bad event is not remembered as
         * an example of a good one. Does nothing unless overridden.
         *
         * @param event the event
         * @param verdict the verdict
         */
        default void settle(MarketEvent event, Verdict verdict) {}
    }
}
