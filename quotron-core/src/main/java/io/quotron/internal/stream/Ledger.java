package io.quotron.internal.stream;

import io.quotron.stream.StreamAccounting;

/** Counts what became of events. Every step keeps the sum right, so a snapshot is always exact. Thread-safe. */
final class Ledger {
    private long received;
    private long delivered;
    private long rejected;
    private long dropped;
    private long pending;

    synchronized void arrived() {
        received++;
        pending++;
    }

    synchronized void arrivedDelivered() {
        received++;
        delivered++;
    }

    synchronized void arrivedRejected() {
        received++;
        rejected++;
    }

    synchronized void arrivedDropped() {
        received++;
        dropped++;
    }

    synchronized void delivered() {
        pending--;
        delivered++;
    }

    synchronized void rejected() {
        pending--;
        rejected++;
    }

    synchronized void dropped(long count) {
        pending -= count;
        dropped += count;
    }

    synchronized StreamAccounting snapshot() {
        return new StreamAccounting(received, delivered, rejected, dropped, pending);
    }
}
