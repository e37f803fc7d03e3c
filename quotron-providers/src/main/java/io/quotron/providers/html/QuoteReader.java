package io.quotron.providers.html;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.html.ParsedPage;
import io.quotron.providers.internal.json.Json;
import io.quotron.spi.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads the quote of one symbol from a {@link QuotePage}. */
final class QuoteReader {
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final SourceId source;
    private final QuotePage page;
    private final Symbol symbol;
    private final String spelling;
    private final ParsedPage parsed;
    private final PageValues values;
    private final RequestContext context;

    QuoteReader(
            SourceId source,
            QuotePage page,
            Symbol symbol,
            String spelling,
            ParsedPage parsed,
            RequestContext context) {
        this.source = source;
        this.page = page;
        this.symbol = symbol;
        this.spelling = spelling;
        this.parsed = parsed;
        this.values = new PageValues(source, parsed, spelling);
        this.context = context;
    }

    Quote read() {
        checkSymbol();
        Map<String, Double> numbers = new HashMap<>();
        page.fields().forEach((name, field) -> {
            boolean number = !name.equals("time") && !name.equals("currency") && !name.equals("symbol");
            if (number) {
                number(name, field).ifPresent(value -> numbers.put(name, value));
            }
        });
        Quote.Builder quote = Quotes.fill(source, symbol, numbers);
        quote.currency(currency());
        return quote.eventTime(time()).receivedTime(context.time().now()).build();
    }

    private void checkSymbol() {
        text("symbol").ifPresent(told -> {
            if (!told.equalsIgnoreCase(spelling)) {
                throw malformed("the page is about '" + Excerpt.of(told) + "' and not about '" + spelling + "'");
            }
        });
    }

    private Optional<Double> number(String name, QuotePage.Field field) {
        NumberStyle style = page.rules().numbers();
        Optional<PageValues.Found> found = values.find(field.locator(), style);
        if (found.isEmpty()) {
            if (field.required()) {
                throw PageSigns.explain(source, page.rules(), parsed, "no " + name + " at '" + field.locator() + "'");
            }
            return Optional.empty();
        }
        String text = found.get().text();
        if (style.isAbsent(text)) {
            return absent(name, field, text);
        }
        int power = found.get().locator().power();
        OptionalDouble value = found.get().plain() && power == 0
                ? Json.decimal(text)
                : (found.get().plain() ? NumberStyle.english() : style)
                        .read(text, name.equals("change_percent"), power);
        if (value.isEmpty() && field.required()) {
            throw malformed(name + " at '" + field.locator() + "' is '" + Excerpt.of(text) + "' and no number");
        }
        if (value.isEmpty()) {
            context.note(name + " of the page is no number");
        }
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private Optional<Double> absent(String name, QuotePage.Field field, String text) {
        if (name.equals("price") && !text.isBlank()) {
            throw new NoDataException(source, NoDataException.Why.NO_PRICE, "the page shows no price: " + text);
        }
        if (field.required()) {
            throw PageSigns.explain(
                    source, page.rules(), parsed, "nothing for " + name + " at '" + field.locator() + "'");
        }
        return Optional.empty();
    }

    private Optional<String> text(String name) {
        QuotePage.Field field = page.fields().get(name);
        if (field == null) {
            return Optional.empty();
        }
        Optional<String> text = values.find(field.locator(), page.rules().numbers())
                .map(PageValues.Found::text)
                .filter(found -> !page.rules().numbers().isAbsent(found));
        if (text.isEmpty() && field.required()) {
            throw PageSigns.explain(source, page.rules(), parsed, "no " + name + " at '" + field.locator() + "'");
        }
        return text;
    }

    private @Nullable CurrencyUnit currency() {
        Optional<String> told = text("currency");
        if (told.isEmpty()) {
            return page.rules().currency();
        }
        return told.get().matches("[A-Za-z]{3,5}")
                ? CurrencyUnit.of(told.get())
                : page.rules().currency();
    }

    private Instant time() {
        Instant now = context.time().now();
        Optional<String> told = text("time");
        if (told.isEmpty()) {
            context.note("the page tells no time; the quote has that of its receipt");
            return now;
        }
        Instant time = page.rules()
                .dates()
                .read(told.get(), page.rules().zone(), now)
                .map(moment -> moment.instant(page.rules().zone()))
                .orElseThrow(
                        () -> malformed("time is '" + Excerpt.of(told.get()) + "' and no time of the page's style"));
        if (time.isAfter(now.plus(AHEAD))) {
            throw malformed("time is '" + Excerpt.of(told.get()) + "', which is in the future");
        }
        return time;
    }

    private ProviderException malformed(String message) {
        return new ProviderException(source, FailureReason.MALFORMED_RESPONSE, message);
    }
}
