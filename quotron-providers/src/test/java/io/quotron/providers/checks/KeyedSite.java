package io.quotron.providers.checks;

import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.http.HttpSettings;
import io.quotron.providers.http.ProviderHttp;
import io.quotron.providers.http.SessionAuthenticator;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A provider as hosts write them, with a key in the address and in a header, or with a password in a form. */
final class KeyedSite implements MarketDataProvider {
    private static final SourceId ID = SourceId.of("site");

    private final ProviderHttp http;
    private final URI server;
    private final boolean signsIn;
    private final SessionAuthenticator session;

    KeyedSite(URI server, HttpSettings settings, boolean signsIn) {
        this.server = server;
        this.signsIn = signsIn;
        this.http = ProviderHttp.create(ID, settings, Set.of("localhost"));
        this.session = SessionAuthenticator.builder(server.resolve("/login"))
                .field("user", Secret.of("alice"))
                .field("password", Secret.of(Canary.KEY))
                .build();
    }

    @Override
    public ProviderDescriptor descriptor() {
        return ProviderDescriptor.builder(ID, "Site").build();
    }

    @Override
    public Optional<QuoteSource> quotes() {
        return Optional.of(this::fetch);
    }

    private Map<Symbol, Result<Quote>> fetch(Set<Symbol> symbols, RequestContext context) {
        Symbol symbol = symbols.iterator().next();
        ProviderHttp.Request request = http.get(server).path("quote", symbol.code());
        if (signsIn) {
            request.session(session);
        } else {
            Secret key = Secret.of(Canary.KEY);
            request.parameter("key", key).header("X-Key", key);
        }
        ProviderHttp.Answer answer = request.send(context);
        double price = answer.isNotFound() || answer.text().length() > 9 ? 1 : Double.parseDouble(answer.text());
        return Map.of(
                symbol,
                Result.success(Quote.builder(symbol, ID)
                        .price(price)
                        .eventTime(context.time().now())
                        .receivedTime(context.time().now())
                        .build()));
    }

    @Override
    public HealthCheck check(RequestContext context) {
        try {
            fetch(Set.of(Symbol.of("ACME")), context);
            return HealthCheck.ok();
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "KeyedSite " + session;
    }
}
