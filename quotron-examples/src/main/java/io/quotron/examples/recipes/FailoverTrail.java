package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.error.AllProvidersFailedException;
import io.quotron.error.QuotronException;
import io.quotron.error.Trail;
import io.quotron.model.Quote;
import io.quotron.request.Traced;
import java.util.ArrayList;
import java.util.List;

/** A quote with the story of how it came about. */
public final class FailoverTrail {
    private FailoverTrail() {}

    /**
     * Asks for a quote past the cache.
     *
     * @param client a client, best with two providers that know the symbol
     * @param symbol the canonical symbol
     * @return the source of the answer, or why there is none, then each step
     */
    public static List<String> explain(MarketDataClient client, String symbol) {
        List<String> lines = new ArrayList<>();
        // tag::trail
        Trail trail;
        try {
            Traced<Quote> answer = client.quote(symbol).fresh().fetchTraced();
            lines.add("answered by " + answer.value().source());
            trail = answer.trail();
        } catch (AllProvidersFailedException e) {
            e.attempts().forEach(attempt -> lines.add(attempt.getMessage()));
            trail = e.trail();
        } catch (QuotronException e) { // one provider only, or a question that nobody can answer
            lines.add(e.reason() + ": " + e.getMessage());
            trail = e.trail();
        }
        trail.steps().forEach(step -> lines.add(step.toString()));
        // end::trail
        return lines;
    }
}
