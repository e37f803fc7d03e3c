package io.quotron.internal.request;

import io.quotron.model.SourceId;
import java.util.List;

/**
 * What is asked, and of whom: the key of caches and shared flights. Answers of different providers never mix.
 *
 * @param <K> the type of the question
 * @param what the question
 * @param only the providers that may answer; empty for all
 */
public record Asked<K>(K what, List<SourceId> only) {
    public Asked {
        only = List.copyOf(only);
    }

    @Override
    public String toString() {
        return only.isEmpty() ? what.toString() : what + " from " + only;
    }
}
