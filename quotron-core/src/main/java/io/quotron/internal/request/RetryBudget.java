package io.quotron.internal.request;

import io.quotron.resilience.RetryPolicy;

/** Counts how many retries are left: a reserve, and a share of every call. Thread-safe. */
final class RetryBudget {
    private static final double MAX_SAVED = 100;

    private final double share;
    private final Object lock = new Object();
    private double tokens;

    RetryBudget(RetryPolicy policy) {
        this.share = policy.budgetShare();
        this.tokens = policy.budgetReserve();
    }

    void onCall() {
        synchronized (lock) {
            tokens = Math.min(Math.max(MAX_SAVED, tokens), tokens + share);
        }
    }

    boolean take() {
        synchronized (lock) {
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        }
    }
}
