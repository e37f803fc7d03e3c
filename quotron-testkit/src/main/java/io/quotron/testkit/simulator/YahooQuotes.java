package io.quotron.testkit.simulator;

import io.quotron.model.Dividend;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v7/finance/quote}: one entry for each known symbol, with the fields that recorded entries of its kind
 * have.
 * Company figures (earnings, book value, number of shares) are invented; before and after the session the price stands
 * still.
 */
final class YahooQuotes {
    private static final long NANOS = 1_000_000_000L;
    private static final long SHARES = 4_000_000_000L;
    private static final Set<String> ALWAYS = Set.of(
            "language",
            "region",
            "quoteType",
            "typeDisp",
            "quoteSourceName",
            "triggerable",
            "customPriceAlertConfidence",
            "marketState",
            "regularMarketPrice",
            "regularMarketTime",
            "tradeable",
            "cryptoTradeable",
            "exchange",
            "exchangeTimezoneName",
            "exchangeTimezoneShortName",
            "gmtOffSetMilliseconds",
            "market",
            "esgPopulated",
            "priceHint",
            "fullExchangeName",
            "sourceInterval",
            "exchangeDataDelayedBy",
            "hasPrePostMarketData",
            "firstTradeDateMilliseconds",
            "symbol");

    private final Market market;
    private final YahooNames names;

    YahooQuotes(Market market, YahooNames names) {
        this.market = market;
        this.names = names;
    }

    Reply answer(Map<String, String> query) {
        String symbols = query.getOrDefault("symbols", "");
        if (symbols.isEmpty()) {
            return YahooEndpoints.error(400, "Bad Request", "Missing required query parameter=symbols");
        }
        List<Object> entries = new ArrayList<>();
        for (String symbol : symbols.split(",", -1)) {
            names.find(symbol.trim())
                    .flatMap(this::entry)
                    .ifPresent(e -> entries.add(selected(e, query.get("fields"))));
        }
        return Reply.json(200, Json.object("quoteResponse", Json.object("result", entries, "error", null)));
    }

    private static Map<String, @Nullable Object> selected(
            Map<String, @Nullable Object> entry, @Nullable String fields) {
        if (fields != null && !fields.isEmpty()) {
            Set<String> asked = Set.copyOf(Arrays.asList(fields.split(",", -1)));
            entry.keySet().removeIf(name -> !ALWAYS.contains(name) && !asked.contains(name));
        }
        return entry;
    }

    /** Returns all fields of one symbol. */
    Optional<Map<String, @Nullable Object>> entry(Listing listing) {
        long now = market.nowNanos();
        return Snapshot.of(listing, now).map(snapshot -> new Entry(listing, snapshot, now).fields());
    }

    /** Collects the fields of one symbol. */
    private static final class Entry {
        private final Listing listing;
        private final SimulatedInstrument instrument;
        private final Snapshot now;
        private final long nowNanos;
        private final Map<String, @Nullable Object> fields = Json.object();

        private Entry(Listing listing, Snapshot now, long nowNanos) {
            this.listing = listing;
            this.instrument = listing.instrument();
            this.now = now;
            this.nowNanos = nowNanos;
        }

        private Map<String, @Nullable Object> fields() {
            addIdentity();
            addSession();
            addBook();
            addYear();
            addAverages();
            if (YahooNames.hasExtendedHours(listing)) {
                addExtendedHours();
            }
            switch (instrument.kind()) {
                case SHARE -> addCompany();
                case FUND -> addFund();
                case CRYPTO -> addCoin();
                default -> {}
            }
            put("symbol", YahooNames.nativeName(instrument));
            return fields;
        }

        private void put(String name, @Nullable Object value) {
            fields.put(name, value);
        }

        private void number(String name, double value) {
            fields.put(name, Json.shortFloat(value));
        }

