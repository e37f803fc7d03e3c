package io.quotron.examples.provider;

import static io.quotron.error.FailureReason.AUTHENTICATION;
import static io.quotron.error.FailureReason.MALFORMED_RESPONSE;
import static io.quotron.error.FailureReason.SYMBOL_UNKNOWN;
import static io.quotron.error.FailureReason.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quotron.error.Excerpt;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.QuoteSource;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An invented service: {@code ACME} posted to {@code /quote} gives {@code ACME,187.25,1795186800000} and a line feed. */
public record SmallestProvider(URI server, HttpClient http) implements MarketDataProvider {
    private static final SourceId ID = SourceId.of("smallest");
    private static final ProviderDescriptor DESCRIPTOR =
            ProviderDescriptor.builder(ID, "Smallest").build();
    private static final Pattern LINE = Pattern.compile("([^,]+),(?=[0.]*[1-9])(\\d{1,9}(?:\\.\\d{1,9})?),(\\d{13})\n");

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Optional<QuoteSource> quotes() {
        return Optional.of((symbols, context) ->
                symbols.stream().collect(Collectors.toMap(symbol -> symbol, symbol -> fetchQuote(symbol, context))));
    }

    private Result<Quote> fetchQuote(Symbol symbol, RequestContext context) {
        String name = context.nativeSymbol(symbol).orElse(symbol.code());
        HttpResponse<String> reply = post("/quote", name, context);
        if (reply.statusCode() == 404) {
            return Result.failure(SYMBOL_UNKNOWN, "unknown symbol '" + symbol + "'");
        }
        Matcher line = LINE.matcher(reply.body());
        if (!line.matches() || !line.group(1).equals(name)) {
            throw new ProviderException(ID, MALFORMED_RESPONSE, "no quote but: " + Excerpt.of(reply.body()));
        }
        return Result.success(Quote.builder(symbol, ID)
                .price(Double.parseDouble(line.group(2)))
                .eventTime(Instant.ofEpochMilli(Long.parseLong(line.group(3))))
                .receivedTime(context.time().now())
                .build());
    }

    private HttpResponse<String> post(String path, String body, RequestContext context) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).POST(BodyPublishers.ofString(body));
        context.beforeRequest();
        CompletableFuture<HttpResponse<String>> reply = http.sendAsync(request.build(), head -> atMost(10_000));
        Registration onCancel = context.onCancel(() -> reply.cancel(true));
        try {
            return checked(reply.get(context.remaining().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e, context);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            throw failure(e, context);
        } finally {
            onCancel.close();
            reply.cancel(true);
        }
    }

    private static ProviderException failure(Exception e, RequestContext context) {
        context.throwIfEnded();
        boolean network = e.getCause() instanceof IOException;
        return new ProviderException(ID, network ? UNAVAILABLE : MALFORMED_RESPONSE, "no answer: " + e.getCause(), e);
    }

    private static HttpResponse<String> checked(HttpResponse<String> reply) {
        switch (reply.statusCode()) {
            case 200, 404 -> {
                return reply;
            }
            case 401, 403 -> throw new ProviderException(ID, AUTHENTICATION, "refused with " + reply);
            case 429 -> throw new RateLimitedException(ID, "too many requests", pause(reply));
            default -> throw new ProviderException(ID, UNAVAILABLE, "refused with " + reply);
        }
    }

    private static Duration pause(HttpResponse<String> reply) {
        Optional<String> seconds = reply.headers().firstValue("Retry-After").filter(text -> text.matches("\\d{1,6}"));
        return Duration.ofSeconds(seconds.map(Long::parseLong).orElse(0L));
    }

    private static HttpResponse.BodySubscriber<String> atMost(int bytes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        var reader = BodySubscribers.ofByteArrayConsumer(part -> {
            body.writeBytes(part.orElse(new byte[0]));
            if (body.size() > bytes) {
                throw new IllegalStateException("the answer is longer than " + bytes + " bytes");
            }
        });
        return BodySubscribers.mapping(reader, end -> body.toString(US_ASCII));
    }

    @Override
    public HealthCheck check(RequestContext context) {
        try {
            post("/health", "", context);
            return HealthCheck.ok();
        } catch (QuotronException e) {
            return HealthCheck.failed(e);
        }
    }

    @Override
    public void close() {}
}
