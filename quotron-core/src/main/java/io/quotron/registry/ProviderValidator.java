package io.quotron.registry;

import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.TimeSource;
import java.util.Objects;

/**
 * Looks whether a provider keeps its contract, by asking it as a client would. For authors of providers, and for hosts that
 * load providers they did not write. It asks the real server, a handful of times, and paces its requests to the provider's
 * limits of up to a minute.
 *
 * <table>
 * <caption>Checks</caption>
 * <tr><th>Id</th><th>Rule</th></tr>
 * <tr><td>{@code descriptor}</td><td>tells the same id each time, covers the known symbol, and has intervals if and only if it has bars</td></tr>
 * <tr><td>{@code health}</td><td>the health check answers, and the answer is good</td></tr>
 * <tr><td>{@code quotes.entries}</td><td>exactly one entry for each symbol</td></tr>
 * <tr><td>{@code quotes.price}</td><td>the known symbol has a price above zero</td></tr>
 * <tr><td>{@code quotes.source}</td><td>the quote names the symbol that was asked and the provider's id</td></tr>
 * <tr><td>{@code quotes.times}</td><td>no time is more than five minutes in the future</td></tr>
 * <tr><td>{@code quotes.unknown}</td><td>an unknown symbol is a failure entry with reason SYMBOL_UNKNOWN, NO_DATA or UNSUPPORTED</td></tr>
 * <tr><td>{@code quotes.batch}</td><td>an unknown symbol in a batch harms no other</td></tr>
 * <tr><td>{@code bars.answer}</td><td>the known symbol has bars</td></tr>
 * <tr><td>{@code bars.order}</td><td>bars are told once, sorted, and do not overlap</td></tr>
 * <tr><td>{@code bars.range}</td><td>all bars open in the range that was asked</td></tr>
 * <tr><td>{@code bars.identity}</td><td>symbol, source, interval and adjustment are those that were asked</td></tr>
 * <tr><td>{@code stream.kinds}</td><td>the descriptor names exactly the kinds that the stream carries</td></tr>
 * <tr><td>{@code profile}</td><td>the profile is that of the known symbol, by this provider</td></tr>
 * <tr><td>{@code options}</td><td>contracts are of the day and on the side where they are told</td></tr>
 * <tr><td>{@code book}</td><td>the book is not empty, not crossed, and no deeper than asked</td></tr>
 * <tr><td>{@code actions}</td><td>splits and dividends are those of the known symbol, in the range, oldest first</td></tr>
 * <tr><td>{@code discovery.lists}</td><td>there is a list, and each has a name of its own</td></tr>
 * <tr><td>{@code discovery.instruments}</td><td>the first list names each instrument once</td></tr>
 * <tr><td>{@code instruments.resolve}</td><td>an identifier that nobody has gives nothing</td></tr>
 * <tr><td>{@code gate}</td><td>requests are charged before they are sent</td></tr>
 * <tr><td>{@code deadline}</td><td>a call with a deadline of 1 ms ends within 250 ms with TIMEOUT or RATE_LIMITED</td></tr>
 * </table>
 *
 * <p>A provider that has no profile, options or the like of the known symbol and says so (NO_DATA, UNSUPPORTED, SYMBOL_UNKNOWN) is not
 * at fault; the check is skipped.
 */
public final class ProviderValidator {
    private ProviderValidator() {}

    /**
     * Asks a provider and looks at its answers. Never throws for what the provider does, and does not wait for a call that
     * does not end: each runs on a thread of its own, which is interrupted a few seconds after its deadline.
     *
     * @param provider the provider; it is not closed
     * @param plan what to ask for
     * @param time the clock
     * @return what was found
     * @throws io.quotron.error.QuotronException with reason CANCELLED if the calling thread is interrupted
     */
    public static ValidationReport validate(MarketDataProvider provider, ValidationPlan plan, TimeSource time) {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(plan, "plan");
        return new ValidationRun(provider, plan, Objects.requireNonNull(time, "time")).run();
    }
}
