package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.Faults;
import io.quotron.testkit.SharedData;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to a session through the consent page, and the second address of the API; one server stands for all hosts. */
@Timeout(30)
class YahooConsentTest {
    private static final Symbol AAPL = Symbol.of("AAPL");
    private static final String FORM = "<!DOCTYPE html><html><form method=\"post\" class=\"consent-form\" action=\"\">"
            + "<input type=\"hidden\" name=\"csrfToken\" value=\"tok1\">"
            + "<input type=\"hidden\" name=\"sessionId\" value=\"3_cc&#x2D;7\">"
            + "<input type=\"hidden\" name=\"originalDoneUrl\" value=\"https://finance.yahoo.com/quote/AAPL?guccounter&#x3D;1\">"
            + "<input type=\"hidden\" name=\"namespace\" value=\"yahoo\"><button name=\"agree\" value=\"agree\"></form></html>";
    private static final String QUOTE =
            "{\"quoteResponse\":{\"result\":[{\"symbol\":\"AAPL\",\"regularMarketPrice\":100.5,"
                    + "\"regularMarketTime\":1767625200,\"currency\":\"USD\",\"quoteType\":\"EQUITY\"}],\"error\":null}}";

    private final FaultServer server = FaultServer.start();
    private final AtomicInteger charges = new AtomicInteger();
    private final List<String> cookies = new CopyOnWriteArrayList<>();
    private final List<String> forms = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        server.close();
    }

    private RequestContext context() {
        return RequestContext.builder(TimeSource.system())
                .gate((weight, call) -> charges.addAndGet(weight))
                .build();
    }

    private Result<Quote> quote(YahooProvider provider) {
        Map<Symbol, Result<Quote>> quotes = provider.quotes().orElseThrow().fetchQuotes(Set.of(AAPL), context());
        return Objects.requireNonNull(quotes.get(AAPL));
    }

    private YahooProvider provider() {
        return YahooProvider.builder().baseUri(server.uri()).build();
    }

    /** Yahoo as it treats a visitor from Europe: nothing without consent. */
    private void europe(String form, String done) {
        server.route(
                "/",
                (request, response) -> response.status(302)
                        .header("Location", "https://guce.yahoo.com/consent?brandType=nonEu&gcrumb=x")
                        .header("Set-Cookie", "GUCS=first; Domain=.yahoo.com; Path=/")
                        .send(""));
        server.route(
                "/consent",
                (request, response) -> response.status(302)
                        .header("Location", "https://consent.yahoo.com/v2/collectConsent?sessionId=3_cc-7")
                        .send(""));
        server.route("/v2/collectConsent", (request, response) -> collect(request, response, form));
        server.route(
                "/copyConsent",
                (request, response) -> response.status(302)
                        .header("Location", done)
                        .header("Set-Cookie", "A3=granted; Domain=.yahoo.com; Path=/")
                        .header("Set-Cookie", "EuConsent=yes;Version=1;Comment=;Domain=yahoo.com;Path=/")
                        .send(""));
        server.route("/v1/test/getcrumb", (request, response) -> {
            String cookie = request.header("Cookie").orElse("");
            cookies.add(cookie);
            if (cookie.contains("A3=granted")) {
                response.send("crumb1");
            } else {
                response.status(401).send("");
            }
        });
        server.route("/v7/finance/quote", (request, response) -> {
            cookies.add(request.header("Cookie").orElse(""));
            response.sendJson(QUOTE);
        });
    }

    private void collect(Request request, Response response, String form) throws IOException {
        if (request.method().equals("POST")) {
            forms.add(request.text());
            response.status(302)
                    .header("Set-Cookie", "CFC=own; Domain=consent.yahoo.com; Path=/")
                    .header("Location", "https://guce.yahoo.com/copyConsent?sessionId=3_cc-7&lang=en-GB")
                    .send("");
        } else {
            response.header("Content-Type", "text/html").send(form);
        }
    }

    @Test
    void quotes_behindTheConsentPage_agreeAndGoOn() {
        europe(FORM, "https://finance.yahoo.com/quote/AAPL?guccounter=1");
        try (YahooProvider provider = provider()) {
            assertThat(quote(provider).get().price()).isEqualTo(100.5);
        }
        assertThat(forms)
                .containsExactly(
                        "csrfToken=tok1&sessionId=3_cc-7&originalDoneUrl="
                                + "https%3A%2F%2Ffinance.yahoo.com%2Fquote%2FAAPL%3Fguccounter%3D1&namespace=yahoo&agree=agree");
        assertThat(cookies)
                .hasSize(2)
                .allMatch(cookie -> cookie.contains("A3=granted") && cookie.contains("EuConsent=yes"));
        assertThat(cookies).noneMatch(cookie -> cookie.contains("CFC="));
        assertThat(server.requests()).hasSize(7);
        assertThat(charges.get()).isEqualTo(7);
    }

    @Test
    void quotes_cookieThatGivesNoCrumb_agreeInstead() {
        europe(FORM, "https://finance.yahoo.com/");
        server.route(
                "/",
                (request, response) -> response.status(404)
                        .header("Set-Cookie", "A3=plain; Domain=.yahoo.com")
                        .send("x"));
        try (YahooProvider provider = provider()) {
            assertThat(quote(provider).isSuccess()).isTrue();
        }
        assertThat(charges.get()).isEqualTo(server.requests().size());
    }

    @Test
    void quotes_consentLeadsElsewhere_isNeverFollowed() {
        europe(FORM, "x");
        try (FaultServer other = FaultServer.start().otherwise(Faults.status(200));
                YahooProvider provider = provider()) {
            server.route(
                    "/consent",
                    (request, response) -> response.status(302)
                            .header("Location", other.uri().toString() + "/steal")
                            .send(""));

            ProviderException e = catchThrowableOfType(ProviderException.class, () -> quote(provider));

            assertThat(e.reason()).isEqualTo(FailureReason.AUTHENTICATION);
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void quotes_consentWithoutEnd_givesUp() {
        europe(FORM, "https://guce.yahoo.com/consent");
        server.route(
                "/copyConsent",
                (request, response) -> response.status(302)
                        .header("Location", "https://guce.yahoo.com/consent")
                        .send(""));
        try (YahooProvider provider = provider()) {
            ProviderException e = catchThrowableOfType(ProviderException.class, () -> quote(provider));

            assertThat(e.reason()).isEqualTo(FailureReason.AUTHENTICATION);
        }
        assertThat(server.requests().size()).isLessThan(25);
        assertThat(charges.get()).isEqualTo(server.requests().size());
    }

    @Test
    void form_recordedPage_hasTheHiddenFields() throws IOException {
        String page = Files.readString(
                SharedData.require("wire/visible/yahoo/consent/getCrumb-quote-AAPL-collectConsent.html.html"));
        europe(page, "https://finance.yahoo.com/quote/AAPL?guccounter=1");
        try (YahooProvider provider = provider()) {
            assertThat(quote(provider).isSuccess()).isTrue();
        }
        assertThat(forms).hasSize(1);
        assertThat(forms.get(0))
                .contains("csrfToken=GoNrer0")
                .contains("sessionId=3_cc-session_dcf322f7-c2b7-4e77-9e32-36143f8f7c5d")
                .contains("originalDoneUrl=https%3A%2F%2Ffinance.yahoo.com%2Fquote%2FAAPL%3Fguccounter%3D1")
                .contains("namespace=yahoo")
                .endsWith("agree=agree");
    }

    @Test
    void reach_hosts_areYahoosOnlyOrTheOneThatStandsForAll() {
        YahooHosts yahoo =
                new YahooHosts(YahooHosts.DEFAULT_API, YahooHosts.DEFAULT_ALTERNATE, YahooHosts.DEFAULT_COOKIE);
        assertThat(yahoo.reach(URI.create("https://guce.yahoo.com/consent?a=b")))
                .contains(URI.create("https://guce.yahoo.com/consent?a=b"));
        for (String bad : List.of(
                "http://guce.yahoo.com/consent",
                "https://guce.yahoo.com:8443/consent",
                "https://guce.yahoo.com.evil.org/",
                "https://evil.org/guce.yahoo.com",
                "https://127.0.0.1/",
                "ftp://consent.yahoo.com/",
                "mailto:x@yahoo.com")) {
            assertThat(yahoo.reach(URI.create(bad))).as(bad).isEmpty();
        }
        URI base = URI.create("http://127.0.0.1:8080");
        YahooHosts one = new YahooHosts(base, base, base);
        assertThat(one.reach(URI.create("https://guce.yahoo.com/consent?a=%2F")))
                .contains(URI.create("http://127.0.0.1:8080/consent?a=%2F"));
        assertThat(one.reach(URI.create("http://127.0.0.1:9090/consent"))).isEmpty();
    }

    @Test
    void quotes_twoSessionsGivenAndRefused_theOtherWayComesFirst() {
        String refused =
                "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Unauthorized\",\"description\":\"Invalid Crumb\"}}}";
        europe(FORM, "https://finance.yahoo.com/");
        server.route(
                "/",
                (request, response) ->
                        response.header("Set-Cookie", "A3=plain; Path=/").send("x"));
        server.route("/v1/test/getcrumb", (request, response) -> response.send("some"));
        server.route("/v7/finance/quote", (request, response) -> {
            boolean agreed = request.header("Cookie").orElse("").contains("A3=granted");
            response.status(agreed ? 200 : 401).sendJson(agreed ? QUOTE : refused);
        });
        try (YahooProvider provider = provider()) {
            assertThat(catchThrowableOfType(ProviderException.class, () -> quote(provider))
                            .reason())
                    .isEqualTo(FailureReason.AUTHENTICATION);
            assertThat(server.requests()).as("cookie, crumb, quote; twice").hasSize(6);
            assertThat(quote(provider).isSuccess()).isTrue();
            assertThat(forms).hasSize(1);
        }
        assertThat(charges.get()).isEqualTo(server.requests().size());
    }

    @Test
    void quotesWithoutSession_sparkOfTheOtherShape_needsNoCrumb() {
        server.route(
                "/v7/finance/spark",
                (request, response) -> response.sendJson(
                        "{\"AAPL\":{\"symbol\":\"AAPL\",\"timestamp\":[1767625200,1767625500,1767625800],\"close\":[100.5,101.25,null],"
                                + "\"previousClose\":99.5,\"chartPreviousClose\":98}}"));
        try (YahooProvider provider = YahooProvider.builder()
                .baseUri(server.uri())
                .quotesWithoutSession()
                .build()) {
            Quote quote = quote(provider).get();

            assertThat(quote.price()).isEqualTo(101.25);
            assertThat(quote.eventTime()).isEqualTo(Instant.ofEpochSecond(1_767_625_500));
            assertThat(quote.previousClose()).hasValue(99.5);
            assertThat(quote.currency()).isNull();
        }
        assertThat(server.requests()).hasSize(1);
    }

    // --- the second address

    private void days(YahooProvider provider) {
        TimeRange range = TimeRange.of(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2020-02-01T00:00:00Z"));
        provider.bars()
                .orElseThrow()
                .fetchBars(new BarQuery(AAPL, Interval.DAY_1, range, Adjustment.SPLITS, false), context());
    }

    @Test
    void api_firstAddressFails_nextRequestGoesToTheSecond() {
        server.otherwise(Faults.status(503));
        String body = new ChartBody().symbol("AAPL").json();
        try (FaultServer second = FaultServer.start().otherwise((request, response) -> response.sendJson(body));
                YahooProvider provider = YahooProvider.builder()
                        .baseUri(server.uri())
                        .alternateUri(second.uri())
                        .build()) {
            assertThat(catchThrowableOfType(ProviderException.class, () -> days(provider))
                            .reason())
                    .isEqualTo(FailureReason.UNAVAILABLE);
            days(provider);
            days(provider);
            assertThat(server.requests()).hasSize(1);
            assertThat(second.requests()).hasSize(2);
            assertThat(charges.get()).isEqualTo(3);

            second.otherwise(Faults.status(404));
            assertThat(catchThrowableOfType(ProviderException.class, () -> days(provider))
                            .reason())
                    .isEqualTo(FailureReason.SYMBOL_UNKNOWN);
            assertThat(catchThrowableOfType(ProviderException.class, () -> days(provider))
                            .reason())
                    .isEqualTo(FailureReason.SYMBOL_UNKNOWN);
            assertThat(server.requests())
                    .as("an answer is no failure of the address")
                    .hasSize(1);
        }
    }
}
