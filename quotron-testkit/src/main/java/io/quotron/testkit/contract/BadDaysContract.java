package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.Symbol;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.Faults;
import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.LoopbackServer;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The bad days of a role that asks over HTTP: rules Q201 to Q239, the same for quotes, bars and all other roles that ask for a symbol. The class is long because it is a
 * table of rules.
 *
 * @param <T> what the role answers with
 */
public abstract class BadDaysContract<T> extends ProviderContract {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final Duration CANCEL_GRACE = Duration.ofMillis(200);
    private static final int TRIES = 3;
    private static final long MOST_BYTES_READ = 48L * 1024 * 1024;
    private static final long HUGE = 100L * 1024 * 1024;
    private static final int MANY = 40;
    private static final Set<FailureReason> BROKEN =
            EnumSet.of(FailureReason.UNAVAILABLE, FailureReason.MALFORMED_RESPONSE);
    private static final Set<FailureReason> NOT_UNDERSTOOD =
            EnumSet.of(FailureReason.MALFORMED_RESPONSE, FailureReason.BLOCKED);

    /** Makes the test; server and provider come with each rule. */
    protected BadDaysContract() {}

    /** Asks the role for a symbol. */
    abstract T fetch(MarketDataProvider asked, Symbol symbol, RequestContext context);

    /** Returns why there is no data in an answer; empty if there is data. */
    abstract Optional<FailureReason> failureIn(T value);

    /** Checks that a value made of a spoiled answer holds nothing that the good one does not. */
    abstract void assertHarmless(T spoiled, T good);

    /**
     * Returns which reasons are right for a status without a telling body.
     *
     * @param status 401, 403 or a 5xx
     * @return AUTHENTICATION for 401 and 403, UNAVAILABLE for others, unless overridden
     */
    protected Set<FailureReason> reasonsFor(int status) {
        return status == 401 || status == 403
                ? EnumSet.of(FailureReason.AUTHENTICATION)
                : EnumSet.of(FailureReason.UNAVAILABLE);
    }

    /**
     * Returns how many requests for data one call makes where the server refuses it.
     *
     * @param status the status that the server answers with
     * @return 1 unless overridden, for example for a provider that renews its session once
     */
    protected int dataRequestsFor(int status) {
        return 1;
    }

    /** Q201: a refused key is AUTHENTICATION. */
    @Test
    protected void q201_unauthorized_isAuthentication() {
        assertReason(Faults.status(401), reasonsFor(401));
    }

    /** Q202: a key that does not cover the request is AUTHENTICATION. */
    @Test
    protected void q202_forbidden_isAuthentication() {
        assertReason(Faults.status(403), reasonsFor(403));
    }