        private void addIdentity() {
            put("language", "en-US");
            put("region", "US");
            put("quoteType", YahooNames.quoteType(instrument));
            put("typeDisp", YahooNames.typeInWords(instrument));
            put("quoteSourceName", "Simulated");
            put("triggerable", !YahooNames.isLondon(listing));
            put("customPriceAlertConfidence", YahooNames.isLondon(listing) ? "LOW" : "HIGH");
            put("shortName", YahooNames.label(instrument));
            put("longName", YahooNames.label(instrument));
            put("marketState", marketState());
            put("currency", instrument.currency());
            put("exchange", YahooNames.exchange(listing));
            put("messageBoardId", "finmb_SIMULATED");
            put("exchangeTimezoneName", listing.hours().zone().getId());
            put(
                    "exchangeTimezoneShortName",
                    YahooNames.shortZone(listing.hours().zone(), now.second()));
            put(
                    "gmtOffSetMilliseconds",
                    YahooNames.offsetSeconds(listing.hours().zone(), now.second()) * 1_000L);
            put("market", YahooNames.market(listing));
            put("esgPopulated", false);
            put("corporateActions", List.of());
            put("fullExchangeName", YahooNames.exchangeInWords(listing));
            put("sourceInterval", 15);
            put("exchangeDataDelayedBy", YahooNames.isLondon(listing) ? 15 : 0);
            put("hasPrePostMarketData", YahooNames.hasExtendedHours(listing));
            put("firstTradeDateMilliseconds", YahooNames.firstTradeSecond(listing) * 1_000);
            put("priceHint", YahooNames.priceHint(listing));
            put("tradeable", false);
            put("cryptoTradeable", instrument.kind() == SimulatedInstrument.Kind.CRYPTO);
        }

        private String marketState() {
            TradingHours hours = listing.hours();
            LocalDate today = hours.dateOf(nowNanos);
            if (!hours.isTradingDay(today)) {
                return "CLOSED";
            }
            long second = nowNanos / NANOS;
            if (second >= hours.openSecond(today) && second < hours.closeSecond(today)) {
                return "REGULAR";
            }
            return YahooNames.hasExtendedHours(listing) ? extendedState(today, second) : "CLOSED";
        }

        private String extendedState(LocalDate today, long second) {
            ZonedDateTime midnight = today.atStartOfDay(listing.hours().zone());
            long pre = midnight.with(YahooNames.preMarketOpen()).toEpochSecond();
            long post = midnight.with(YahooNames.postMarketClose()).toEpochSecond();
            if (second < pre || second >= post) {
                return "CLOSED";
            }
            return second < listing.hours().openSecond(today) ? "PRE" : "POST";
        }

        private void addSession() {
            Snapshot.Prices session = now.session();
            double change = now.price() - now.previousClose();
            put("regularMarketTime", now.second());
            number("regularMarketPrice", now.price());
            number("regularMarketChange", change);
            number("regularMarketChangePercent", 100 * change / now.previousClose());
            number("regularMarketOpen", session.open());
            number("regularMarketDayHigh", session.high());
            put("regularMarketDayRange", range(session.low(), session.high()));
            number("regularMarketDayLow", session.low());
            put("regularMarketVolume", Math.round(session.volume()));
            number("regularMarketPreviousClose", now.previousClose());
        }

        private static String range(double low, double high) {
            return (float) low + " - " + (float) high;
        }

        /** Sizes are in lots of New York and absent elsewhere, as Yahoo has them. */
        private void addBook() {
            if (instrument.kind() == SimulatedInstrument.Kind.CRYPTO) {
                return;
            }
            boolean index = instrument.kind() == SimulatedInstrument.Kind.INDEX;
            double step = StrictMath.pow(10, -listing.tape().priceDecimals());
            number("bid", index ? 0 : now.last().buy() ? now.price() - step : now.price());
            number("ask", index ? 0 : now.last().buy() ? now.price() : now.price() + step);
            boolean lots = YahooNames.hasExtendedHours(listing);
            put("bidSize", lots ? 1 + (Chance.bits(now.last().nanos(), 0) & 15) : 0L);
            put("askSize", lots ? 1 + (Chance.bits(now.last().nanos(), 1) & 15) : 0L);
        }

        private void addYear() {
            Snapshot.Prices year = now.year();
            number("fiftyTwoWeekLow", year.low());
            number("fiftyTwoWeekHigh", year.high());
            put("fiftyTwoWeekRange", range(year.low(), year.high()));
            number("fiftyTwoWeekLowChange", now.price() - year.low());
            number("fiftyTwoWeekLowChangePercent", now.price() / year.low() - 1);
            number("fiftyTwoWeekHighChange", now.price() - year.high());
            number("fiftyTwoWeekHighChangePercent", now.price() / year.high() - 1);
            number("fiftyTwoWeekChangePercent", 100 * (now.price() / year.open() - 1));
        }

        private void addAverages() {
            Snapshot.Averages averages = now.averages();
            put("averageDailyVolume3Month", Math.round(averages.volume63()));
            put("averageDailyVolume10Day", Math.round(averages.volume10()));
            addAverage("fiftyDayAverage", averages.close50());
            addAverage("twoHundredDayAverage", averages.close200());
        }

