package io.quotron.examples.fetch;

import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.spi.MarketDataProvider;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The providers by the names that the command line knows. */
final class FetchProviders {
    private static final Map<String, Maker> MAKERS = new LinkedHashMap<>();

    /** Where a provider is asked, and with which key. */
    private record Place(FetchOptions options, @Nullable String key) {
        Optional<URI> base() {
            return options.baseUrl();
        }

        /** A stream is looked for on the same host as everything else, unless another is named. */
        Optional<URI> socket(String path) {
            return options.wsUrl().or(() -> options.baseUrl().map(base -> URI.create(base.toString()
                            .replaceFirst("^http", "ws")
                            .replaceFirst("/$", "")
                    + path)));
        }

        String requireKey() {
            if (key == null) {
                throw new IllegalArgumentException(
                        "--api-key-env is missing: " + options.provider() + " needs a key, in an environment variable");
            }
            return key;
        }
    }

    @FunctionalInterface
    private interface Maker {
        MarketDataProvider make(Place place);
    }

    static {
        MAKERS.put("yahoo", FetchProviders::yahoo);
        MAKERS.put("kraken", FetchProviders::kraken);
    }

    private FetchProviders() {}

    static String names() {
        return String.join(", ", MAKERS.keySet());
    }

    /**
     * Makes the provider that is asked for.
     *
     * @throws IllegalArgumentException if there is none of that name, or it needs a key that is not given
     * @throws IllegalStateException if an address cannot be used
     */
    static MarketDataProvider create(FetchOptions options, Map<String, String> environment) {
        Maker maker = MAKERS.get(options.provider());
        if (maker == null) {
            throw new IllegalArgumentException(
                    "--provider must be one of " + names() + ", but is '" + options.provider() + "'");
        }
        return maker.make(new Place(options, key(options, environment)));
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

    private static MarketDataProvider yahoo(Place place) {
        YahooProvider.Builder builder = YahooProvider.builder();
        place.base().ifPresent(builder::baseUri);
        return builder.build();
    }

    private static MarketDataProvider kraken(Place place) {
        KrakenProvider.Builder builder = KrakenProvider.builder();
        place.base().ifPresent(builder::restUri);
        place.socket("/v2").ifPresent(builder::socketUri);
        return builder.build();
    }
}
