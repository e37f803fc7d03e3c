package io.quotron.providers.html;

import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.http.HttpSettings;
import io.quotron.providers.http.ProviderHttp;
import io.quotron.providers.http.SessionAuthenticator;
import io.quotron.providers.internal.html.PageLimits;
import io.quotron.resilience.RateLimit;
import io.quotron.spi.BarSource;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.PageLoader;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads public web pages that are described and not programmed.
 *
 * <pre>{@code
 * HtmlProvider pages = HtmlProvider.builder(SourceId.of("pages"))
 *         .quotes(HtmlPages.yahooQuote())
 *         .bars(Interval.DAY_1, HtmlPages.stooqHistory())
 *         .instruments("S&P 500", HtmlPages.sp500())
 *         .build();
 * }</pre>
 *
 * <p>Each call loads one page, by plain HTTP or by the {@link PageLoader} that the host plugs in. Only the hosts of the pages are asked,
 * and those that are allowed by name. A page may have 2 MiB and 512 levels and take two seconds to read. Nothing on it is run or
 * followed.
 *
 * <p>Whoever reads pages by machine keeps to the terms of the site. Making a provider does no I/O and starts no thread. Thread-safe.
 */
public final class HtmlProvider implements MarketDataProvider {
    private static final long DEFAULT_MAX_BYTES = 2L << 20;

    private final ProviderDescriptor descriptor;
    private final PageCalls calls;
    private final PageRoles roles;
    private final URI root;

    private HtmlProvider(Builder builder) {
        SourceId source = builder.source;
        ProviderHttp http = ProviderHttp.create(source, builder.settings(), builder.allowedHosts);
        this.calls = new PageCalls(source, http, builder.loader, builder.session, builder.limits(), builder.hosts());
        this.roles = new PageRoles(source, calls, builder.quotes, builder.bars, builder.lists);
        this.root = builder.rules().get(0).address().root();
        this.descriptor = builder.describe();
    }