        private void addAverage(String name, double average) {
            if (average > 0) {
                number(name, average);
                number(name + "Change", now.price() - average);
                number(name + "ChangePercent", now.price() / average - 1);
            }
        }

        private void addExtendedHours() {
            String prefix = "PRE".equals(marketState()) ? "preMarket" : "postMarket";
            if ("REGULAR".equals(marketState())) {
                return;
            }
            put(prefix + "Time", now.second());
            number(prefix + "Price", now.price());
            number(prefix + "Change", 0);
            number(prefix + "ChangePercent", 0);
        }

        private void addCompany() {
            double earnings = instrument.price() / 25;
            long quarter = now.second() / 7_776_000 * 7_776_000;
            put("financialCurrency", "GBp".equals(instrument.currency()) ? "GBP" : instrument.currency());
            put("earningsTimestamp", quarter);
            put("earningsTimestampStart", quarter + 7_776_000);
            put("earningsTimestampEnd", quarter + 8_208_000);
            put("earningsCallTimestampStart", quarter + 1_800);
            put("earningsCallTimestampEnd", quarter + 1_800);
            put("isEarningsDateEstimate", true);
            number("epsTrailingTwelveMonths", earnings);
            number("epsCurrentYear", earnings * 1.1);
            number("priceEpsCurrentYear", now.price() / (earnings * 1.1));
            put("sharesOutstanding", SHARES);
            number("bookValue", instrument.price() / 20);
            number("priceToBook", now.price() / (instrument.price() / 20));
            put("marketCap", Math.round(now.price() * SHARES));
            put("averageAnalystRating", "2.5 - Hold");
            addDividends();
            if (!YahooNames.isLondon(listing)) {
                number("trailingPE", now.price() / earnings);
                number("epsForward", earnings * 1.2);
                number("forwardPE", now.price() / (earnings * 1.2));
                put("displayName", instrument.name());
            }
        }

        private void addDividends() {
            LocalDate today = listing.hours().dateOf(nowNanos);
            List<Dividend> year = listing.dividends(today.minusYears(1), today).toList();
            double paid = year.stream()
                    .mapToDouble(d -> d.amount() / listing.splitRatio(d.exDate(), today))
                    .sum();
            number("trailingAnnualDividendRate", paid);
            number("trailingAnnualDividendYield", paid / now.price());
            if (!year.isEmpty()) {
                put("dividendDate", year.get(year.size() - 1).exDate().toEpochDay() * 86_400);
                number("dividendRate", paid);
                number("dividendYield", Math.rint(10_000 * paid / now.price()) / 100);
            }
        }

        private void addFund() {
            LocalDate today = listing.hours().dateOf(nowNanos);
            double paid = listing.dividends(today.minusYears(1), today)
                    .mapToDouble(Dividend::amount)
                    .sum();
            put("financialCurrency", instrument.currency());
            number("trailingAnnualDividendRate", paid);
            number("trailingAnnualDividendYield", paid / now.price());
            number("dividendYield", Math.rint(10_000 * paid / now.price()) / 100);
            number("trailingPE", 25);
            number("epsTrailingTwelveMonths", now.price() / 25);
            number("ytdReturn", 2.5);
            number("trailingThreeMonthReturns", 3.5);
            number("trailingThreeMonthNavReturns", 3.5);
            put("netAssets", Math.round(instrument.price() * SHARES));
            number("netExpenseRatio", 0.1);
            put("sharesOutstanding", SHARES);
            number("bookValue", instrument.price() / 1.5);
            number("priceToBook", now.price() / (instrument.price() / 1.5));
            put("marketCap", Math.round(now.price() * SHARES));
        }

        private void addCoin() {
            String base = instrument.symbol().base().orElse("");
            long coins = 20_000_000;
            long volume = Math.round(now.session().volume());
            put("circulatingSupply", coins);
            put("lastMarket", "Simulated");
            put("volume24Hr", volume);
            put("volumeAllCurrencies", volume);
            put("fromCurrency", base);
            put("toCurrency", instrument.currency() + "=X");
            put("coinMarketCapLink", "https://simulated.invalid/currencies/" + base);
            put("startDate", YahooNames.firstTradeSecond(listing));
            put("coinImageUrl", "https://simulated.invalid/" + base + ".png");
            put("logoUrl", "https://simulated.invalid/" + base + ".png");
            put("marketCap", Math.round(now.price() * coins));
        }
    }
}
