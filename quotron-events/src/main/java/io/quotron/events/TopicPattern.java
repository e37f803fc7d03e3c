package io.quotron.events;

import java.util.Objects;

/**
 * Which topics are meant: one topic by its name, those that begin with a prefix ({@code trades.*}), or all ({@code *}).
 *
 * @param text the pattern
 * @param prefix what a topic must begin with
 * @param exact whether nothing may follow
 */
record TopicPattern(String text, String prefix, boolean exact) {
    static TopicPattern of(String text) {
        Objects.requireNonNull(text, "topicPattern");
        int star = text.indexOf('*');
        if (text.isBlank() || (star >= 0 && !isEnd(text, star))) {
            throw new IllegalArgumentException(
                    "topic pattern must be a topic, a prefix followed by .* or a lone *, but is '" + text + "'");
        }
        return star < 0 ? new TopicPattern(text, text, true) : new TopicPattern(text, text.substring(0, star), false);
    }

    private static boolean isEnd(String text, int star) {
        return star == text.length() - 1 && (star == 0 || text.charAt(star - 1) == '.');
    }

    boolean matches(String topic) {
        return exact ? topic.equals(prefix) : topic.startsWith(prefix);
    }
}
