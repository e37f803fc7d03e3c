package io.quotron.internal.request;

import io.quotron.error.AllProvidersFailedException;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Instrument;
import io.quotron.request.DiscoverRequest;
import io.quotron.request.Instruments;
import io.quotron.request.ListsRequest;
import io.quotron.request.ResolveRequest;
import io.quotron.request.SearchRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The requests that find out what can be asked for. */
public final class InstrumentRequests implements Instruments {
    private final RequestEngine engine;

    public InstrumentRequests(RequestEngine engine) {
        this.engine = engine;
    }

    @Override
    public SearchRequest search(String text) {
        Objects.requireNonNull(text, "text");
        if (text.isBlank()) {
            throw new QuotronException(FailureReason.INVALID_REQUEST, "the text to search for is blank");
        }
        return new Search(engine, history(), text.strip());
    }

    @Override
    public DiscoverRequest discover(String providerId) {
        return new Discovery(engine, of(providerId), new Questions.ListQuery(""));
    }

    @Override
    public ListsRequest lists(String providerId) {
        return new Lists(engine, of(providerId));
    }

    @Override
    public ResolveRequest resolve(String identifier) {
        Objects.requireNonNull(identifier, "identifier");
        return new Resolve(engine, history(), Identifiers.checked(identifier));
    }

    private static Prepared.Options history() {
        return Prepared.Options.of(Prepared.HISTORY_TIMEOUT);
    }

    private Prepared.Options of(String providerId) {
        Objects.requireNonNull(providerId, "providerId");
        return history().withOnly(engine.requireProviders(providerId));
    }

    private static final class Search extends Prepared<List<Instrument>, SearchRequest> implements SearchRequest {
        private final String text;

        Search(RequestEngine engine, Options options, String text) {
            super(engine, options);
            this.text = text;
        }

        @Override
        SearchRequest with(Options changed) {
            return new Search(engine, changed, text);
        }

        @Override
        List<Instrument> ask(Call call) {
            return engine.paths().search().askOne(asked(text), call);
        }
    }

    private static final class Discovery extends Prepared<List<Instrument>, DiscoverRequest>
            implements DiscoverRequest {
        private final Questions.ListQuery query;

        Discovery(RequestEngine engine, Options options, Questions.ListQuery query) {
            super(engine, options);
            this.query = query;
        }

        @Override
        DiscoverRequest with(Options changed) {
            return new Discovery(engine, changed, query);
        }

        @Override
        public DiscoverRequest list(String name) {
            Objects.requireNonNull(name, "name");
            return new Discovery(
                    engine, options, new Questions.ListQuery(name.strip().toLowerCase(Locale.ROOT)));
        }

        @Override
        List<Instrument> ask(Call call) {
            return engine.paths().discovery().askOne(asked(query), call);
        }
    }

    private static final class Lists extends Prepared<List<String>, ListsRequest> implements ListsRequest {
        private static final String ALL = "all";

        Lists(RequestEngine engine, Options options) {
            super(engine, options);
        }

        @Override
        ListsRequest with(Options changed) {
            return new Lists(engine, changed);
        }

        @Override
        List<String> ask(Call call) {
            return engine.paths().lists().askOne(asked(ALL), call);
        }
    }

    private static final class Resolve extends Prepared<List<Instrument>, ResolveRequest> implements ResolveRequest {
        private final String identifier;

        Resolve(RequestEngine engine, Options options, String identifier) {
            super(engine, options);
            this.identifier = identifier;
        }

        @Override
        ResolveRequest with(Options changed) {
            return new Resolve(engine, changed, identifier);
        }

        @Override
        List<Instrument> ask(Call call) {
            try {
                return engine.paths().resolve().askOne(asked(identifier), call);
            } catch (QuotronException e) {
                if (isUnknownToAll(e)) {
                    return List.of();
                }
                throw e;
            }
        }

        private static boolean isUnknownToAll(QuotronException failure) {
            return failure instanceof AllProvidersFailedException all
                    ? all.attempts().stream().allMatch(Resolve::isUnknown)
                    : isUnknown(failure);
        }

        private static boolean isUnknown(QuotronException failure) {
            return failure.reason() == FailureReason.NO_DATA || failure.reason() == FailureReason.SYMBOL_UNKNOWN;
        }
    }
}
