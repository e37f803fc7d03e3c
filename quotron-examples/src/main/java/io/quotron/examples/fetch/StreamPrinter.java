package io.quotron.examples.fetch;

import io.quotron.MarketDataClient;
import io.quotron.json.Fields;
import io.quotron.model.Bar;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.OrderBook;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import io.quotron.stream.MarketDataListener;
import io.quotron.stream.StreamRequest;
import io.quotron.stream.Subscription;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Prints live events until there were enough or the time is over. States, gaps and repairs are rows too, but do not count. */
final class StreamPrinter implements MarketDataListener {
    /** The kind of stream that a detail begins with, when the reason follows. */
    private static final Pattern KIND = Pattern.compile("^[A-Z]+(?: [0-9a-z]+)?: (?=[A-Z_]+: )");

    private static final Duration USUAL_TIME = Duration.ofSeconds(30);

    private final Rows rows;
    private final CountDownLatch done = new CountDownLatch(1);
    private int wanted;
    private final Set<Symbol> alive;
    private final Map<Symbol, String> failures = new LinkedHashMap<>();

    private StreamPrinter(Rows rows, int limit, List<Symbol> symbols) {
        this.rows = rows;
        this.wanted = limit;
        this.alive = new HashSet<>(symbols);
    }

    /**
     * Prints until there was enough, the time is over, or no symbol is left that could bring more.
     *
     * @return why symbols failed, one line for each
     */
    static List<String> run(MarketDataClient client, FetchOptions options, Rows rows) {
        StreamPrinter printer = new StreamPrinter(rows, options.limit(), options.symbols());
        Duration time = options.timeout().orElse(USUAL_TIME);
        Subscription subscription = request(client, options).subscribe(printer);
        try {
            printer.awaitWanted(time);
        } finally {
            subscription.close();
        }
        return printer.failures();
    }

    private synchronized List<String> failures() {
        return List.copyOf(failures.values());
    }

    private void awaitWanted(Duration time) {
        try {
            done.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static StreamRequest request(MarketDataClient client, FetchOptions options) {
        StreamRequest request =
                client.stream(options.symbols().stream().map(Symbol::code).toArray(String[]::new));
        Interval interval = options.interval().orElse(Interval.MINUTE_1);
        return switch (options.kind()) {
            case TRADES -> request.trades();
            case QUOTES -> request.quotes();
            case BARS -> request.bars(interval);
            case CANDLES -> request.candles(interval);
            case BOOK -> request.book(options.depth());
            case STATUS -> request.status();
        };
    }

    /** Nothing is printed beyond the limit, although more may have come before the subscription is closed. */
    private synchronized void printWanted(MarketEvent event) {
        if (wanted > 0) {
            rows.add(to -> Fields.of(event, to));
            wanted--;
        }
        if (wanted == 0) {
            done.countDown();
        }
    }

    private synchronized void print(MarketEvent event) {
        if (wanted > 0) {
            rows.add(to -> Fields.of(event, to));
        }
    }

    @Override
    public void onTrade(Trade trade) {
        printWanted(trade);
    }

    @Override
    public void onQuote(Quote quote) {
        printWanted(quote);
    }

    @Override
    public void onBar(Bar bar) {
        printWanted(bar);
    }

    @Override
    public void onCandle(Bar candle) {
        printWanted(candle);
    }

    @Override
    public void onBook(OrderBook book) {
        printWanted(book);
    }

    @Override
    public void onStatus(TradingStatus status) {
        printWanted(status);
    }

    @Override
    public void onGap(Gap gap) {
        print(gap);
    }

    @Override
    public synchronized void onFeedState(FeedState state) {
        print(state);
        if (state.status() == FeedState.Status.FAILED) {
            failures.put(state.symbol(), KIND.matcher(state.detail()).replaceFirst(""));
            alive.remove(state.symbol());
        }
        if (alive.isEmpty()) {
            done.countDown(); // nothing more will come
        }
    }
}
