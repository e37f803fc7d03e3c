package io.quotron.providers.yahoo;

import io.quotron.error.QuotronException;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends questions to the API and reads the answers; with the session where the endpoint wants one. Thread-safe. */
final class YahooApi {
    /** A question, still without the host and the session. */
    @FunctionalInterface
    interface Question {
        HttpQuery.Builder at(URI host);
    }

    /** Makes a value out of an answer. */
    @FunctionalInterface
    interface Reader<T> {
        T read(JsonValue document, Instant received);
    }

    /** Makes a value out of the bytes of an answer. */
    @FunctionalInterface
    interface FastReader<T> {
        /** Returns the value; null if the answer is to be read by a {@link Reader}. */
        @Nullable
        T read(byte[] body);
    }

    private final HttpGateway gateway;
    private final YahooHosts hosts;
    private final YahooSession session;

    YahooApi(HttpGateway gateway, YahooHosts hosts, YahooSession session) {
        this.gateway = gateway;
        this.hosts = hosts;
        this.session = session;
    }

    /**
     * Asks an endpoint that is open to everybody; one request.
     *
     * @param symbol what the question is about; null where it is about more than one thing
     * @param question the question
     * @param context the call
     * @param reader makes the value
     * @return the value
     */
    <T> T open(@Nullable Symbol symbol, Question question, RequestContext context, Reader<T> reader) {
        return exchange(symbol, question, null, context, body -> null, reader);
    }

    /** As {@link #open(Symbol, Question, RequestContext, Reader)}, for large answers. */
    <T> T open(
            @Nullable Symbol symbol, Question question, RequestContext context, FastReader<T> fast, Reader<T> reader) {
        return exchange(symbol, question, null, context, fast, reader);
    }

    /** As {@link #open}, for an endpoint that wants the session; asks once more with a new one if the crumb is refused. */
    <T> T withSession(@Nullable Symbol symbol, Question question, RequestContext context, Reader<T> reader) {
        YahooSession.Credentials first = session.get(0, context);
        try {
            return exchange(symbol, question, first, context, body -> null, reader);
        } catch (YahooErrors.InvalidCrumbException refused) {
            return exchange(symbol, question, session.get(first.generation(), context), context, body -> null, reader);
        }
    }

    private <T> T exchange(
            @Nullable Symbol symbol,
            Question question,
            YahooSession.@Nullable Credentials credentials,
            RequestContext context,
            FastReader<T> fast,
            Reader<T> reader) {
        URI host = hosts.api();
        HttpQuery.Builder query = question.at(host);
        if (credentials != null) {
            if (credentials.crumb() != null) {
                query.parameter("crumb", credentials.crumb());
            }
            if (credentials.cookie() != null) {
                query.header("Cookie", credentials.cookie());
            }
        }
        @Nullable HttpReply reply = null;
        try {
            reply = gateway.send(query.build(), context);
            Instant received = context.time().now();
            @Nullable T value = reply.status() == 200 ? fast.read(reply.body()) : null;
            if (value != null) {
                return value;
            }
            JsonValue document = YahooErrors.read(reply, symbol, received);
            if (credentials != null) {
                session.worked(credentials);
            }
            return reader.read(document, received);
        } catch (YahooErrors.MalformedException e) {
            throw reply == null ? e : e.quoting(reply);
        } catch (QuotronException e) {
            hosts.failed(host, e.reason());
            throw e;
        }
    }
}
