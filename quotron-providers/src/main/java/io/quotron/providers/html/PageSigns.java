package io.quotron.providers.html;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.html.ParsedPage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one place that tells what a page without the expected data is. Words such as "captcha" also stand in the scripts of good pages, so
 * only what people see counts, and only once the data is found to be missing.
 */
final class PageSigns {
    private static final Duration LONG_PAUSE = Duration.ofMinutes(15);
    private static final int SEEN = 20_000;
    private static final List<String> BLOCKED = List.of(
            "captcha",
            "requires javascript",
            "enable javascript",
            "javascript is disabled",
            "verify your browser",
            "verify you are human",
            "verify that you are",
            "are you a robot",
            "not a robot",
            "unusual traffic",
            "just a moment",
            "access denied",
            "attention required",
            "before you continue",
            "accept all",
            "we value your privacy",
            "cookie consent",
            "be right back",
            "be back soon",
            "maintenance",
            "temporarily unavailable");
    private static final String BLOCKING_ELEMENTS =
            "form[action*=consent], form[action*=captcha], input[name=csrfToken][value], input[name=originalDoneUrl],"
                    + " iframe[src*=captcha], div.g-recaptcha, div.h-captcha, #challenge-form, #captcha";

    private PageSigns() {}

    static String folded(String text) {
        return text.replace('\u00a0', ' ').replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
    }

    /** Returns why an HTML page has no data. */
    static ProviderException explain(SourceId source, PageRules rules, ParsedPage page, String missing) {
        String seen = page.title() + " " + page.visibleText();
        String text = folded(seen.substring(0, Math.min(seen.length(), SEEN)));
        ProviderException told = told(source, rules, text);
        if (told != null) {
            return told;
        }
        boolean blocked = BLOCKED.stream().anyMatch(text::contains)
                || page.first(BLOCKING_ELEMENTS).isPresent();
        FailureReason reason = blocked ? FailureReason.BLOCKED : FailureReason.MALFORMED_RESPONSE;
        String what = blocked ? "a page for people instead of data" : missing + " in the page";
        return new ProviderException(source, reason, what + ": " + Excerpt.of(text));
    }

    /** Returns why a text that should be CSV is none. */
    static ProviderException explain(SourceId source, PageRules rules, String text, String missing) {
        String folded = folded(text.substring(0, Math.min(text.length(), SEEN)));
        ProviderException told = told(source, rules, folded);
        if (told != null) {
            return told;
        }
        boolean page = folded.startsWith("<");
        return new ProviderException(
                source,
                page ? FailureReason.BLOCKED : FailureReason.MALFORMED_RESPONSE,
                (page ? "a web page instead of data" : missing) + ": " + Excerpt.of(folded));
    }

    private static @Nullable ProviderException told(SourceId source, PageRules rules, String text) {
        if (rules.limitTexts().stream().anyMatch(text::contains)) {
            return new RateLimitedException(source, "the limit of the site is used up", LONG_PAUSE);
        }
        if (rules.unknownTexts().stream().anyMatch(text::contains)) {
            return new ProviderException(
                    source, FailureReason.SYMBOL_UNKNOWN, "the site does not know the symbol: " + Excerpt.of(text));
        }
        if (rules.noDataTexts().stream().anyMatch(text::contains)) {
            return new NoDataException(
                    source, NoDataException.Why.NOT_TOLD, "the site has nothing: " + Excerpt.of(text));
        }
        return null;
    }
}
