package io.quotron.testkit.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Yahoo's addresses. Quotes need a cookie and the crumb that belongs to it, as at the real service: any page that is
 * not an
 * endpoint answers 404 and sets the cookie {@code A3}, then {@code /v1/test/getcrumb} gives the crumb to those who send
 * it.
 */
final class YahooEndpoints {
    private static final String CHART = "/v8/finance/chart/";
    private static final String SUMMARY = "/v10/finance/quoteSummary/";
    private static final String OPTIONS = "/v7/finance/options/";
    private static final String TRENDING = "/v1/finance/trending/";
    private static final int CRUMB_LENGTH = 11;
    private static final long CRUMB_KEY = 0x59A400L;

    private final Market market;
    private final YahooNames names;
    private final YahooChart chart;
    private final YahooQuotes quotes;
    private final YahooDetails details;

    /** Raised to make all crumbs given so far invalid. */
    private final AtomicLong generation = new AtomicLong();

    YahooEndpoints(Market market) {
        this.market = market;
        this.names = new YahooNames(market);
        this.chart = new YahooChart(market, names);
        this.quotes = new YahooQuotes(market, names);
        this.details = new YahooDetails(market, names, quotes);
    }

    void expireCrumbs() {
        generation.incrementAndGet();
    }

    Reply answer(String path, Map<String, String> query, String cookies) {
        if (path.startsWith(CHART)) {
            return chart.answer(path.substring(CHART.length()), query);
        }
        if (path.startsWith(SUMMARY) || path.startsWith(OPTIONS)) {
            return isAuthorized(query, cookies) ? detail(path, query) : invalidCrumb();
        }
        if (path.startsWith(TRENDING)) {
            return details.trending();
        }
        return switch (path) {
            case "/v1/finance/screener/predefined/saved" -> details.screener(query);
            case "/v1/test/getcrumb" -> hasCookie(cookies) ? Reply.text(200, crumb()) : invalidCookie();
            case "/v7/finance/quote" -> isAuthorized(query, cookies) ? quotes.answer(query) : invalidCrumb();
            case "/v1/finance/search" -> search(query.getOrDefault("q", ""), query);
            default ->
                Reply.html(404, "<html><body>Simulated page not found</body></html>")
                        .with(Map.of("Set-Cookie", "A3=" + cookie() + "; Max-Age=31557600; Path=/; HttpOnly"));
        };
    }

    private Reply detail(String path, Map<String, String> query) {
        return path.startsWith(SUMMARY)
                ? details.summary(path.substring(SUMMARY.length()), query)
                : details.options(path.substring(OPTIONS.length()), query);
    }

    static Reply error(int status, String code, String description) {
        Object error = Json.object("code", code, "description", description);
        return Reply.json(status, Json.object("finance", Json.object("result", null, "error", error)));
    }

    private static Reply invalidCrumb() {
        return error(401, "Unauthorized", "Invalid Crumb");
    }

    private static Reply invalidCookie() {
        return error(401, "Unauthorized", "Invalid Cookie");
    }

    private boolean isAuthorized(Map<String, String> query, String cookies) {
        return hasCookie(cookies) && crumb().equals(query.get("crumb"));
    }

    private boolean hasCookie(String cookies) {
        return cookies.contains("A3=" + cookie());
    }

    private String cookie() {
        return "d=" + secret(0, 24) + "&S=" + secret(1, 22);
    }

    /** Holds a slash and a point, which must be encoded in a query. */
    private String crumb() {
        return secret(2, CRUMB_LENGTH - 4) + "/." + secret(3, 2);
    }

    private String secret(int which, int length) {
        long key = Chance.bits(market.seed() ^ CRUMB_KEY, generation.get());
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; bytes.length() < length; i++) {
            bytes.append(Long.toHexString(Chance.bits(key, 100L * which + i)));
        }
        String text = Base64.getEncoder().encodeToString(bytes.toString().getBytes(StandardCharsets.US_ASCII));
        return text.substring(0, length);
    }

    private Reply search(String asked, Map<String, String> query) {
        if (asked.isEmpty()) {
            return error(400, "Bad Request", "Missing required query parameter=q");
        }
        int limit = query.getOrDefault("quotesCount", "").matches("[0-9]{1,4}")
                ? Integer.parseInt(query.getOrDefault("quotesCount", "0"))
                : Integer.MAX_VALUE;
        String word = asked.toLowerCase(Locale.ROOT);
        List<Object> found = new ArrayList<>();
        names.all().forEach((name, listing) -> {
            boolean fits = name.toLowerCase(Locale.ROOT).contains(word)
                    || listing.instrument().name().toLowerCase(Locale.ROOT).contains(word);
            if (fits && found.size() < limit) {
                found.add(searchEntry(name, listing, 20_000 - found.size()));
            }
        });
        return Reply.json(200, searchBody(found));
    }

    private static Object searchEntry(String name, Listing listing, int score) {
        return Json.object(
                "exchange", YahooNames.exchange(listing),
                "shortname", YahooNames.label(listing.instrument()),
                "quoteType", YahooNames.quoteType(listing.instrument()),
                "symbol", name,
                "index", "quotes",
                "score", score,
                "typeDisp", YahooNames.typeInWords(listing.instrument()),
                "longname", YahooNames.label(listing.instrument()),
                "exchDisp", YahooNames.exchangeInWords(listing),
                "isYahooFinance", true);
    }

    private static Object searchBody(List<Object> quotes) {
        return Json.object(
                "explains", List.of(),
                "count", quotes.size(),
                "quotes", quotes,
                "news", List.of(),
                "nav", List.of(),
                "lists", List.of(),
                "researchReports", List.of(),
                "screenerFieldResults", List.of(),
                "totalTime", 20,
                "timeTakenForQuotes", 10,
                "timeTakenForNews", 0,
                "timeTakenForAlgowatchlist", 0,
                "timeTakenForPredefinedScreener", 0,
                "timeTakenForCrunchbase", 0,
                "timeTakenForNav", 0,
                "timeTakenForResearchReports", 0,
                "timeTakenForScreenerField", 0,
                "timeTakenForCulturalAssets", 0,
                "timeTakenForSearchLists", 0);
    }
}
