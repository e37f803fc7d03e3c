package io.quotron.providers.html;

import io.quotron.model.Adjustment;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.BarQuery;
import io.quotron.spi.PageLoader;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Set;

/** A small site of our own: a quote page, a table of prices, a list of shares. */
final class Samples {
    static final SourceId ID = SourceId.of("pages");
    static final Symbol KNOWN = Symbol.of("ACME");
    static final Symbol UNKNOWN = Symbol.of("NOPE");
    static final Instant NOW = Instant.parse("2026-08-10T12:00:00Z");
    static final String QUOTE = """
            <!DOCTYPE html><html><head><title>Acme</title><meta http-equiv="refresh" content="0; url=/elsewhere"></head><body>
            <div class="other"><b data-symbol="OTHER" class="last">1.00</b></div>
            <h1>Acme Inc. <span id="code">ACME</span></h1>
            <b data-symbol="ACME" class="last" data-raw="1234.56">1,234.56</b>
            <span id="change">+12.34</span> <span id="percent">1.01%</span>
            <table><tr><td>Bid</td><td id="bid">1,234.00 x 300</td></tr><tr><td>Ask</td><td id="ask">0.00 x 100</td></tr>
            <tr><td>Volume</td><td id="volume">1.10M</td></tr><tr><td>Open</td><td id="open">N/A</td></tr></table>
            <script id="data" type="application/json">{"quote":{"high":{"raw":1240.5},"low":"1,200.25","time":1786363200}}</script>
            <script>window.store = {"a":"}","list":[{"close":1222.22}]}; var captcha = 1;</script>
            </body></html>
            """;
    static final String PRICES = """
            <html><body><table><tr><td><table><tr><td>Menu</td><td>Help</td></tr></table></td><td>
            <table class="prices"><thead><tr><th>No.</th><th>Date</th><th>Open</th><th>High</th><th>Low</th><th>Close</th>
            <th colspan=2>Change</th><th>Volume</th></tr></thead><tbody>
            <tr><td>3</td><td>7 Aug 2026</td><td>36.68</td><td>38.03</td><td>36.59</td><td>37</td><td>-0.46%</td><td>-0.17</td><td>2,466,174</td></tr>
            <tr><td colspan=9>August</td></tr>
            <tr><td>No.</td><td>Date</td><td>Open</td><td>High</td><td>Low</td><td>Close</td><td colspan=2>Change</td><td>Volume</td></tr>
            <tr><td>2</td><td>6 Aug 2026</td><td>35.55</td><td>37.51</td><td>35.55</td><td>37.17</td><td>+5.36%</td><td>+1.89</td><td>3,045,274</td></tr>
            <tr><td>1</td><td>5 Aug 2026</td><td>35.89</td><td>35.925</td><td>34.865</td><td>35.28</td><td>-0.95%</td><td>-0.34</td><td>2,711,491</td></tr>
            </tbody></table></td></tr></table></body></html>
            """;
    static final String LIST = """
            <html><body><table class="wikitable"><tr><th>Nothing</th></tr></table>
            <table id="constituents" class="wikitable"><tbody><tr><th>Symbol
            </th><th>Security</th><th>CIK</th></tr>
            <tr><td><a href="#">BRK.B</a>
            </td><td>Berkshire Hathaway<sup class="reference">[1]</sup></td><td>0001067983</td></tr>
            <tr><td>ACME</td><td>Acme &amp; Sons</td><td>0000000042</td></tr></tbody></table></body></html>
            """;

    private Samples() {}

    static QuotePage quotePage(URI base) {
        return QuotePage.builder(base + "quote/{symbol}")
                .currency(CurrencyUnit.of("USD"))
                .dates(DateStyle.epoch())
                .field("price", Locator.text("b.last[data-symbol=\"{symbol}\"]"))
                .optional("symbol", Locator.text("#code"))
                .optional("change", Locator.text("#change"))
                .optional("change_percent", Locator.text("#percent"))
                .optional("bid", Locator.text("#bid").part("x", 0))
                .optional("bid_size", Locator.text("#bid").part("x", 1))
                .optional("ask", Locator.text("#ask").part("x", 0))
                .optional("ask_size", Locator.text("#ask").part("x", 1))
                .optional("open", Locator.text("#open"))
                .optional("volume", Locator.text("#volume"))
                .optional("high", Locator.json("script#data", "quote/high/raw"))
                .optional("low", Locator.json("script#data", "quote/low"))
                .optional("time", Locator.json("script#data", "quote/time"))
                .optional("previous_close", Locator.jsonAfter("script", "window.store =", "list/0/close"))
                .build();
    }

    static TablePage pricePage(URI base) {
        return HtmlPages.prices(base + "prices/{symbol}")
                .table("table")
                .dates(DateStyle.of("d MMM yyyy"))
                .build();
    }

    static TablePage listPage(URI base) {
        return HtmlPages.sp500(base);
    }

    static HtmlProvider provider(URI server) {
        URI base = URI.create(server.toString().replaceAll("/$", "") + "/");
        return HtmlProvider.builder(ID)
                .quotes(quotePage(base))
                .bars(Interval.DAY_1, pricePage(base))
                .instruments("shares", listPage(base))
                .build();
    }

    static void answer(Request request, Response response) throws IOException {
        response.header("Content-Type", "text/html; charset=utf-8");
        switch (request.path()) {
            case "/quote/ACME" -> response.send(QUOTE);
            case "/prices/ACME" -> response.send(PRICES);
            case "/wiki/List_of_S%26P_500_companies", "/wiki/List_of_S&P_500_companies" -> response.send(LIST);
            case "/" -> response.send("<html><body>Welcome</body></html>");
            default -> response.status(404).send("<html><body>Not found</body></html>");
        }
    }

    static BarQuery query(Symbol symbol) {
        return new BarQuery(
                symbol,
                Interval.DAY_1,
                TimeRange.of(Instant.parse("2026-08-01T00:00:00Z"), Instant.parse("2026-08-09T00:00:00Z")),
                Adjustment.RAW,
                false);
    }

    static PageLoader always(String text) {
        return (address, context) -> new PageLoader.Page(address, 200, text);
    }

    static Quote quote(HtmlProvider provider, Symbol symbol) {
        return provider.quotes().orElseThrow().fetchQuotes(Set.of(symbol), context()).values().stream()
                .findFirst()
                .orElseThrow()
                .get();
    }

    static RequestContext context() {
        return context(NOW);
    }

    static RequestContext context(Instant now) {
        return RequestContext.builder(VirtualTime.startingAt(now)).build();
    }
}