    /**
     * Starts a provider.
     *
     * @param source the id under which its data appears
     * @return a builder without pages
     */
    public static Builder builder(SourceId source) {
        return new Builder(source);
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Optional<QuoteSource> quotes() {
        return roles.hasQuotes() ? Optional.of(roles::fetchQuotes) : Optional.empty();
    }

    @Override
    public Optional<BarSource> bars() {
        return roles.hasBars() ? Optional.of(roles::fetchBars) : Optional.empty();
    }

    @Override
    public Optional<InstrumentSource> instruments() {
        return roles.hasLists() ? Optional.of(roles) : Optional.empty();
    }

    @Override
    public Optional<DiscoverySource> discovery() {
        return roles.hasLists() ? Optional.of(roles.discovery()) : Optional.empty();
    }

    /** Loads the front page of the first site. */
    @Override
    public HealthCheck check(RequestContext context) {
        try {
            PageLoader.Page page = calls.load(root, context);
            boolean there = page.status() < 400 || page.status() == 404;
            return there ? HealthCheck.ok() : HealthCheck.failed(page.toString());
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    /** Returns the id. */
    @Override
    public String toString() {
        return descriptor.id().id();
    }

    /** Collects the pages of an {@link HtmlProvider}. Not thread-safe. */
    public static final class Builder {
        private final SourceId source;
        private final Map<Interval, Object> bars = new LinkedHashMap<>();
        private final Map<String, PageRoles.ListPage> lists = new LinkedHashMap<>();
        private final Set<String> allowedHosts = new LinkedHashSet<>();
        private @Nullable Object quotes;
        private @Nullable PageLoader loader;
        private @Nullable SessionAuthenticator session;
        private @Nullable HttpSettings httpSettings;
        private Collection<Symbol.Kind> symbolKinds = EnumSet.allOf(Symbol.Kind.class);
        private RateLimit rateLimit = RateLimit.of(1, Duration.ofSeconds(5));
        private Duration parseTime = PageLimits.defaults().time();
        private int maxDepth = PageLimits.defaults().maxDepth();

        private Builder(SourceId source) {
            this.source = Objects.requireNonNull(source, "source");
        }

        /**
         * Takes quotes from a page for each symbol.
         *
         * @param page the page
         * @return this builder
         */
        public Builder quotes(QuotePage page) {
            this.quotes = Objects.requireNonNull(page, "page");
            return this;
        }

        /**
         * Takes quotes from a table of many symbols, with the columns {@code symbol} and {@code price}.
         *
         * @param page the page
         * @return this builder
         */
        public Builder quotes(TablePage page) {
            this.quotes = Objects.requireNonNull(page, "page");
            return this;
        }

        /**
         * Takes quotes from CSV; the close is the price.
         *
         * @param page the page
         * @return this builder
         */
        public Builder quotes(CsvPage page) {
            this.quotes = Objects.requireNonNull(page, "page");
            return this;
        }

        /**
         * Takes bars from a table with the columns {@code date}, {@code open}, {@code high}, {@code low} and {@code close}.
         *
         * @param interval the length of the bars
         * @param page the page
         * @return this builder
         */
        public Builder bars(Interval interval, TablePage page) {
            bars.put(Objects.requireNonNull(interval, "interval"), Objects.requireNonNull(page, "page"));
            return this;
        }

        /**
         * Takes bars from CSV.
         *
         * @param interval the length of the bars
         * @param page the page
         * @return this builder
         */
        public Builder bars(Interval interval, CsvPage page) {
            bars.put(Objects.requireNonNull(interval, "interval"), Objects.requireNonNull(page, "page"));
            return this;
        }

        /**
         * Takes instruments from a table with the column {@code symbol}.
         *
         * @param list what to call the list, for example {@code S&P 500}
         * @param page the page, whose address has no places
         * @param kind what all of them are
         * @return this builder
         */
        public Builder instruments(String list, TablePage page, Instrument.Kind kind) {
            lists.put(Objects.requireNonNull(list, "list"), new PageRoles.ListPage(page, kind));
            return this;
        }

        /**
         * Takes shares from a table with the column {@code symbol}.
         *
         * @param list what to call the list, for example {@code S&P 500}
         * @param page the page, whose address has no places
         * @return this builder
         */
        public Builder instruments(String list, TablePage page) {
            return instruments(list, page, Instrument.Kind.EQUITY);
        }

        /**
         * Sets who loads pages, for example a browser, in place of plain HTTP.
         *
         * @param value the loader; it is not closed with the provider
         * @return this builder
         */
        public Builder loader(PageLoader value) {
            this.loader = Objects.requireNonNull(value, "loader");
            return this;
        }

        /**
         * Sets who signs in, for pages behind a login. Has no effect on a loader of the host.
         *
         * @param value the session
         * @return this builder
         */
        public Builder session(SessionAuthenticator value) {
            this.session = Objects.requireNonNull(value, "session");
            return this;
        }

        /**
         * Allows redirects to another host.
         *
         * @param host its name
         * @return this builder
         */
        public Builder allowHost(String host) {
            allowedHosts.add(host.toLowerCase(Locale.ROOT));
            return this;
        }

        /**
         * Sets times, sizes, proxy, trust and name of the connections.
         *
         * @param value the settings; their longest body is the longest page
         * @return this builder
         */
        public Builder httpSettings(HttpSettings value) {
            this.httpSettings = Objects.requireNonNull(value, "httpSettings");
            return this;
        }

        /**
         * Sets how often the site may be asked.
         *
         * @param value the limit; one request in five seconds by default
         * @return this builder
         */
        public Builder rateLimit(RateLimit value) {
            this.rateLimit = Objects.requireNonNull(value, "rateLimit");
            return this;
        }

        /**
         * Sets what shapes of symbols the pages have.
         *
         * @param value at least one; all by default
         * @return this builder
         */
        public Builder symbolKinds(Collection<Symbol.Kind> value) {
            this.symbolKinds = List.copyOf(value);
            return this;
        }

        /**
         * Sets how long reading one page may take.
         *
         * @param value a positive duration; two seconds by default
         * @return this builder
         */
        public Builder parseTime(Duration value) {
            this.parseTime = Objects.requireNonNull(value, "parseTime");
            return this;
        }

        /**
         * Sets how deep elements may be nested.
         *
         * @param value at least 16; 512 by default
         * @return this builder
         */
        public Builder maxDepth(int value) {
            this.maxDepth = value;
            return this;
        }

        /**
         * Makes the provider; no I/O.
         *
         * @return the provider
         * @throws IllegalStateException if there is no page, a page lacks a column that its role needs, or a number makes no sense;
         *     names every mistake
         */
        public HtmlProvider build() {
            List<String> mistakes = new ArrayList<>(PageRoles.mistakes(quotes, bars, lists));
            if (parseTime.isZero() || parseTime.isNegative()) {
                mistakes.add("parseTime must be positive, but is " + parseTime);
            }
            if (maxDepth < 16) {
                mistakes.add("maxDepth must be at least 16, but is " + maxDepth);
            }
            if (symbolKinds.isEmpty()) {
                mistakes.add("symbolKinds must not be empty");
            }
            if (!mistakes.isEmpty()) {
                throw new IllegalStateException(
                        "the provider " + source + " cannot be built: " + String.join("; ", mistakes));
            }
            return new HtmlProvider(this);
        }

        private HttpSettings settings() {
            return httpSettings != null
                    ? httpSettings
                    : HttpSettings.builder().maxBodyBytes(DEFAULT_MAX_BYTES).build();
        }

        private PageLimits limits() {
            return new PageLimits((int) settings().maxBodyBytes(), maxDepth, parseTime);
        }

        private List<PageRules> rules() {
            return PageRoles.rules(quotes, bars, lists);
        }

        private Set<String> hosts() {
            Set<String> hosts = new LinkedHashSet<>(allowedHosts);
            rules().forEach(rules -> hosts.add(rules.address().host().toLowerCase(Locale.ROOT)));
            return hosts;
        }

        private ProviderDescriptor describe() {
            Set<Adjustment> adjustments = EnumSet.noneOf(Adjustment.class);
            bars.values().forEach(page -> adjustments.add(PageRoles.adjustment(page)));
            ProviderDescriptor.Builder made = ProviderDescriptor.builder(source, "Web pages")
                    .symbolKinds(symbolKinds)
                    .intervals(bars.keySet())
                    .rateLimit(rateLimit);
            if (!adjustments.isEmpty()) {
                made.adjustments(adjustments.toArray(Adjustment[]::new));
            }
            if (quotes instanceof TablePage) {
                made.maxSymbolsPerRequest(PageRoles.SYMBOLS_OF_A_TABLE);
            }
            return made.build();
        }
    }
}
