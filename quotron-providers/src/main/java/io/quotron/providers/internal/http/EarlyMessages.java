package io.quotron.providers.internal.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Data that came before anything was asked for. A server may send at once, and the connection hears of it before it knows what is
 * wanted; so the first messages are kept until that is known. Public services send nothing unasked, so nothing is kept of theirs.
 *
 * <p>Thread-safe. What does not fit any more is left out, the oldest are kept: a book without its beginning is none.
 */
public final class EarlyMessages {
    private static final int MAX_MESSAGES = 10_000;
    private static final int MAX_LETTERS = 8 << 20;

    private final Deque<String> held = new ArrayDeque<>();
    private int letters;
    private boolean over;

    /** Makes a place that keeps messages. */
    public EarlyMessages() {}

    /**
     * Keeps a message that nobody asked for, as long as nothing is known of what is wanted.
     *
     * @param text the message; one that is given again right away, because it has several rows, is kept once
     * @return false if it is not kept and never will be told
     */
    public synchronized boolean hold(String text) {
        if (over || held.size() >= MAX_MESSAGES || letters + text.length() > MAX_LETTERS) {
            return false;
        }
        if (held.isEmpty() || !held.getLast().equals(text)) {
            held.addLast(text);
            letters += text.length();
        }
        return true;
    }

    /**
     * Gives out what was kept.
     *
     * @param last whether all that is wanted is known now, so that nothing is to be kept any more
     * @return the messages in their order; each is given out once
     */
    public synchronized List<String> release(boolean last) {
        over |= last;
        List<String> all = List.copyOf(held);
        held.clear();
        letters = 0;
        return all;
    }
}
