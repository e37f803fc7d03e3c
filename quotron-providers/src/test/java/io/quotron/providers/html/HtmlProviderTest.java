package io.quotron.providers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.BarSeries;
import io.quotron.model.Instrument;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.spi.PageLoader;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.Seed;
import io.quotron.testkit.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlProviderTest {
    private static final URI BASE = URI.create("https://site.example/");
    private static final List<String> POISONS = List.of(
            "",
            "N/A",
            "N/D",
            "-",
            "--",
            "—",
            "null",
            "None",
            "NaN",
            "Infinity",
            "-∞",
            "1e999",
            "abc",
            "12abc",
            "1.2.3",
            "1,23",
            "1,2345",
            "0x10",
            "٣",
            "12 %%",
            "$5",
            "1 234 5");

    private static HtmlProvider.Builder builder(String text) {
        return HtmlProvider.builder(Samples.ID).loader(Samples.always(text));
    }

    private static Quote quote(String html) {
        try (HtmlProvider provider =
                builder(html).quotes(Samples.quotePage(BASE)).build()) {
            return Samples.quote(provider, Samples.KNOWN);
        }
    }

    private static BarSeries bars(String html) {
        try (HtmlProvider provider =
                builder(html).bars(Interval.DAY_1, Samples.pricePage(BASE)).build()) {
            return provider.bars().orElseThrow().fetchBars(Samples.query(Samples.KNOWN), Samples.context());
        }
    }

    private static void assertReason(Throwable thrown, FailureReason reason) {
        assertThat(thrown).isInstanceOf(QuotronException.class);
        assertThat(((QuotronException) thrown).reason()).as(thrown.toString()).isEqualTo(reason);
    }

    @Test
    void quoteNumbers_poisoned_areAbsentOrNoQuote() {
        Quote good = quote(Samples.QUOTE);
        for (String number : List.of(
                "1,234.56</b>",
                "+12.34",
                "1.01%",
                "1,234.00 x 300",
                "0.00 x 100",
                "1.10M",
                "1240.5",
                "1,200.25",
                "1222.22")) {
            String plain = number.replace("</b>", "");
            for (String poison : POISONS) {
                String html = Samples.QUOTE
                        .replace(">" + plain + "<", ">" + poison + "<")
                        .replace(":" + plain + "}", ":\"" + poison + "\"}")
                        .replace("\"" + plain + "\"", "\"" + poison + "\"");
                try {
                    Quote quote = quote(html);
                    assertThat(quote.price()).isEqualTo(good.price());
                    assertThat(values(quote))
                            .as("%s for %s", poison, plain)
                            .allMatch(value -> values(good).contains(value));
                } catch (QuotronException e) {
                    assertThat(number).as("a quote without price only: %s", e).endsWith("</b>");
                }
            }
        }
    }

    private static List<Double> values(Quote quote) {
        List<Double> values = new ArrayList<>();
        for (OptionalDouble value : List.of(
                quote.bid(),
                quote.bidSize(),
                quote.ask(),
                quote.askSize(),
                quote.open(),
                quote.high(),
                quote.low(),
                quote.previousClose(),
                quote.change(),
                quote.changePercent(),
                quote.volume())) {
            value.ifPresent(values::add);
        }
        return values;
    }

    @Test
    void barNumbers_poisoned_costOnlyTheirRow() {
        BarSeries good = bars(Samples.PRICES);
        for (String cell : List.of("35.55", "37.51", "37.17", "3,045,274", "6 Aug 2026")) {
            for (String poison : POISONS) {
                BarSeries series = bars(Samples.PRICES.replaceFirst(
                        "<td>" + Pattern.quote(cell) + "</td>", "<td>" + Matcher.quoteReplacement(poison) + "</td>"));
                assertThat(series.size()).as("%s for %s", poison, cell).isEqualTo(2);
                assertThat(series.rejectedRows()).isEqualTo(1);
                assertThat(series.closes()).containsExactly(good.closes()[0], good.closes()[2]);
            }
        }
    }

    @Test
    void missingField_isNamedWithItsSelector() {
        Throwable thrown =
                catchThrowable(() -> quote(Samples.QUOTE.replace("data-symbol=\"ACME\"", "data-symbol=\"X\"")));

        assertReason(thrown, FailureReason.MALFORMED_RESPONSE);
        assertThat(thrown).hasMessageContaining("price").hasMessageContaining("b.last");
    }

    @Test
    void renamedColumn_isNamed() {
        Throwable thrown = catchThrowable(() -> bars(
                Samples.PRICES.replace("<th>Close</th>", "<th>End</th>").replace("<td>Close</td>", "<td>End</td>")));

        assertReason(thrown, FailureReason.MALFORMED_RESPONSE);
        assertThat(thrown).hasMessageContaining("close");
    }

    @Test
    void columnsInAnotherOrder_areFoundByTheirWords() {
        String moved = "<html><table><tr><td>close</td><td>LOW</td><td>Date</td><td>Open</td><td>High</td></tr>"
                + "<tr><td>2</td><td>1</td><td>5 Aug 2026</td><td>1.5</td><td>3</td></tr></table></html>";

        BarSeries series = bars(moved);

        assertThat(series.closes()).containsExactly(2);
        assertThat(series.lows()).containsExactly(1);
        assertThat(series.hasVolume()).isFalse();
    }

    @Test
    void pageForPeople_isBlocked() {
        for (String html : List.of(
                "<html><title>Just a moment...</title><body>Checking</body></html>",
                "<html><body>This site requires JavaScript to verify your browser</body></html>",
                "<html><body><form action='https://consent.example/save'><input name=agree></form></body></html>",
                "<html><body>Please solve this captcha</body></html>",
                "<html><body><h1>Will be right back...</h1></body></html>")) {
            assertReason(catchThrowable(() -> quote(html)), FailureReason.BLOCKED);
            assertReason(catchThrowable(() -> bars(html)), FailureReason.BLOCKED);
        }
    }

    @Test
    void cutPage_givesNothing() {
        for (int length = 0; length < Samples.PRICES.length() - 20; length += 37) {
            String cut = Samples.PRICES.substring(0, length);
            assertThat(catchThrowable(() -> bars(cut)))
                    .as("cut after %s", length)
                    .isInstanceOf(QuotronException.class);
        }
    }

    @Test
    void anotherSymbol_isNoData() {
        Throwable thrown =
                catchThrowable(() -> quote(Samples.QUOTE.replace("<span id=\"code\">ACME", "<span id=\"code\">ACNE")));

        assertReason(thrown, FailureReason.MALFORMED_RESPONSE);
        assertThat(thrown).hasMessageContaining("ACNE");
    }

    @Test
    void absurdPages_endSoonWithAReason() {
        String deep = "<html><body>" + "<div>".repeat(100_000) + "</body></html>";
        String entities = "<html><body>" + "&amp;&#x41;&nosuch;".repeat(100_000) + "</body></html>";
        String tables = "<html><body>" + "<table><tr><td>".repeat(20_000) + "</body></html>";
        String spans = "<html><table>"
                + ("<tr>" + "<td colspan=999 rowspan=9999>x</td>".repeat(50) + "</tr>").repeat(200) + "</table></html>";
        String huge = "<html>" + "x".repeat(3 << 20) + "</html>";
        long start = TimeSource.system().nanoTime();
        for (String html : List.of(deep, entities, tables, spans, huge)) {
            assertThat(catchThrowable(() -> bars(html))).isInstanceOf(QuotronException.class);
        }
        assertThat(Duration.ofNanos(TimeSource.system().nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void slowPage_isGivenUp() {
        String html = "<html><body>" + "<p><b>x</b></p>".repeat(50_000) + "</body></html>";
        try (HtmlProvider provider = builder(html)
                .quotes(QuotePage.builder(BASE + "{symbol}")
                        .field("price", Locator.text("body:has(p) p:contains(nothing) ~ p:contains(nothing)"))
                        .build())
                .parseTime(Duration.ofMillis(1))
                .build()) {
            RequestContext context = RequestContext.builder(TimeSource.system()).build();
            Throwable thrown =
                    catchThrowable(() -> provider.quotes().orElseThrow().fetchQuotes(Set.of(Samples.KNOWN), context));

            assertReason(thrown, FailureReason.MALFORMED_RESPONSE);
            assertThat(thrown).hasMessageContaining("longer than");
        }
    }

    @Test
    void selectorWithRegularExpression_isRefused() {
        assertThatThrownBy(() -> Locator.text("div:matches((a+)+$)")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Locator.text("a[href~=(a+)+$]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Locator.text("div[")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pageOfAnotherHost_isRefused() {
        PageLoader elsewhere = (address, context) ->
                new PageLoader.Page(URI.create("http://169.254.169.254/latest"), 200, Samples.QUOTE);
        try (HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                .quotes(Samples.quotePage(BASE))
                .loader(elsewhere)
                .build()) {
            assertReason(catchThrowable(() -> Samples.quote(provider, Samples.KNOWN)), FailureReason.BLOCKED);
        }
    }

    @Test
    void pluggedLoader_isChargedOnePermitAndItsStatusCounts() {
        AtomicInteger charges = new AtomicInteger();
        for (Map.Entry<Integer, FailureReason> status : Map.of(
                        403, FailureReason.BLOCKED,
                        429, FailureReason.RATE_LIMITED,
                        500, FailureReason.UNAVAILABLE)
                .entrySet()) {
            try (HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                    .quotes(Samples.quotePage(BASE))
                    .loader((address, context) -> new PageLoader.Page(address, status.getKey(), "no"))
                    .build()) {
                RequestContext context = RequestContext.builder(TimeSource.system())
                        .gate((weight, asking) -> charges.incrementAndGet())
                        .build();
                assertReason(
                        catchThrowable(
                                () -> provider.quotes().orElseThrow().fetchQuotes(Set.of(Samples.KNOWN), context)),
                        status.getValue());
            }
        }
        assertThat(charges.get()).isEqualTo(3);
    }

    @Test
    void symbols_areOneEncodedValue() throws IOException {
        List<String> targets = new ArrayList<>();
        try (LoopbackServer server = LoopbackServer.start((request, response) -> {
                    targets.add(request.target());
                    response.status(404).send("no");
                });
                HtmlProvider provider = Samples.provider(server.uri())) {
            for (String code : List.of("^GSPC", "BRK/B", "EURUSD=X", "M&M.NS", "A.B")) {
                assertThatThrownBy(() -> Samples.quote(provider, Symbol.of(code)))
                        .isInstanceOf(QuotronException.class);
            }
        }
        assertThat(targets)
                .containsExactly(
                        "/quote/%5EGSPC", "/quote/BRK%2FB", "/quote/EURUSD%3DX", "/quote/M%26M.NS", "/quote/A.B");
    }

    @Test
    void metaRefresh_isNotFollowed() {
        try (LoopbackServer server = LoopbackServer.start(Samples::answer);
                HtmlProvider provider = Samples.provider(server.uri())) {
            assertThat(Samples.quote(provider, Samples.KNOWN).price()).isEqualTo(1234.56);
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void charsetOfThePage_isRespected() throws IOException {
        byte[] polish =
                "<html><head><meta charset=iso-8859-2></head><table><tr><th>Data</th><th>Otwarcie</th><th>Najwyższy</th><th>Najniższy</th><th>Zamknięcie</th></tr><tr><td>5 Aug 2026</td><td>1.5</td><td>3</td><td>1</td><td>2</td></tr></table></html>"
                        .replace("<table>", "<table id=fth1>")
                        .getBytes(Charset.forName("ISO-8859-2"));
        try (LoopbackServer server = LoopbackServer.start((request, response) -> response.send(polish));
                HtmlProvider provider = HtmlProvider.builder(Samples.ID)
                        .bars(Interval.DAY_1, HtmlPages.stooqHistory(server.uri()))
                        .build()) {
            BarQuery query = new BarQuery(
                    Symbol.of("UCO"),
                    Interval.DAY_1,
                    TimeRange.of(Instant.parse("2026-08-01T00:00:00Z"), Instant.parse("2026-08-09T00:00:00Z")),
                    Adjustment.SPLITS_AND_DIVIDENDS,
                    false);
            assertThat(provider.bars()
                            .orElseThrow()
                            .fetchBars(query, Samples.context())
                            .closes())
                    .containsExactly(2);
            assertThat(server.requests().get(0).target()).isEqualTo("/q/d/?s=uco.us");
        }
    }

    @Test
    void stooqCsv_goodAndBadAnswers() {
        assertThat(csv("Date,Open,High,Low,Close,Volume\r\n2026-08-05,1.5,3,1,2,100\r\n")
                        .closes())
                .containsExactly(2);
        assertReason(catchThrowable(() -> csv("No data")), FailureReason.NO_DATA);
        assertReason(catchThrowable(() -> csv("Exceeded the daily hits limit")), FailureReason.RATE_LIMITED);
        assertReason(
                catchThrowable(
                        () -> csv("<html><body>This site requires JavaScript to verify your browser</body></html>")),
                FailureReason.BLOCKED);
        assertReason(catchThrowable(() -> csv("Date,Open\n1,2\n")), FailureReason.MALFORMED_RESPONSE);
    }

    private static BarSeries csv(String text) {
        try (HtmlProvider provider =
                builder(text).bars(Interval.DAY_1, HtmlPages.stooqCsv()).build()) {
            BarQuery query = new BarQuery(
                    Symbol.of("UCO"),
                    Interval.DAY_1,
                    TimeRange.of(Instant.parse("2026-08-01T00:00:00Z"), Instant.parse("2026-08-09T00:00:00Z")),
                    Adjustment.SPLITS_AND_DIVIDENDS,
                    false);
            return provider.bars().orElseThrow().fetchBars(query, Samples.context());
        }
    }

    @Test
    void stooqQuote_goodAndUnknown() {
        String header = "Symbol,Date,Time,Open,High,Low,Close,Volume\r\n";
        Symbol index = Symbol.of("^GSPC");
        try (HtmlProvider good = builder(header + "^SPX,2026-08-07,22:00:00,7700,7760,7690,7750.85,123\r\n")
                        .quotes(HtmlPages.stooqQuote())
                        .build();
                HtmlProvider unknown = builder(header + "^SPX,N/D,N/D,N/D,N/D,N/D,N/D,N/D\r\n")
                        .quotes(HtmlPages.stooqQuote())
                        .build()) {
            assertThat(Samples.quote(good, index).price()).isEqualTo(7750.85);
            assertThat(Samples.quote(good, index).eventTime()).isEqualTo(Instant.parse("2026-08-07T20:00:00Z"));
            assertReason(catchThrowable(() -> Samples.quote(unknown, index)), FailureReason.SYMBOL_UNKNOWN);
        }
    }

    @Test
    void instruments_keepClassesAndNumbers() {
        try (HtmlProvider provider =
                builder(Samples.LIST).instruments("S&P 500", HtmlPages.sp500()).build()) {
            List<Instrument> found = provider.instruments().orElseThrow().resolve("0001067983", Samples.context());

            assertThat(found).hasSize(1);
            assertThat(found.get(0).symbol()).isEqualTo(Symbol.of("BRK.B"));
            assertThat(found.get(0).name()).contains("Berkshire Hathaway");
            assertThat(provider.discovery().orElseThrow().lists(Samples.context()))
                    .containsExactly("S&P 500");
            assertReason(
                    catchThrowable(() -> provider.discovery().orElseThrow().discover("DAX", Samples.context())),
                    FailureReason.INVALID_REQUEST);
        }
    }

    @Test
    void datesWithoutYear_areTheNewestThatCanBe() {
        DateStyle style = DateStyle.of("MMM d");
        ZoneId utc = ZoneOffset.UTC;
        Instant january = Instant.parse("2027-01-02T10:00:00Z");

        assertThat(style.read("Dec 31", utc, january).orElseThrow().day()).hasToString("2026-12-31");
        assertThat(style.read("Jan 2", utc, january).orElseThrow().day()).hasToString("2027-01-02");
        assertThat(style.read("Feb 29", utc, january).orElseThrow().day()).hasToString("2024-02-29");
        assertThat(style.read("Feb 30", utc, january)).isEmpty();
    }

    @Test
    void numberStyles_readTheirOwnAndNothingElse() {
        assertThat(NumberStyle.english().read("1,234.56", false, 0)).hasValue(1234.56);
        assertThat(NumberStyle.german().read("1.234,56", false, 0)).hasValue(1234.56);
        assertThat(NumberStyle.french().read("1\u202f234,56", false, 0)).hasValue(1234.56);
        assertThat(NumberStyle.swiss().read("1’234.56", false, 0)).hasValue(1234.56);
        assertThat(NumberStyle.english().read("−0.46%", true, 0)).hasValue(-0.46);
        assertThat(NumberStyle.english().read("0.046926923", true, 2)).hasValue(4.6926923);
        assertThat(NumberStyle.english().read("2.746T", false, 0)).hasValue(2.746e12);
        assertThat(NumberStyle.german().read("1,2 Mrd.", false, 0)).hasValue(1.2e9);
        assertThat(NumberStyle.english().withCurrency("$").read("-$5.25", false, 0))
                .hasValue(-5.25);
        for (String text : List.of("1.234,56", "1,23", "12,34,567", "1%", "$5", "1 234", "1.2.3", "")) {
            assertThat(NumberStyle.english().read(text, false, 0)).as(text).isEmpty();
        }
        assertThat(NumberStyle.german().read("1.55", false, 0)).isEmpty();
    }

    @Test
    void build_mistakes_areNamedTogether() {
        assertThatThrownBy(() -> HtmlProvider.builder(Samples.ID).maxDepth(1).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no page")
                .hasMessageContaining("maxDepth");
        assertThatThrownBy(() -> HtmlProvider.builder(Samples.ID)
                        .bars(
                                Interval.DAY_1,
                                TablePage.builder(BASE + "{symbol}")
                                        .column("close", "Close")
                                        .build())
                        .build())
                .hasMessageContaining("\"open\"");
        assertThatThrownBy(() -> QuotePage.builder("https://{symbol}.example/"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QuotePage.builder("file:///etc/{symbol}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mutatedPages_neverThrowOutsideOfTheTable() {
        RandomGenerator random = Seed.of("mutated pages").generator();
        for (int i = 0; i < 400; i++) {
            String quotePage = mutated(Samples.QUOTE, random);
            String pricePage = mutated(Samples.PRICES, random);
            try {
                assertThat(quote(quotePage).price()).isPositive().isFinite();
            } catch (QuotronException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
            try {
                assertThat(bars(pricePage).bars()).allMatch(bar -> bar.low() > 0);
            } catch (QuotronException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    private static String mutated(String good, RandomGenerator random) {
        StringBuilder text = new StringBuilder(good);
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) (1 + random.nextInt(0x2100)));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(60)));
                case 2 ->
                    text.insert(
                            at,
                            List.of("<", ">", "</table>", "<td>", "\"", "&#0;", "<!--")
                                    .get(random.nextInt(7)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
            }
        }
        return text.toString();
    }
}