    /** Q203: status 429 is RATE_LIMITED and tells the pause, given in seconds. */
    @Test
    protected void q203_tooManyRequestsInSeconds_tellsThePause() {
        assertThat(rateLimited("7").retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    /** Q204: status 429 is RATE_LIMITED and tells the pause, given as a date. */
    @Test
    protected void q204_tooManyRequestsUntilDate_tellsThePause() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                TimeSource.system().now().plusSeconds(60).atOffset(ZoneOffset.UTC));

        assertThat(rateLimited(date).retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61));
    }

    /** Q205: an absurd pause is no failure of its own: the call is still RATE_LIMITED. */
    @Test
    protected void q205_absurdPause_isStillRateLimited() {
        for (String absurd : List.of("-5", "soon", "99999999999999999999", "")) {
            assertThat(rateLimited(absurd).retryAfter())
                    .as("Retry-After: %s", absurd)
                    .isGreaterThanOrEqualTo(Duration.ZERO);
        }
    }

    private RateLimitedException rateLimited(String retryAfter) {
        Outcome<T> outcome = onBadDay(Faults.status(429, Map.of("Retry-After", retryAfter)));
        if (outcome.thrown() instanceof RateLimitedException limited) {
            return limited;
        }
        throw new AssertionError("Retry-After: " + retryAfter + " gives " + outcome + " instead of a pause");
    }

    /** Q206: server errors are UNAVAILABLE. */
    @Test
    protected void q206_serverErrors_areUnavailable() {
        for (int status : new int[] {500, 502, 503, 504, 520}) {
            assertReason(Faults.status(status), reasonsFor(status));
        }
    }

    /** Q207: nobody listens: UNAVAILABLE. */
    @Test
    protected void q207_connectionRefused_isUnavailable() {
        server().close();

        assertReason(call(provider(), ample()), EnumSet.of(FailureReason.UNAVAILABLE), "connection refused");
    }

    /** Q208: the connection is killed before or within the answer: UNAVAILABLE. */
    @Test
    protected void q208_connectionReset_isUnavailable() {
        assertReason(Faults.reset(), EnumSet.of(FailureReason.UNAVAILABLE));
        assertReason(Faults.resetAfter(10, this::answer), BROKEN);
    }

    /** Q209: no headers come: TIMEOUT at the deadline. */
    @Test
    protected void q209_noHeaders_isTimeoutInTime() {
        assertTimeout(Faults.noHeaders());
    }

    /** Q210: the body stops: TIMEOUT at the deadline. */
    @Test
    protected void q210_bodyStalls_isTimeoutInTime() {
        assertTimeout(Faults.stallAfter(10, this::answer));
    }

    /** Q211: the body drips: TIMEOUT at the deadline, however alive the connection looks. */
    @Test
    protected void q211_bodyDrips_isTimeoutInTime() {
        assertTimeout(Faults.drip(Duration.ofMillis(100), this::answer));
    }

    /** A busy machine may be late; one try in time shows that the provider is not. */
    private void assertTimeout(Handler bad) {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            badDay(bad);
            Outcome<T> outcome =
                    call(provider(), context(TimeSource.system(), SHORT).build());
            assertReason(outcome, EnumSet.of(FailureReason.TIMEOUT), "no answer within " + SHORT);
            took.add(outcome.took());
            if (outcome.took().compareTo(SHORT.plus(GRACE)) <= 0) {
                return;
            }
        }
        fail("the deadline of %s was missed in each try: %s", SHORT, took);
    }

    /** Q212: a body cut anywhere gives no value. */
    @Test
    protected void q212_bodyCut_givesNoValue() {
        for (int length : lengths(goodBody().length)) {
            assertReason(Faults.cutAfter(length, this::answer), BROKEN);
            assertReason(Faults.cutChunkedAfter(length, this::answer), BROKEN);
        }
    }

    /** Q213: a JSON body that ends early, with a length that fits, gives no value. */
    @Test
    protected void q213_bodyEndsEarly_givesNoValue() {
        assumeTrue(isJson(), "only JSON tells where it ends");
        for (int length : lengths(goodText().strip().length())) {
            assertReason(Faults.shortened(length, this::answer), BROKEN);
        }
    }

    private static int[] lengths(int total) {
        int step = Math.max(1, total / MANY);
        return IntStream.iterate(0, length -> length < total, length -> length + step)
                .toArray();
    }

    /** Q214: no status line, empty body, page or text instead of data: MALFORMED_RESPONSE or BLOCKED. */
    @Test
    protected void q214_notTheFormat_isMalformedOrBlocked() {
        String page = "<!DOCTYPE html><html><head><title>Sorry</title></head><body>We'll be back soon.</body></html>";
        assertReason(Faults.garbage(), BROKEN);
        assertReason(Faults.replaceBody(new byte[0], this::answer), BROKEN);
        assertReason(Faults.body("text/html; charset=utf-8", page), NOT_UNDERSTOOD);
        assertReason(Faults.replaceBody(page.getBytes(StandardCharsets.UTF_8), this::answer), NOT_UNDERSTOOD);
        assertReason(spoiled("Too many cooks"), NOT_UNDERSTOOD);
    }

    /** Q215: JSON of another shape gives no value. */
    @Test
    protected void q215_otherJson_givesNoValue() {
        for (String json : List.of("null", "true", "42", "\"text\"", "[]", "{}", "[[]]", "[null]", "{\"a\":1}")) {
            assertNoData(spoiled(json), json);
        }
    }

    /** Q216: numbers that are none give no value. */
    @Test
    protected void q216_allNumbersSpoiled_givesNoValue() {
        assumeTrue(isJson(), "not JSON");
        JsonPoison poison = JsonPoison.of(goodText());
        for (String value : List.of("null", "\"\"", "\"abc\"", "{}", "[]", "true", "NaN", "Infinity", "-", "1e999")) {
            assertNoData(spoiled(poison.all(value)), "all numbers are " + value);
        }
    }

    /** Q217: one number that is none leaves the others as they are and is never made up. */
    @Test
    protected void q217_oneNumberSpoiled_isNeverMadeUp() {
        assumeTrue(isJson(), "not JSON");
        T good = good();
        JsonPoison poison = JsonPoison.of(goodText());
        for (int i = 0; i < poison.numbers(); i += Math.max(1, poison.numbers() / MANY)) {
            for (String value : List.of("null", "\"abc\"", "\"\"", "{}", "1e999")) {
                Outcome<T> outcome = onBadDay(spoiled(poison.one(i, value)));
                if (outcome.value() != null) {
                    assertHarmless(outcome.value(), good);
                }
            }
        }
    }

    /** Q218: nesting without end is MALFORMED_RESPONSE, and overflows no stack. */
    @Test
    protected void q218_deepNesting_isMalformed() {
        assertReason(spoiled("[".repeat(100_000)), NOT_UNDERSTOOD);
        assertReason(spoiled("{\"a\":".repeat(100_000)), NOT_UNDERSTOOD);
        assertNoData(spoiled("[".repeat(100_000) + "]".repeat(100_000)), "deep nesting");
    }

    /** Q219: numbers of absurd length or size give no value, soon. */
    @Test
    protected void q219_absurdNumbers_giveNoValueSoon() {
        assumeTrue(isJson(), "not JSON");
        JsonPoison poison = JsonPoison.of(goodText());
        for (String absurd : List.of("1".repeat(1001), "1e1000000000", "-1e-1000000000", "1E+2147483648")) {
            Outcome<T> outcome = assertNoData(spoiled(poison.all(absurd)), absurd);
            assertThat(outcome.took()).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** Q220: bytes that are not plain UTF-8 JSON give no value. */
    @Test
    protected void q220_strangeBytes_giveNoValue() {
        assumeTrue(isJson(), "not JSON");
        String good = goodText();
        int inText = good.indexOf('"') + 1;
        assertNoData(spoiled("\uFEFF" + good), "byte order mark");
        assertNoData(spoiled(good.getBytes(StandardCharsets.UTF_16)), "UTF-16");
        assertNoData(spoiled(good.substring(0, 1) + '\0' + good.substring(1)), "NUL");
        byte[] invalid = (good.substring(0, inText) + "??" + good.substring(inText)).getBytes(StandardCharsets.UTF_8);
        invalid[inText] = (byte) 0xC3;
        invalid[inText + 1] = (byte) 0x28;
        assertNoData(spoiled(invalid), "invalid UTF-8");
    }

    /** Q221: anything behind the document makes it no document. */
    @Test
    protected void q221_contentAfterDocument_givesNoValue() {
        assumeTrue(isJson(), "not JSON");
        assertNoData(spoiled(goodText() + "{}"), "a second document");
        assertNoData(spoiled(goodText() + goodText()), "the document twice");
    }

    /** Q222: a body of 100 MB is given up soon, whatever its length says. */
    @Test
    protected void q222_hugeBody_isGivenUp() throws InterruptedException {
        AtomicLong written = new AtomicLong();

        assertReason(flood(written, false), NOT_UNDERSTOOD);
        assertThat(settled(written)).as("bytes that the provider took").isLessThan(MOST_BYTES_READ);
    }

    /** Q223: a body without end is given up soon. */
    @Test
    protected void q223_endlessBody_isGivenUp() throws InterruptedException {
        AtomicLong written = new AtomicLong();

        assertReason(flood(written, true), NOT_UNDERSTOOD);
        assertThat(settled(written)).as("bytes that the provider took").isLessThan(MOST_BYTES_READ);
    }

    private static Handler flood(AtomicLong written, boolean chunked) {
        byte[] block = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        return (request, response) -> {
            response.header("Content-Type", "application/json");
            OutputStream out = chunked ? response.startChunked() : response.startFixed(HUGE);
            out.write("[\"".getBytes(StandardCharsets.US_ASCII));
            while (written.get() < HUGE) {
                out.write(block);
                written.addAndGet(block.length);
            }
            response.stall();
        };
    }

    private static long settled(AtomicLong written) throws InterruptedException {
        TimeSource.system().sleep(Duration.ofMillis(100)); // what was in flight when the provider gave up
        return written.get();
    }

    /** Q224: a redirect loop is UNAVAILABLE after at most 5 redirects. */
    @Test
    protected void q224_redirectLoop_isUnavailable() {
        assertReason(Faults.redirectLoop(), EnumSet.of(FailureReason.UNAVAILABLE));
        assertThat(dataRequests()).isLessThanOrEqualTo(6);
    }

    /** Q225: a redirect to a host that is not the configured one is not followed. */
    @Test
    protected void q225_redirectToOtherHost_isRefused() {
        try (LoopbackServer other = LoopbackServer.start("otherhost", this::answer)) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                assertNoData(Faults.redirect("http://" + host + ":" + other.port() + "/"), "redirect to " + host);
            }
            assertNoData(Faults.redirect("file:///etc/hostname"), "redirect to a file");
            assertThat(other.requestCount())
                    .as("requests that the other host saw")
                    .isZero();
        }
    }

    /** Q226: an interrupt ends the call at once as CANCELLED, and the flag stays set. */
    @Test
    protected void q226_interrupt_isCancelledAtOnce() {
        assertEnds(Faults.noHeaders(), Ending.INTERRUPT);
        assertEnds(Faults.stallAfter(10, this::answer), Ending.INTERRUPT);
    }

    /** Q227: cancellation ends the call at once as CANCELLED. */
    @Test
    protected void q227_cancellation_isCancelledAtOnce() {
        assertEnds(Faults.noHeaders(), Ending.CANCEL);
        assertEnds(Faults.stallAfter(10, this::answer), Ending.CANCEL);
    }

    /** Q228: a call that was cancelled before it began asks nobody. */
    @Test
    protected void q228_cancelledBefore_asksNobody() {
        RequestContext.Cancellation cancellation = new RequestContext.Cancellation();
        cancellation.cancel();
        RequestContext context =
                context(TimeSource.system(), AMPLE).cancellation(cancellation).build();

        assertReason(call(provider(), context), EnumSet.of(FailureReason.CANCELLED), "cancelled before");
        assertThat(server().requests()).isEmpty();
    }

    /** How a call is ended from outside. */
    private enum Ending {
        INTERRUPT,
        CANCEL
    }

    private void assertEnds(Handler bad, Ending ending) {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            badDay(bad);
            Duration late = endOnce(ending);
            took.add(late);
            if (late.compareTo(CANCEL_GRACE) <= 0) {
                return;
            }
        }
        fail("%s took longer than %s in each try: %s", ending, CANCEL_GRACE, took);
    }

    private Duration endOnce(Ending ending) {
        RequestContext.Cancellation cancellation = new RequestContext.Cancellation();
        RequestContext context =
                context(TimeSource.system(), AMPLE).cancellation(cancellation).build();
        CompletableFuture<Boolean> flagKept = new CompletableFuture<>();
        CompletableFuture<Long> ended = new CompletableFuture<>();
        Thread caller = new Thread(() -> callAndNote(context, ended, flagKept), "contract-caller");
        caller.setDaemon(true);
        caller.start();
        awaitDataRequest();
        long start = TimeSource.system().nanoTime();
        if (ending == Ending.INTERRUPT) {
            caller.interrupt();
        } else {
            cancellation.cancel();
        }
        Duration late = Duration.ofNanos(get(ended) - start);
        assertThat(get(flagKept)).as("interrupt flag after %s", ending).isEqualTo(ending == Ending.INTERRUPT);
        return late;
    }

    private void callAndNote(
            RequestContext context, CompletableFuture<Long> ended, CompletableFuture<Boolean> flagKept) {
        try {
            Outcome<T> outcome = call(provider(), context);
            ended.complete(TimeSource.system().nanoTime());
            flagKept.complete(Thread.currentThread().isInterrupted());
            assertReason(outcome, EnumSet.of(FailureReason.CANCELLED), "ended from outside");
        } catch (AssertionError e) {
            ended.completeExceptionally(e);
            flagKept.completeExceptionally(e);
            throw e;
        }
    }

    private void awaitDataRequest() {
        long giveUp = TimeSource.system().nanoTime() + AMPLE.toNanos();
        while (dataRequests() == 0) {
            assertThat(TimeSource.system().nanoTime())
                    .as("time until a request came")
                    .isLessThan(giveUp);
            Thread.onSpinWait();
        }
    }

    private static <V> V get(CompletableFuture<V> future) {
        try {
            return future.get(AMPLE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the call did not end as it should", e);
        }
    }

    /** Q229: a server that repeats what it was sent does not make the key appear in any text. */
    @Test
    protected void q229_serverRepeatsTheRequest_keyStaysHidden() {
        assumeTrue(key().isPresent(), "this provider has no key");
        for (int status : new int[] {200, 400, 401, 403, 404, 429, 500}) {
            badDay((request, response) -> response.status(status).send(everythingOf(request)));
            Outcome<T> outcome = call(provider(), ample());
            assertThat(outcome.value() == null || failureIn(outcome.value()).isPresent())
                    .as("status %s gives no data", status)
                    .isTrue();
            assertNoKeyIn(String.valueOf(outcome.value()));
        }
        assertNoKeyIn(provider().toString() + provider().descriptor());
    }

    private static String everythingOf(Request request) {
        return "bad request " + request.parameters() + " " + request.target() + " " + request.headers();
    }

    /** Q230: the server sees exactly the requests that were charged, on good days and bad ones. */
    @Test
    protected void q230_everyRequest_isChargedOnce() {
        List<Handler> days = List.of(
                this::answer,
                Faults.status(500),
                Faults.status(429),
                Faults.reset(),
                spoiled("{"),
                Faults.redirectLoop());
        for (int day = 0; day < days.size(); day++) {
            int before = charges();
            onBadDay(days.get(day));
            assertThat(server().requests()).as("requests seen on day %s", day).hasSize(charges() - before);
        }
    }

    /** Q231: the provider itself never asks again. */
    @Test
    protected void q231_failure_isNotRetriedInside() {
        assertAsksOnce(Faults.status(401), 401);
        assertAsksOnce(Faults.status(429), 429);
        assertAsksOnce(Faults.status(500), 500);
        assertAsksOnce(Faults.status(503, Map.of("Retry-After", "0")), 503);
        assertAsksOnce(Faults.reset(), 0);
        assertAsksOnce(Faults.resetAfter(10, this::answer), 0);
        assertAsksOnce(spoiled("{"), 0);
        assertAsksOnce(Faults.cutAfter(0, this::answer), 0);
    }

    private void assertAsksOnce(Handler bad, int status) {
        Outcome<T> outcome = onBadDay(bad);
        assertThat(dataRequests()).as("requests for data behind %s", outcome).isEqualTo(dataRequestsFor(status));
    }

    /** Q232: a bad answer harms only its own call; the next one is good. */
    @Test
    protected void q232_goodDayAfterBad_isGood() {
        for (Handler bad :
                List.of(Faults.status(500), Faults.reset(), Faults.cutAfter(5, this::answer), spoiled("{"))) {
            onBadDay(bad);
            badDay(this::answer);
            good();
        }
    }

    /** Q233: eight threads at once get what one gets. */
    @Test
    protected void q233_eightThreads_getWhatOneGets() {
        String expected = String.valueOf(describe(good()));
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread caller = new Thread(() -> complete(answer, () -> describe(good())), "contract-caller-" + i);
            caller.setDaemon(true);
            caller.start();
            answers.add(answer);
        }
        answers.forEach(answer -> assertThat(get(answer)).isEqualTo(expected));
    }

    /** Returns the numbers of an answer, without the time of receipt. */
    abstract String describe(T value);

    private static void complete(CompletableFuture<String> future, Supplier<String> work) {
        try {
            future.complete(work.get());
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }

    /** Q234: a good answer that comes within the deadline, however slowly, is good. */
    @Test
    protected void q234_slowButInTime_isGood() {
        badDay(Faults.delayed(Duration.ofMillis(50), this::answer));
        good();
    }

    /** Q235: the wait for a permit that is refused asks nobody and is told as it is. */
    @Test
    protected void q235_gateRefuses_asksNobody() {
        QuotronException refusal =
                new RateLimitedException(provider().descriptor().id(), "no permit", Duration.ofSeconds(3));
        RequestContext context = context(TimeSource.system(), AMPLE)
                .gate((weight, asking) -> {
                    throw refusal;
                })
                .build();

        Outcome<T> outcome = call(provider(), context);

        assertThat(outcome.thrown()).as("what the gate threw").isSameAs(refusal);
        assertThat(server().requests()).isEmpty();
    }

    // ------------------------------------------------------------------------------------------------------------------

    final RequestContext ample() {
        return context(TimeSource.system(), AMPLE).build();
    }

    final Outcome<T> call(MarketDataProvider asked, RequestContext context) {
        return call(asked, knownSymbol(), context);
    }

    final Outcome<T> call(MarketDataProvider asked, Symbol symbol, RequestContext context) {
        Outcome<T> outcome = Outcome.of(() -> fetch(asked, symbol, context));
        if (outcome.thrown() != null) {
            assertNoKeyIn(outcome.thrown());
        }
        return outcome;
    }

    final T good() {
        Outcome<T> outcome = call(provider(), ample());
        assertThat(outcome.value()).as("a good day gives %s", outcome).isNotNull();
        T value = Objects.requireNonNull(outcome.value());
        assertThat(failureIn(value)).as("a good day gives %s", outcome).isEmpty();
        return value;
    }

    private Outcome<T> onBadDay(Handler bad) {
        badDay(bad);
        return call(provider(), ample());
    }

    private void assertReason(Handler bad, Set<FailureReason> allowed) {
        assertReason(onBadDay(bad), allowed, "a bad day");
    }

    private void assertReason(Outcome<T> outcome, Set<FailureReason> allowed, String day) {
        assertThat(reason(outcome)).as("%s gives %s", day, outcome).isPresent();
        assertThat(allowed)
                .as("%s gives %s", day, outcome)
                .contains(reason(outcome).orElseThrow());
    }

    private Outcome<T> assertNoData(Handler bad, String day) {
        Outcome<T> outcome = onBadDay(bad);
        assertThat(reason(outcome)).as("%s gives %s", day, outcome).isPresent();
        return outcome;
    }

    private Optional<FailureReason> reason(Outcome<T> outcome) {
        T value = outcome.value();
        return value == null ? outcome.thrownReason() : failureIn(value);
    }

    private Handler spoiled(String body) {
        return spoiled(body.getBytes(StandardCharsets.UTF_8));
    }

    private Handler spoiled(byte[] body) {
        return Faults.replaceBody(body, this::answer);
    }

    private boolean isJson() {
        String text = goodText().strip();
        return text.startsWith("{") || text.startsWith("[");
    }

    private String goodText() {
        return new String(goodBody(), StandardCharsets.UTF_8);
    }

    /** Returns the body of the last request for data that a good call makes. */
    private byte[] goodBody() {
        badDay(this::answer);
        good();
        Request last = server().requests().stream()
                .filter(this::isDataRequest)
                .reduce((first, second) -> second)
                .orElseThrow();
        try {
            return Response.capture(this::answer, last).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
