package io.quotron.quality;

import io.quotron.model.MarketEvent;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the events of one pipeline with a set of rules, remembering for each symbol and source what is usual.
 *
 * <pre>{@code
 * QualityChecker checker = QualityChecker.create(QualityRules.standard());
 * Verdict verdict = checker.check(trade);
 * if (verdict.isQuarantined()) {
 *     quarantine.add(trade, verdict.findings());
 * } else {
 *     aggregator.onTrade(trade);
 * }
 * }</pre>
 *
 * <p>A rule that throws is taken not to have noticed anything; that is counted, and logged once. Memory is bounded:
 * at most 20 000 symbols are remembered, and of more the one that has been silent for longest is forgotten.
 *
 * <p>Not thread-safe: confine to one thread.
 */
public final class QualityChecker {
    private static final Logger LOG = LoggerFactory.getLogger(QualityChecker.class);
    private static final int MOST_SYMBOLS = 20_000;
    private static final float LOAD_FACTOR = 0.75f;

    private final List<QualityRule> rules;
    private final long[] noticed;
    private final Map<Key, List<QualityRule.Check>> checks = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private long checked;
    private long flagged;
    private long quarantined;
    private long ruleFailures;

    private QualityChecker(QualityRules rules) {
        this.rules = rules.rules();
        this.noticed = new long[this.rules.size()];
    }

    private record Key(Symbol symbol, SourceId source) {}

    /**
     * Makes a checker that remembers nothing yet.
     *
     * @param rules the rules to look with
     * @return the checker
     */
    public static QualityChecker create(QualityRules rules) {
        return new QualityChecker(rules);
    }

    /**
     * Looks at an event.
     *
     * @param event the event; gaps and feed states are accepted as they are
     * @return what the rules say
     */
    public Verdict check(MarketEvent event) {
        List<QualityRule.Check> own = checksOf(event);
        List<Verdict.Finding> findings = new ArrayList<>(0);
        for (int i = 0; i < own.size(); i++) {
            look(own.get(i), i, event, findings);
        }
        Verdict verdict = Verdict.of(findings);
        own.forEach(check -> settle(check, event, verdict));
        count(verdict);
        return verdict;
    }

    private List<QualityRule.Check> checksOf(MarketEvent event) {
        Key key = new Key(event.symbol(), event.source());
        List<QualityRule.Check> own = checks.get(key);
        if (own == null) {
            own = rules.stream().map(QualityRule::newCheck).toList();
            checks.put(key, own);
            if (checks.size() > MOST_SYMBOLS) {
                checks.remove(checks.keySet().iterator().next());
            }
        }
        return own;
    }

    private void look(QualityRule.Check check, int rule, MarketEvent event, List<Verdict.Finding> findings) {
        try {
            check.look(event).ifPresent(finding -> {
                noticed[rule]++;
                findings.add(finding);
            });
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    private void settle(QualityRule.Check check, MarketEvent event, Verdict verdict) {
        try {
            check.settle(event, verdict);
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    private void failed(Throwable failure) {
        if (ruleFailures++ == 0) {
            LOG.warn(
                    "A quality rule failed and is taken not to have noticed anything; later failures are only counted.",
                    failure);
        }
    }

    private void count(Verdict verdict) {
        checked++;
        switch (verdict.action()) {
            case FLAG -> flagged++;
            case QUARANTINE -> quarantined++;
            case ACCEPT -> {}
        }
    }

    /**
     * Returns the counts so far.
     *
     * @return a snapshot
     */
    public QualityReport report() {
        Map<String, Long> byRule = new LinkedHashMap<>();
        for (int i = 0; i < noticed.length; i++) {
            byRule.put(rules.get(i).id(), noticed[i]);
        }
        return new QualityReport(checked, checked - flagged - quarantined, flagged, quarantined, byRule);
    }

    /**
     * Returns how often a rule threw.
     *
     * @return 0 or more
     */
    public long ruleFailures() {
        return ruleFailures;
    }

    /**
     * Forgets what is usual for a symbol, for example after a split.
     *
     * @param symbol the symbol, at every source
     */
    public void forget(Symbol symbol) {
        checks.keySet().removeIf(key -> key.symbol().equals(symbol));
    }
}
