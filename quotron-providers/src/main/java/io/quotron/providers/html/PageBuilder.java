package io.quotron.providers.html;

import io.quotron.model.Adjustment;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Symbol;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is said of every kind of page: its address, how symbols, numbers and dates are written, and how it says no. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class PageBuilder<B extends PageBuilder<B>>
        permits QuotePage.Builder, TablePage.Builder, CsvPage.Builder {
    private final PageAddress address;
    private Function<Symbol, Optional<String>> symbols = symbol -> Optional.of(symbol.code());
    private NumberStyle numbers = NumberStyle.english();
    private DateStyle dates = DateStyle.iso();
    private ZoneId zone = ZoneOffset.UTC;
    private @Nullable CurrencyUnit currency;
    private Adjustment adjustment = Adjustment.RAW;
    private SeriesIdentity.Session session = SeriesIdentity.Session.REGULAR;
    private final List<String> unknownTexts = new ArrayList<>();
    private final List<String> unknownPaths = new ArrayList<>();
    private final List<String> noDataTexts = new ArrayList<>();
    private final List<String> limitTexts = new ArrayList<>();

    PageBuilder(String address) {
        this.address = PageAddress.of(address);
    }

    abstract B self();

    PageRules rules() {
        return new PageRules(
                address,
                symbols,
                numbers,
                dates,
                zone,
                currency,
                adjustment,
                session,
                List.copyOf(unknownTexts),
                List.copyOf(unknownPaths),
                List.copyOf(noDataTexts),
                List.copyOf(limitTexts));
    }

    /**
     * Sets how the site spells symbols. What the host of this library registered for the provider comes first.
     *
     * @param value returns the spelling; empty for a symbol that the site cannot have. Must be thread-safe.
     * @return this builder
     */
    public final B symbols(Function<Symbol, Optional<String>> value) {
        this.symbols = Objects.requireNonNull(value, "symbols");
        return self();
    }

    /**
     * Sets how numbers are written.
     *
     * @param value the style; {@code 1,234.56} by default
     * @return this builder
     */
    public final B numbers(NumberStyle value) {
        this.numbers = Objects.requireNonNull(value, "numbers");
        return self();
    }

    /**
     * Sets how dates and times are written.
     *
     * @param value the style; ISO by default
     * @return this builder
     */
    public final B dates(DateStyle value) {
        this.dates = Objects.requireNonNull(value, "dates");
        return self();
    }

    /**
     * Sets the zone of times that tell none, in which days begin.
     *
     * @param value the zone; UTC by default
     * @return this builder
     */
    public final B zone(ZoneId value) {
        this.zone = Objects.requireNonNull(value, "zone");
        return self();
    }

    /**
     * Sets the unit of all prices on the page.
     *
     * @param value the unit, or null where it is unknown or differs
     * @return this builder
     */
    public final B currency(@Nullable CurrencyUnit value) {
        this.currency = value;
        return self();
    }

    /**
     * Says what has been done to the prices of bars.
     *
     * @param value the adjustment; RAW by default
     * @return this builder
     */
    public final B adjustment(Adjustment value) {
        this.adjustment = Objects.requireNonNull(value, "adjustment");
        return self();
    }

    /**
     * Says which hours bars are made of.
     *
     * @param value what the identity of a series says; REGULAR by default
     * @return this builder
     */
    public final B session(SeriesIdentity.Session value) {
        this.session = Objects.requireNonNull(value, "session");
        return self();
    }

    /**
     * Says how a page tells that a symbol is unknown, beside status 404. Looked at only where the data is missing.
     *
     * @param text a part of the visible text, in any case
     * @return this builder
     */
    public final B unknownWhenText(String text) {
        unknownTexts.add(PageSigns.folded(text));
        return self();
    }

    /**
     * Says where the site leads to if a symbol is unknown.
     *
     * @param path the beginning of the path after redirects, for example {@code /lookup}
     * @return this builder
     */
    public final B unknownWhenPath(String path) {
        unknownPaths.add(Objects.requireNonNull(path, "path"));
        return self();
    }

    /**
     * Says how a page tells that it has nothing. Looked at only where the data is missing.
     *
     * @param text a part of the visible text, in any case
     * @return this builder
     */
    public final B noDataWhenText(String text) {
        noDataTexts.add(PageSigns.folded(text));
        return self();
    }

    /**
     * Says how a page tells that too much was asked. Looked at only where the data is missing.
     *
     * @param text a part of the visible text, in any case
     * @return this builder
     */
    public final B limitWhenText(String text) {
        limitTexts.add(PageSigns.folded(text));
        return self();
    }
}
