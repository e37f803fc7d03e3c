package io.quotron.examples.fetch;

import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.providers.alphavantage.AlphaVantageProvider;
import io.quotron.providers.binance.BinanceProvider;
import io.quotron.providers.eodhd.EodhdProvider;
import io.quotron.providers.html.HtmlPages;
import io.quotron.providers.html.HtmlProvider;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.spi.MarketDataProvider;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The providers by the names that the command line knows. */
enum FetchProviders {
    YAHOO("yahoo") {
        @Override
        MarketDataProvider make(Place place) {
            YahooProvider.Builder builder = YahooProvider.builder();
            place.base().ifPresent(base -> builder.baseUri(base).unlimitedLookback());
            place.socket("/").ifPresent(builder::streamUri);
            return builder.build();
        }
    },
    ALPHA_VANTAGE("alphavantage") {
        @Override
        MarketDataProvider make(Place place) {
            AlphaVantageProvider.Builder builder =
                    AlphaVantageProvider.builder().apiKey(place.requireKey());
            place.base().ifPresent(builder::baseUri);
            return builder.build();
        }
    },
    EODHD("eodhd") {
        @Override
        MarketDataProvider make(Place place) {
            EodhdProvider.Builder builder = EodhdProvider.builder().apiToken(place.requireKey());
            place.base().ifPresent(builder::baseUri);
            place.socket("").ifPresent(builder::socketUri);
            return builder.build();
        }
    },
    KRAKEN("kraken") {
        @Override
        MarketDataProvider make(Place place) {
            KrakenProvider.Builder builder = KrakenProvider.builder();
            place.base().ifPresent(base -> builder.restUri(base).unlimitedLookback());
            place.socket("/v2").ifPresent(builder::socketUri);
            return builder.build();
        }
    },
    BINANCE("binance") {
        @Override
        MarketDataProvider make(Place place) {
            return binance(BinanceProvider.builder(), place);
        }
    },
    BINANCE_US("binanceus") {
        @Override
        MarketDataProvider make(Place place) {
            return binance(BinanceProvider.usBuilder(), place);
        }
    },
    HTML("html") {
        /** The pages that the library knows: Yahoo's quote page, Stooq's history, Wikipedia's list of the S&P 500. */
        @Override
        MarketDataProvider make(Place place) {
            Optional<URI> base = place.base();
            return HtmlProvider.builder(SourceId.of("html"))
                    .quotes(base.map(HtmlPages::yahooQuote).orElseGet(HtmlPages::yahooQuote))
                    .bars(Interval.DAY_1, base.map(HtmlPages::stooqHistory).orElseGet(HtmlPages::stooqHistory))
                    .instruments(
                            "sp500", base.map(HtmlPages::sp500).orElseGet(HtmlPages::sp500), Instrument.Kind.EQUITY)
                    .build();
        }
    };

    private final String id;

    FetchProviders(String id) {
        this.id = id;
    }

    /** Where a provider is asked, and with which key. */
    record Place(FetchOptions options, @Nullable String key) {
        Optional<URI> base() {
            return options.baseUrl();
        }

        /** A stream is looked for on the same host as everything else, unless another is named. */
        Optional<URI> socket(String path) {
            return options.wsUrl().or(() -> options.baseUrl().map(base -> onSameHost(base, path)));
        }

        private static URI onSameHost(URI base, String path) {
            String text = base.toString().replaceFirst("^http", "ws").replaceFirst("/$", "");
            return URI.create(text + path);
        }

        String requireKey() {
            if (key == null) {
                throw new IllegalArgumentException(
                        "--api-key-env is missing: " + options.provider() + " needs a key, in an environment variable");
            }
            return key;
        }
    }

    abstract MarketDataProvider make(Place place);

    private static MarketDataProvider binance(BinanceProvider.Builder builder, Place place) {
        place.base().ifPresent(builder::restUri);
        place.socket("").ifPresent(builder::socketUri);
        return builder.build();
    }

    static String names() {
        return Arrays.stream(values()).map(provider -> provider.id).collect(Collectors.joining(", "));
    }

    /**
     * Makes the provider that is asked for.
     *
     * @throws IllegalArgumentException if there is none of that name, or it needs a key that is not given
     * @throws IllegalStateException if an address cannot be used
     */
    static MarketDataProvider create(FetchOptions options, Map<String, String> environment) {
        FetchProviders found = Arrays.stream(values())
                .filter(provider -> provider.id.equals(options.provider()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--provider must be one of " + names() + ", but is '" + options.provider() + "'"));
        return found.make(new Place(options, key(options, environment)));
    }

    private static @Nullable String key(FetchOptions options, Map<String, String> environment) {
        Optional<String> variable = options.apiKeyVariable();
        if (variable.isEmpty()) {
            return null;
        }
        String key = environment.get(variable.get());
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + variable.get() + " is not set");
        }
        return key;
    }
}
