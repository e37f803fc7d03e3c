package io.quotron.providers.yahoo;

import io.quotron.model.Symbol;
import io.quotron.providers.internal.http.RawServer;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Scheduler;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A provider in front of a server that answers as the test says, with a clock that stands still. */
final class YahooStub implements AutoCloseable {
    /** Status line, headers and body. */
    record Answer(String status, String headers, String body) {
        static Answer ok(String body) {
            return new Answer("200 OK", "", body);
        }

        static Answer of(String status, String body) {
            return new Answer(status, "", body);
        }
    }

    static final String COOKIE = "/";
    static final String CRUMB = "/v1/test/getcrumb";
    static final String QUOTE = "/v7/finance/quote";
    static final String CHART = "/v8/finance/chart/";
    static final String SEARCH = "/v1/finance/search";
    static final String SUMMARY = "/v10/finance/quoteSummary/";
    static final String OPTIONS = "/v7/finance/options/";
    static final String TRENDING = "/v1/finance/trending/";
    static final String SCREENER = "/v1/finance/screener/predefined/saved";
    static final String SPARK = "/v7/finance/spark";
    private static final List<String> WITH_SYMBOL = List.of(CHART, SUMMARY, OPTIONS, TRENDING);

    private final Map<String, Function<List<String>, Answer>> answers = new ConcurrentHashMap<>();
    private final RawServer server = new RawServer(this::handle);
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final AtomicInteger charged = new AtomicInteger();
    private final Map<Symbol, String> overrides = new ConcurrentHashMap<>();
    private volatile Instant now = Instant.parse("2026-11-20T12:00:00Z");
    final YahooProvider provider = YahooProvider.builder().baseUri(server.uri()).build();

    YahooStub() {
        answer(
                COOKIE,
                new Answer(
                        "404 Not Found",
                        "Set-Cookie: A3=d=abc&S=x; Expires=Thu, 01 Jan 2099; Domain=.yahoo.com\r\n",
                        "x"));
        answer(CRUMB, Answer.ok("ab/cd.EF12"));
    }

    void answer(String path, Answer answer) {
        answers.put(path, request -> answer);
    }

    void answer(String path, Function<List<String>, Answer> script) {
        answers.put(path, script);
    }

    void now(Instant value) {
        now = value;
    }

    void override(Symbol symbol, String name) {
        overrides.put(symbol, name);
    }

    RequestContext context() {
        return RequestContext.builder(clock())
                .timeout(Duration.ofSeconds(20))
                .gate((weight, context) -> charged.addAndGet(weight))
                .notes(notes::add)
                .overrides(symbol -> Optional.ofNullable(overrides.get(symbol)))
                .build();
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    int charged() {
        return charged.get();
    }

    /** Returns the request targets so far whose path starts with a prefix. */
    List<String> targets(String prefix) {
        return server.requests().stream()
                .map(head -> head.get(0).split(" ", -1)[1])
                .filter(target -> prefix.equals(COOKIE) ? target.equals("/") : target.startsWith(prefix))
                .toList();
    }

    List<List<String>> requests() {
        return server.requests();
    }

    private void handle(List<String> request, RawServer.Exchange exchange) throws Exception {
        String target = request.get(0).split(" ", -1)[1];
        String path = target.split("\\?", -1)[0];
        String key = WITH_SYMBOL.stream().filter(path::startsWith).findFirst().orElse(path);
        Function<List<String>, Answer> script = answers.get(key);
        Answer answer = script == null ? Answer.of("404 Not Found", "no such path") : script.apply(request);
        exchange.reply(answer.status(), answer.headers(), answer.body());
    }

    private TimeSource clock() {
        return new TimeSource() {
            @Override
            public Instant now() {
                return now;
            }

            @Override
            public long nanoTime() {
                return TimeSource.system().nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeSource.system().sleep(duration);
            }

            @Override
            public Scheduler newScheduler(ThreadFactory threads) {
                return TimeSource.system().newScheduler(threads);
            }
        };
    }

    @Override
    public void close() {
        provider.close();
        server.close();
    }
}
