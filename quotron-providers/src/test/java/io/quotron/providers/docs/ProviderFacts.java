package io.quotron.providers.docs;

import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarOffer;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes down what a provider says of itself, as documents show it. */
final class ProviderFacts {
    private final MarketDataProvider provider;
    private final ProviderDescriptor descriptor;

    ProviderFacts(MarketDataProvider provider) {
        this.provider = provider;
        this.descriptor = provider.descriptor();
    }

    /** The row of the README's table. */
    String row() {
        List<String> cells = List.of(
                "[" + descriptor.name() + "](docs/providers/" + page() + ")",
                "`" + descriptor.id() + "`",
                symbols(),
                yes(provider.quotes().isPresent()),
                history(),
                yes(provider.trades().isPresent()),
                live(),
                yes(provider.instruments().isPresent()),
                more(),
                yes(descriptor.keyRequired()));
        return "| " + String.join(" | ", cells) + " |";
    }

    String page() {
        return descriptor.id().id() + ".md";
    }

    /** The table of the provider's own page. */
    String table() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("id", "`" + descriptor.id() + "`");
        facts.put("key", yes(descriptor.keyRequired()));
        facts.put("symbols", symbols());
        facts.put("assets", words(descriptor.assetClasses()));
        facts.put("quotes", quotes());
        facts.put("history", bars());
        facts.put("adjustments", provider.bars().isPresent() ? words(descriptor.adjustments()) : "-");
        facts.put("past trades", yes(provider.trades().isPresent()));
        facts.put("live", descriptor.streams().isEmpty() ? "polled" : words(descriptor.streams()));
        facts.put("search", yes(provider.instruments().isPresent()));
        facts.put("more", more());
        facts.put("limit", limit(descriptor.rateLimit()));
        facts.put("costs", costs());
        StringBuilder table = new StringBuilder("| fact | value |\n| --- | --- |\n");
        facts.forEach((name, value) ->
                table.append("| ").append(name).append(" | ").append(value).append(" |\n"));
        return table.toString();
    }

    private static String yes(boolean truth) {
        return truth ? "yes" : "no";
    }

    private static <E extends Enum<E>> String words(Collection<E> values) {
        String words = values.stream()
                .sorted()
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "-" : words;
    }

    private String symbols() {
        Map<Symbol.Kind, String> names =
                Map.of(Symbol.Kind.LISTED, "shares", Symbol.Kind.INDEX, "indices", Symbol.Kind.PAIR, "pairs");
        return descriptor.symbolKinds().stream().sorted().map(names::get).collect(Collectors.joining(", "));
    }

    private String quotes() {
        if (provider.quotes().isEmpty()) {
            return "no";
        }
        Duration delay = descriptor.delay();
        return descriptor.maxSymbolsPerRequest() + " symbols per request"
                + (delay.isZero() ? "" : ", " + delay.toMinutes() + " minutes delayed");
    }

    private String history() {
        List<Interval> intervals = descriptor.intervals();
        return intervals.isEmpty() ? "no" : intervals.get(0) + " to " + intervals.get(intervals.size() - 1);
    }

    private String bars() {
        String offers =
                descriptor.history().values().stream().map(ProviderFacts::offer).collect(Collectors.joining(", "));
        return offers.isEmpty() ? "no" : offers;
    }

    private static String offer(BarOffer offer) {
        StringBuilder text = new StringBuilder(offer.interval().toString());
        List<String> limits = new ArrayList<>();
        offer.lookback().ifPresent(back -> limits.add(time(back)));
        offer.pageSize().ifPresent(size -> limits.add(size + " per request"));
        return limits.isEmpty()
                ? text.toString()
                : text.append(" (")
                        .append(String.join("; ", limits))
                        .append(")")
                        .toString();
    }

    private static String time(Duration length) {
        if (length.toDays() > 0) {
            return length.toDays() + " days";
        }
        return length.toHours() > 0 ? length.toHours() + " hours" : length.toMinutes() + " minutes";
    }

    private String live() {
        return descriptor.streams().isEmpty()
                ? provider.quotes().isPresent() ? "polled" : "no"
                : words(descriptor.streams());
    }

    private String more() {
        Map<String, Boolean> roles = new LinkedHashMap<>();
        roles.put(
                "identifiers",
                provider.instruments()
                        .map(InstrumentSource::resolvesIdentifiers)
                        .orElse(false));
        roles.put("lists", provider.discovery().isPresent());
        roles.put("profiles", provider.profiles().isPresent());
        roles.put("splits and dividends", provider.actions().isPresent());
        roles.put("options", provider.options().isPresent());
        roles.put("order books", provider.books().isPresent());
        String there = roles.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return there.isEmpty() ? "-" : there;
    }

    private static String limit(RateLimit limit) {
        return limit.windows().isEmpty()
                ? "none"
                : limit.windows().stream()
                        .map(window -> window.permits() + " per " + period(window.length()))
                        .collect(Collectors.joining(", "));
    }

    private static String period(Duration length) {
        return length.compareTo(Duration.ofMinutes(2)) < 0 ? length.toSeconds() + " s" : time(length);
    }

    private String costs() {
        String costs = descriptor.weights().entrySet().stream()
                .map(cost -> cost.getKey() + " " + cost.getValue())
                .collect(Collectors.joining(", "));
        return costs.isEmpty() ? "1 per call" : costs + "; everything else 1";
    }
}
