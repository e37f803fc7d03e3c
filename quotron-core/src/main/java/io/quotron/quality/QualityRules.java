package io.quotron.quality;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of rules, in the order in which they look.
 *
 * <pre>{@code
 * QualityRules rules = QualityRules.standard().without("volume-outlier").with(myRule);
 * }</pre>
 *
 * <p>The standard rules:
 * <table>
 * <caption>Standard rules</caption>
 * <tr><th>id</th><th>action</th><th>noticed</th></tr>
 * <tr><td>{@code non-positive-price}</td><td>quarantine</td><td>a price, bid or ask of zero or below, or a low of
 *     zero or below</td></tr>
 * <tr><td>{@code implausible-time}</td><td>quarantine</td><td>an event more than 5 minutes after its receipt, or
 *     before 1990</td></tr>
 * <tr><td>{@code ohlc-inconsistent}</td><td>quarantine</td><td>a bar whose volume-weighted price is outside its low
 *     and high, or a quote whose day range is
 *     upside down</td></tr>
 * <tr><td>{@code price-spike}</td><td>quarantine</td><td>a price far from the median of those before, see {@link
 *     #priceSpike}</td></tr>
 * <tr><td>{@code crossed-quote}</td><td>flag</td><td>a bid above the ask</td></tr>
 * <tr><td>{@code stale-event}</td><td>flag</td><td>an event received more than 60 seconds after it happened (bars
 *     excepted)</td></tr>
 * <tr><td>{@code duplicate-trade}</td><td>quarantine</td><td>a trade whose id was among the last 1024</td></tr>
 * <tr><td>{@code volume-outlier}</td><td>flag</td><td>a trade or bar of more than 1000 times the median size, and
 *     more than any of the last 64</td></tr>
 * </table>
 *
 * <p>Immutable and thread-safe.
 */
public final class QualityRules {
    private static final QualityRules NONE = new QualityRules(List.of());
    private static final QualityRules STANDARD = new QualityRules(List.of(
            StandardRule.NON_POSITIVE_PRICE,
            StandardRule.IMPLAUSIBLE_TIME,
            StandardRule.OHLC_INCONSISTENT,
            priceSpike(10, 0.20),
            StandardRule.CROSSED_QUOTE,
            StandardRule.STALE_EVENT,
            StandardRule.DUPLICATE_TRADE,
            StandardRule.VOLUME_OUTLIER));

    private final List<QualityRule> rules;

    private QualityRules(List<QualityRule> rules) {
        Set<String> ids = new HashSet<>();
        for (QualityRule rule : rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("two rules have the id '" + rule.id() + "'");
            }
        }
        this.rules = List.copyOf(rules);
    }

    /**
     * Returns the rules that suit live data of shares and crypto.
     *
     * @return the table above
     */
    public static QualityRules standard() {
        return STANDARD;
    }

    /**
     * Returns the set without a rule: everything is accepted.
     *
     * @return an empty set
     */
    public static QualityRules none() {
        return NONE;
    }

    /**
     * Returns a set of rules.
     *
     * @param rules the rules, in the order in which they look
     * @return the set
     * @throws IllegalArgumentException if two have the same id
     */
    public static QualityRules of(QualityRule... rules) {
        return new QualityRules(List.of(rules));
    }

    /**
     * Returns the rule {@code price-spike}: a price is quarantined if it is further from the median of the last 51
     * prices of its kind (trades, quotes, closes) than a number of times their median absolute deviation, and also
     * further than a share of the median.
     *
     * <p>The median absolute deviation is scaled by 1.4826, so that it estimates the standard deviation (Rousseeuw
     * and Croux, "Alternatives to the Median Absolute Deviation", 1993); ten of them are far outside any usual
     * threshold of 3 to 5, since a false alarm on live data costs more than a small error let through. The share is
     * the floor that keeps quiet markets, whose deviation is near zero, from calling each move a spike; 20 % is the
     * widest band by which the "limit up, limit down" plan stops large shares above 3 dollars near the open and close
     * of a session. Nothing is said before there are 11 prices. After 5 prices in a row that agree with each other
     * the new level is taken for real, and what was learned before is forgotten.
     *
     * @param deviations how many scaled deviations, positive
     * @param share the least distance as a share of the median, such as 0.2 for 20 %
     * @return the rule
     * @throws IllegalArgumentException if a number is not positive and finite
     */
    public static QualityRule priceSpike(double deviations, double share) {
        return new PriceSpikeRule(deviations, share);
    }

    /**
     * Returns this set with one more rule, which looks last.
     *
     * @param rule the rule
     * @return a new set
     * @throws IllegalArgumentException if a rule with that id is there; take it out first
     */
    public QualityRules with(QualityRule rule) {
        List<QualityRule> more = new ArrayList<>(rules);
        more.add(rule);
        return new QualityRules(more);
    }

    /**
     * Returns this set without a rule.
     *
     * @param id the id of the rule
     * @return a new set
     * @throws IllegalArgumentException if there is no rule with that id
     */
    public QualityRules without(String id) {
        List<QualityRule> fewer =
                rules.stream().filter(rule -> !rule.id().equals(id)).toList();
        if (fewer.size() == rules.size()) {
            throw new IllegalArgumentException("no rule has the id '" + id + "'; there are "
                    + rules.stream().map(QualityRule::id).toList());
        }
        return new QualityRules(fewer);
    }

    /**
     * Returns the rules.
     *
     * @return an unmodifiable list, in the order in which they look
     */
    public List<QualityRule> rules() {
        return rules;
    }

    /** Returns the ids of the rules. */
    @Override
    public String toString() {
        return "QualityRules" + rules.stream().map(QualityRule::id).toList();
    }
}
