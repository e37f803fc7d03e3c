package io.quotron.examples.recipes;

import io.quotron.MarketDataClient;
import io.quotron.model.CorporateAction;
import io.quotron.model.Instrument;
import io.quotron.model.OptionChain;
import io.quotron.model.Profile;
import io.quotron.model.Statistic;
import java.time.Period;
import java.util.List;

/** What else a provider knows of a company: its listings, key figures, splits and dividends, options. */
public final class CompanyFacts {
    private CompanyFacts() {}

    /**
     * Finds a company by its name and tells about it.
     *
     * @param client the client
     * @param name a part of the name
     * @return some lines
     */
    public static List<String> describe(MarketDataClient client, String name) {
        // tag::facts
        Instrument found = client.instruments().search(name).fetch().get(0); // best match first
        String symbol = found.symbol().code();
        Profile profile = client.profile(symbol).fetch();
        List<CorporateAction> actions =
                client.actions(symbol).last(Period.ofYears(5)).fetch();
        OptionChain options = client.options(symbol).fetch(); // of the next expiration
        // end::facts
        return List.of(
                symbol + " " + found.name().orElse(""),
                "market cap " + profile.statistic(Statistic.MARKET_CAP).orElse(Double.NaN),
                actions.size() + " splits and dividends",
                options.calls().size() + " calls until " + options.expiration());
    }
}
