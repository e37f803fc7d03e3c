package io.quotron.providers.eodhd;

import static io.quotron.providers.eodhd.EodhdErrors.SOURCE;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.TimeRange;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.LimitReport;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The way to the server: addresses, the token, the cost of a call and the server's count of calls. Thread-safe. */
final class EodhdRest {
    static final int INTRADAY_COST = 5;
    static final int EXCHANGE_COST = 100;

    private static final Duration COUNTED = Duration.ofMinutes(1);

    private final HttpGateway gateway;
    private final URI base;
    private final Secret token;

    EodhdRest(HttpGateway gateway, URI base, Secret token) {
        this.gateway = gateway;
        this.base = base;
        this.token = token;
    }

    /** Starts a request for JSON; the format is always named, because it differs from endpoint to endpoint. */
    HttpQuery.Builder query(String... path) {
        return HttpQuery.get(base)
                .path("api")
                .path(path)
                .parameter("api_token", token)
                .parameter("fmt", "json");
    }

    /**
     * Sends a request and refuses failures.
     *
     * @throws ProviderException for every status but 2xx
     */
    HttpReply ask(HttpQuery.Builder query, RequestContext context) {
        HttpReply reply = gateway.send(query.build(), context);
        limit(reply).ifPresent(context::reportLimit);
        EodhdErrors.throwIfFailed(reply, context.time().now());
        return reply;
    }

    private static Optional<LimitReport> limit(HttpReply reply) {
        OptionalInt limit = count(reply, "X-RateLimit-Limit");
        OptionalInt remaining = count(reply, "X-RateLimit-Remaining");
        return limit.isPresent() && remaining.isPresent()
                ? Optional.of(LimitReport.remaining(COUNTED, limit.getAsInt(), remaining.getAsInt()))
                : Optional.empty();
    }

    private static OptionalInt count(HttpReply reply, String header) {
        return reply.header(header)
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElse(OptionalInt.empty());
    }

    /** Asks for a document. */
    JsonValue document(HttpQuery.Builder query, RequestContext context) {
        return EodhdErrors.read(ask(query, context), context.time().now());
    }

    /** Asks for an array, which is given row by row. */
    void rows(HttpQuery.Builder query, RequestContext context, Consumer<JsonValue> row) {
        EodhdErrors.readRows(ask(query, context), context.time().now(), row);
    }

    /** Asks for an array of one symbol; if the server does not know it, the exception says which one. */
    void rowsOf(EodhdSymbols.Name name, HttpQuery.Builder query, RequestContext context, Consumer<JsonValue> row) {
        try {
            rows(query, context, row);
        } catch (ProviderException e) {
            if (e.reason() == FailureReason.SYMBOL_UNKNOWN) {
                throw new SymbolNotFoundException(SOURCE, name.symbol(), "the server does not know " + name.full());
            }
            throw e;
        }
    }

    /** Asks whose token it is and how much of it is used; see {@link io.quotron.spi.MarketDataProvider#check}. */
    HealthCheck check(RequestContext context) {
        try {
            JsonValue user = document(query("user"), context);
            if (!user.is(JsonValue.Kind.OBJECT)) {
                return HealthCheck.failed("the answer about the account is none");
            }
            return health(user);
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }

    /** The count is of the day that is named, so an old one says nothing; the person behind the account is not told. */
    private static HealthCheck health(JsonValue user) {
        long used = user.get("apiRequests").whole().orElse(-1);
        long limit = user.get("dailyRateLimit").whole().orElse(-1);
        String day = user.get("apiRequestsDate")
                .text()
                .filter(text -> text.matches("[0-9-]{10}"))
                .orElse("");
        return used < 0 || limit < 0 || day.isEmpty()
                ? HealthCheck.ok()
                : new HealthCheck(true, used + " of " + limit + " calls were used on " + day);
    }

    static NoDataException nothing(EodhdSymbols.Name name, TimeRange range) {
        return new NoDataException(SOURCE, NoDataException.Why.NOT_TOLD, "nothing of " + name.full() + " in " + range);
    }
}
