package io.quotron.providers.alphavantage;

import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import java.net.URI;

/** The one address, {@code /query}, and the key that goes with every request. Thread-safe. */
final class AlphaVantageCalls {
    private final HttpGateway gateway;
    private final URI base;
    private final Secret apiKey;

    AlphaVantageCalls(HttpGateway gateway, URI base, Secret apiKey) {
        this.gateway = gateway;
        this.base = base;
        this.apiKey = apiKey;
    }

    HttpQuery.Builder query(String function) {
        return HttpQuery.get(base).path("query").parameter("function", function);
    }

    /** Sends a request; a failure that does not need to be read is thrown. */
    AlphaVantageBody ask(HttpQuery.Builder call, RequestContext context) {
        HttpReply reply = gateway.send(call.parameter("apikey", apiKey).build(), context);
        AlphaVantageErrors.checkReply(reply, context.time().now());
        return AlphaVantageBody.of(reply);
    }
}
