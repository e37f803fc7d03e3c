package io.quotron.examples.provider;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.providers.http.HttpSettings;
import io.quotron.providers.http.ProviderHttp;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An invented service: {@code GET /quote/ACME} answers {@code ACME,187.25,1795186800000} and a line feed. */
public final class SmallestProvider implements MarketDataProvider {
    private static final SourceId ID = SourceId.of("smallest");
    private static final Pattern LINE = Pattern.compile("([^,]{1,64}),(\\d{1,9}\\.\\d{1,9}),(\\d{13})\n");

    private final ProviderHttp http = ProviderHttp.create(ID, HttpSettings.defaults());
    private final URI server;

    public SmallestProvider(URI server) {
        this.server = server;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return ProviderDescriptor.builder(ID, "Smallest").build();
    }

    @Override
    public Optional<QuoteSource> quotes() {
        return Optional.of((symbols, context) ->
                symbols.stream().collect(Collectors.toMap(symbol -> symbol, symbol -> fetchQuote(symbol, context))));
    }

    private Result<Quote> fetchQuote(Symbol symbol, RequestContext context) {
        String name = context.nativeSymbol(symbol).orElse(symbol.code());
        ProviderHttp.Answer answer = http.get(server).path("quote", name).send(context);
        if (answer.isNotFound()) {
            return Result.failure(FailureReason.SYMBOL_UNKNOWN, "unknown symbol '" + symbol + "'");
        }
        Matcher line = LINE.matcher(answer.text());
        if (!line.matches() || !line.group(1).equals(name) || Double.parseDouble(line.group(2)) == 0) {
            throw new ProviderException(
                    ID, FailureReason.MALFORMED_RESPONSE, "no quote but: " + Excerpt.of(answer.text()));
        }
        return Result.success(Quote.builder(symbol, ID)
                .price(Double.parseDouble(line.group(2)))
                .eventTime(Instant.ofEpochMilli(Long.parseLong(line.group(3))))
                .receivedTime(context.time().now())
                .build());
    }

    @Override
    public HealthCheck check(RequestContext context) {
        try {
            http.get(server).path("health").send(context);
            return HealthCheck.ok();
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
