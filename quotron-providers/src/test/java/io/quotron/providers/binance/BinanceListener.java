package io.quotron.providers.binance;

import io.quotron.error.FailureReason;
import io.quotron.model.MarketEvent;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Notes what a connection tells, also what ends and what starts anew. */
final class BinanceListener implements StreamListener {
    private final List<MarketEvent> events = new CopyOnWriteArrayList<>();
    private final List<StreamKey> subscribed = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<String> rejections = new CopyOnWriteArrayList<>();
    private final List<String> endings = new CopyOnWriteArrayList<>();
    private final List<String> resyncs = new CopyOnWriteArrayList<>();
    private final List<String> closings = new CopyOnWriteArrayList<>();
    private volatile int opened;

    /** Lets the threads of sockets get on, because their work is not of the virtual clock. */
    static void breathe() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }

    int opened() {
        return opened;
    }

    <T extends MarketEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<StreamKey> subscribed() {
        return subscribed;
    }

    List<String> refusals() {
        return refusals;
    }

    List<String> rejections() {
        return rejections;
    }

    List<String> endings() {
        return endings;
    }

    List<String> resyncs() {
        return resyncs;
    }

    List<String> closings() {
        return closings;
    }

    @Override
    public void onOpen() {
        opened = 1;
    }

    @Override
    public void onEvent(StreamKey key, MarketEvent event) {
        events.add(event);
    }

    @Override
    public void onSubscribed(StreamKey key) {
        subscribed.add(key);
    }

    @Override
    public void onRefused(StreamKey key, FailureReason reason, String message) {
        refusals.add(key + " " + reason + " " + message);
    }

    @Override
    public void onHeartbeat() {}

    @Override
    public void onRejected(String detail) {
        rejections.add(detail);
    }

    @Override
    public void onEnding(String detail) {
        endings.add(detail);
    }

    @Override
    public void onResync(StreamKey key, String detail) {
        resyncs.add(key + " " + detail);
    }

    @Override
    public void onClosed(FailureReason reason, String detail) {
        closings.add(reason + " " + detail);
    }

    @Override
    public String toString() {
        return "opened " + opened + ", " + events.size() + " events, subscribed " + subscribed + ", refused " + refusals
                + ", rejected " + rejections + ", resyncs " + resyncs + ", closed " + closings;
    }
}
