package io.quotron.providers.internal.http;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.QuotronException;
import io.quotron.model.SourceId;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One request on the wire and the thread that waits for its answer. */
final class HttpCall implements Callback {
    private static final long CHUNK = 64L << 10;

    private final SourceId source;
    private final HttpQuery query;
    private final Call call;
    private final long maxBodyBytes;
    private final CompletableFuture<HttpReply> answer = new CompletableFuture<>();

    HttpCall(SourceId source, HttpQuery query, Call call, long maxBodyBytes) {
        this.query = query;
        this.source = source;
        this.call = call;
        this.maxBodyBytes = maxBodyBytes;
    }

    HttpReply execute(RequestContext context) {
        Registration registration = context.onCancel(() -> fail(cancelled()));
        try {
            if (!answer.isDone()) {
                call.enqueue(this);
            }
            return await(context);
        } finally {
            registration.close();
        }
    }

    private HttpReply await(RequestContext context) {
        try {
            return answer.get(context.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw end(cancelled());
        } catch (TimeoutException e) {
            throw end(TransportErrors.timeout(source, host(), "no complete answer before the deadline", e));
        } catch (ExecutionException e) {
            throw rethrowable(e.getCause());
        }
    }

    private String host() {
        return call.request().url().host();
    }

    /** Ends the waiting with a failure, and the request with it. */
    void fail(QuotronException failure) {
        answer.completeExceptionally(failure);
        call.cancel();
    }

    private QuotronException end(QuotronException failure) {
        fail(failure);
        return failure;
    }

    private QuotronException rethrowable(@Nullable Throwable cause) {
        return cause instanceof QuotronException failure
                ? failure
                : new ProviderException(source, FailureReason.UNAVAILABLE, "the request failed: " + cause, cause);
    }

    private static QuotronException cancelled() {
        return new QuotronException(FailureReason.CANCELLED, "the request was cancelled");
    }

    @Override
    public void onResponse(Call ignored, Response response) {
        try (response) {
            byte[] body = read(response.body().source());
            answer.complete(new HttpReply(
                    query,
                    response.code(),
                    response.headers().toMultimap(),
                    body,
                    Requests.withoutQuery(response.request().url())));
        } catch (IOException e) {
            onFailure(ignored, e);
        } catch (QuotronException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(new ProviderException(source, FailureReason.UNAVAILABLE, "the answer could not be read", e));
        }
    }

    /** Reads step by step, so that no more than the limit is ever held, however little was compressed into it. */
    private byte[] read(BufferedSource from) throws IOException {
        Buffer body = new Buffer();
        while (from.read(body, CHUNK) != -1) {
            if (body.size() > maxBodyBytes) {
                call.cancel(); // closing alone would read on for a while, in the hope of using the connection again
                throw new ProviderException(
                        source,
                        FailureReason.MALFORMED_RESPONSE,
                        "the answer is longer than " + maxBodyBytes + " bytes");
            }
        }
        return body.readByteArray();
    }

    @Override
    public void onFailure(Call ignored, IOException e) {
        answer.completeExceptionally(TransportErrors.of(source, host(), e, query::redact));
    }
}
