package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Quotes of several symbols, each with its own failure. */
public final class QuotesPerSymbol {
    private QuotesPerSymbol() {}

    /**
     * Asks for quotes and tells of each symbol what came.
     *
     * @param client the client
     * @param symbols canonical symbols
     * @return one line for each symbol, in the order asked
     */
    public static List<String> describe(MarketDataClient client, String... symbols) {
        // tag::quotes
        Map<Symbol, Result<Quote>> answers = client.quotes(symbols).fetch();
        List<String> lines = new ArrayList<>();
        answers.forEach((symbol, answer) -> {
            if (answer instanceof Result.Failure<Quote> failure) {
                lines.add(symbol + ": " + failure.reason() + ", " + failure.message());
            } else {
                lines.add(symbol + ": " + answer.get().price());
            }
        });
        // end::quotes
        return lines;
    }
}
