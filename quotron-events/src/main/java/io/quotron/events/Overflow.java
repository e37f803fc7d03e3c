package io.quotron.events;

/** What happens to an event when the queue of a subscriber is full. Publishing never waits, so there is no policy that blocks. */
public enum Overflow {
    /** The oldest event in the queue is dropped and the new one taken: for those who want the present. */
    DROP_OLDEST,
    /** The new event is dropped: for those who want an unbroken beginning. */
    DROP_NEWEST,
    /**
     * The queue holds at most one event for each topic, type and key ({@code source:symbol}), always, not only when it is full: a
     * newer event replaces the waiting one and takes its place in the order. If all places are taken by other keys, the oldest
     * event is dropped. For those who want the latest state of everything.
     */
    CONFLATE
}
