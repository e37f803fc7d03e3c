package io.quotron.internal.stream;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.spi.Registration;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamListener;
import io.quotron.spi.StreamSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a stream of a provider that has none: asks for quotes at intervals and tells those that changed. Thread-safe. */
final class PollingSource implements StreamSource {
    private final Function<Set<Symbol>, Map<Symbol, Result<Quote>>> poll;
    private final EngineRoom room;

    PollingSource(Function<Set<Symbol>, Map<Symbol, Result<Quote>>> poll, EngineRoom room) {
        this.poll = poll;
        this.room = room;
    }

    @Override
    public Set<StreamKind> kinds() {
        return Set.of(StreamKind.QUOTES);
    }

    @Override
    public StreamConnection connect(StreamListener listener, RequestContext context) {
        Polling polling = new Polling(listener);
        listener.onOpen();
        return polling;
    }

    /** Asks round by round; a round starts when the one before has ended and the interval is over. */
    private final class Polling implements StreamConnection {
        private final Object lock = new Object();
        private final StreamListener listener;
        private final Set<Symbol> wanted = new LinkedHashSet<>();
        private final Set<Symbol> fresh = new LinkedHashSet<>();
        private final Map<Symbol, Quote> last = new HashMap<>();
        private @Nullable Registration timer;
        private boolean roundDue;
        private boolean working;
        private boolean closed;

        private Polling(StreamListener listener) {
            this.listener = listener;
        }

        @Override
        public void subscribe(Set<StreamKey> keys) {
            synchronized (lock) {
                for (StreamKey key : keys) {
                    if (wanted.add(key.symbol())) {
                        fresh.add(key.symbol());
                    }
                }
                startWork();
            }
        }

        @Override
        public void unsubscribe(Set<StreamKey> keys) {
            synchronized (lock) {
                for (StreamKey key : keys) {
                    wanted.remove(key.symbol());
                    fresh.remove(key.symbol());
                    last.remove(key.symbol());
                }
            }
        }

        private void startWork() {
            synchronized (lock) {
                if (!closed && !working && (roundDue || !fresh.isEmpty())) {
                    working = room.io().tryExecute(this::work);
                }
            }
        }

        private void work() {
            List<Symbol> due = due();
            try {
                for (int from = 0; from < due.size(); from += room.settings().pollBatch()) {
                    int to = Math.min(due.size(), from + room.settings().pollBatch());
                    ask(new LinkedHashSet<>(due.subList(from, to)));
                }
            } finally {
                finish();
            }
        }

        /** A whole round if its time has come, otherwise those that were never asked for. */
        private List<Symbol> due() {
            synchronized (lock) {
                List<Symbol> due = new ArrayList<>(roundDue ? wanted : fresh);
                roundDue = false;
                fresh.clear();
                return due;
            }
        }

        private void finish() {
            synchronized (lock) {
                working = false;
                if (timer == null && !closed) {
                    timer = room.scheduler().schedule(room.settings().pollInterval(), this::nextRound);
                }
                startWork();
            }
        }

        private void nextRound() {
            synchronized (lock) {
                timer = null;
                roundDue = true;
                startWork();
            }
        }

        private void ask(Set<Symbol> symbols) {
            Map<Symbol, Result<Quote>> answers;
            try {
                answers = poll.apply(symbols);
            } catch (QuotronException e) {
                answers = failures(symbols, e.reason(), String.valueOf(e.getMessage()));
            } catch (RuntimeException | Error e) {
                answers = failures(symbols, FailureReason.UNAVAILABLE, "the poll failed: " + e);
            }
            for (Symbol symbol : symbols) {
                Result<Quote> missing = Result.failure(FailureReason.MALFORMED_RESPONSE, "not in the answer");
                tell(symbol, answers.getOrDefault(symbol, missing));
            }
        }

        private Map<Symbol, Result<Quote>> failures(Set<Symbol> symbols, FailureReason reason, String message) {
            Map<Symbol, Result<Quote>> failures = new HashMap<>();
            symbols.forEach(symbol -> failures.put(symbol, Result.failure(reason, message)));
            return failures;
        }

        private void tell(Symbol symbol, Result<Quote> answer) {
            StreamKey key = new StreamKey(symbol, StreamKind.QUOTES);
            if (answer instanceof Result.Failure<Quote> failure) {
                listener.onRefused(key, failure.reason(), failure.message());
                return;
            }
            Quote quote = answer.get();
            if (quote.stale()) {
                listener.onRefused(key, FailureReason.UNAVAILABLE, "only an old quote is known");
                return;
            }
            boolean changed = remember(symbol, quote);
            listener.onSubscribed(key);
            if (changed) {
                listener.onEvent(key, quote);
            }
        }

        private boolean remember(Symbol symbol, Quote quote) {
            synchronized (lock) {
                Quote before = wanted.contains(symbol) ? last.put(symbol, quote) : quote;
                return before == null
                        || before.price() != quote.price()
                        || !before.eventTime().equals(quote.eventTime());
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                closed = true;
                if (timer != null) {
                    timer.close();
                    timer = null;
                }
            }
        }
    }
}
