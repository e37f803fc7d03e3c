package io.quotron.quality;

import java.util.Map;

/**
 * How good the data of a pipeline has been.
 *
 * @param checked events looked at
 * @param accepted events that no rule noticed
 * @param flagged events that were unusual but usable
 * @param quarantined events that were kept apart
 * @param byRule how many events each rule noticed, by its id, in the order of the rules; 0 for those that noticed none
 */
public record QualityReport(long checked, long accepted, long flagged, long quarantined, Map<String, Long> byRule) {
    private static final double WEIGHT_OF_FLAG = 0.2;

    /** Copies the counts. */
    public QualityReport {
        byRule = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(byRule));
    }

    /**
     * Returns the share of good events: an event in quarantine counts fully against it, a flagged one by a fifth.
     *
     * @return 0 to 100; 100 if nothing was looked at
     */
    public double score() {
        return checked == 0 ? 100 : 100 * (1 - (quarantined + WEIGHT_OF_FLAG * flagged) / checked);
    }
}
