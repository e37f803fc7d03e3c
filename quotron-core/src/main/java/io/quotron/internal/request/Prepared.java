package io.quotron.internal.request;

import io.quotron.model.SourceId;
import io.quotron.request.Request;
import io.quotron.request.Traced;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The steps and verbs that all requests share. */
abstract class Prepared<T, R extends Request<T, R>> implements Request<T, R> {
    static final Duration QUOTE_TIMEOUT = Duration.ofSeconds(10);
    static final Duration HISTORY_TIMEOUT = Duration.ofSeconds(30);

    final RequestEngine engine;
    final Options options;

    /** What every request can be told. */
    record Options(Duration timeout, List<SourceId> only, boolean fresh) {
        static Options of(Duration timeout) {
            return new Options(timeout, List.of(), false);
        }

        Options withTimeout(Duration value) {
            Objects.requireNonNull(value, "timeout");
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException("timeout must be positive, but is " + value);
            }
            return new Options(value, only, fresh);
        }

        Options withOnly(List<SourceId> value) {
            return new Options(timeout, value, fresh);
        }

        Options asFresh() {
            return new Options(timeout, only, true);
        }
    }

    Prepared(RequestEngine engine, Options options) {
        this.engine = engine;
        this.options = options;
    }

    abstract R with(Options changed);

    abstract T ask(Call call);

    <K> Asked<K> asked(K what) {
        return new Asked<>(what, options.only());
    }

    @Override
    public R timeout(Duration timeout) {
        return with(options.withTimeout(timeout));
    }

    @Override
    public R from(String... providerIds) {
        return with(options.withOnly(engine.requireProviders(providerIds)));
    }

    @Override
    public R fresh() {
        return with(options.asFresh());
    }

    @Override
    public T fetch() {
        return fetchTraced().value();
    }

    @Override
    public CompletableFuture<T> fetchAsync() {
        return engine.runAsync(this::ask, options.timeout(), options.fresh());
    }

    @Override
    public Traced<T> fetchTraced() {
        return engine.run(this::ask, options.timeout(), options.fresh());
    }
}
