package io.quotron.internal.request;

import java.util.Map;
import java.util.Set;

/**
 * One step of the path. It answers each key itself or asks the stage behind it.
 *
 * @param <K> the type of the question
 * @param <V> the type of the answer
 */
@FunctionalInterface
interface Stage<K, V> {
    /**
     * Answers questions.
     *
     * @return exactly one outcome for each key
     * @throws io.quotron.error.QuotronException if the call as a whole failed
     */
    Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call);
}
