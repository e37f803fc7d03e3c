package io.quotron.quality;

import java.util.List;

/**
 * What the rules say about one event.
 *
 * <p>Nothing is thrown away here: quarantined means that the caller should keep the event apart and not build on it.
 *
 * @param action what to do
 * @param findings what was noticed, in the order of the rules; empty for ACCEPT
 */
public record Verdict(Action action, List<Finding> findings) {
    /** The verdict on an event that no rule noticed. */
    public static final Verdict ACCEPTED = new Verdict(Action.ACCEPT, List.of());

    /** What to do with an event, the mildest first. */
    public enum Action {
        /** Use it. */
        ACCEPT,
        /** Use it, but tell somebody: it is unusual. */
        FLAG,
        /** Keep it apart: it is very likely wrong. */
        QUARANTINE
    }

    /**
     * One thing that a rule noticed.
     *
     * @param ruleId the rule, for example {@code price-spike}
     * @param action what the rule wants done; not ACCEPT
     * @param detail the numbers that led to it, in words
     */
    public record Finding(String ruleId, Action action, String detail) {
        /**
         * Checks the action.
         *
         * @throws IllegalArgumentException if the action is ACCEPT
         */
        public Finding {
            if (action == Action.ACCEPT) {
                throw new IllegalArgumentException("a finding of " + ruleId + " must flag or quarantine");
            }
        }
    }

    /** Copies the findings. */
    public Verdict {
        findings = List.copyOf(findings);
    }

    /**
     * Returns the verdict that follows from some findings: the severest of them.
     *
     * @param findings what was noticed, or nothing
     * @return the verdict
     */
    public static Verdict of(List<Finding> findings) {
        Action severest = Action.ACCEPT;
        for (Finding finding : findings) {
            severest = finding.action().compareTo(severest) > 0 ? finding.action() : severest;
        }
        return findings.isEmpty() ? ACCEPTED : new Verdict(severest, findings);
    }

    /**
     * Tells whether the event should be kept apart.
     *
     * @return true for QUARANTINE
     */
    public boolean isQuarantined() {
        return action == Action.QUARANTINE;
    }

    /**
     * Tells whether no rule noticed anything.
     *
     * @return true for ACCEPT
     */
    public boolean isAccepted() {
        return action == Action.ACCEPT;
    }
}
