package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.Result;
import io.quotron.model.Instrument;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Makes quotes and instruments out of documents. Pure. */
final class YahooParser {
    private static final Set<String> WITH_LOTS = Set.of("EQUITY", "ETF");
    private static final Set<String> PERHAPS_WITHOUT_VOLUME = Set.of("CURRENCY", "INDEX", "MUTUALFUND");
    private static final double SHARES_PER_LOT = 100;
    private static final List<String> SIGNS_OF_A_DAY =
            List.of("regularMarketPreviousClose", "regularMarketOpen", "regularMarketDayHigh", "regularMarketVolume");

    private YahooParser() {}

    /**
     * Reads quotes by the names that Yahoo gives them.
     *
     * @param document the answer
     * @param asked what was asked for, by Yahoo's comparable name
     * @param now the time of receipt
     * @return one entry for each symbol asked
     */
    static Map<Symbol, Result<Quote>> quotes(JsonValue document, Map<Symbol, String> asked, Instant now) {
        JsonValue result = document.get("quoteResponse").get("result");
        if (!result.is(JsonValue.Kind.ARRAY)) {
            throw YahooErrors.malformedAt("quoteResponse.result", result, "a list");
        }
        Map<String, YahooFields> entries = new HashMap<>();
        for (int i = 0; i < result.size(); i++) {
            YahooFields entry = new YahooFields(result.at(i), "quoteResponse.result[" + i + "].");
            String name = YahooSymbols.comparable(entry.text("symbol").orElseThrow(() -> entry.missing("symbol")));
            if (entries.put(name, entry) != null) {
                throw YahooErrors.malformed("quoteResponse.result holds two quotes of one symbol");
            }
        }
        return quotes(entries, asked, now);
    }

    /** A quote that cannot be read is the failure of its symbol alone, unless not one of them can be read. */
    private static Map<Symbol, Result<Quote>> quotes(
            Map<String, YahooFields> entries, Map<Symbol, String> asked, Instant now) {
        Map<Symbol, Result<Quote>> quotes = new HashMap<>();
        YahooErrors.MalformedException broken = null;
        boolean anyRead = false;
        for (Map.Entry<Symbol, String> question : asked.entrySet()) {
            YahooFields entry = entries.get(question.getValue());
            try {
                quotes.put(
                        question.getKey(),
                        entry == null ? unknown(question.getKey()) : quote(entry, question.getKey(), now));
                anyRead |= entry != null;
            } catch (YahooErrors.MalformedException e) {
                broken = e;
                String message = "yahoo: " + e.getMessage() + " for '" + question.getKey() + "'";
                quotes.put(question.getKey(), Result.failure(FailureReason.MALFORMED_RESPONSE, message));
            }
        }
        if (broken != null && !anyRead) {
            throw broken;
        }
        return quotes;
    }

    private static Result<Quote> unknown(Symbol symbol) {
        return Result.failure(FailureReason.SYMBOL_UNKNOWN, "yahoo: unknown symbol '" + symbol + "'");
    }

    private static Result<Quote> noData(Symbol symbol, String what) {
        return Result.failure(FailureReason.NO_DATA, "yahoo: no " + what + " for '" + symbol + "'");
    }

    private static Result<Quote> quote(YahooFields fields, Symbol symbol, Instant now) {
        String type = fields.text("quoteType").orElse("");
        if (type.equals("NONE")) {
            return unknown(symbol);
        }
        OptionalDouble price = price(fields, type);
        if (price.isEmpty()) {
            return noData(symbol, "price");
        }
        Optional<Instant> time = time(fields, now);
        if (time.isEmpty()) {
            return noData(symbol, "believable time");
        }
        Quote.Builder quote = Quote.builder(symbol, YahooErrors.SOURCE)
                .price(price.getAsDouble())
                .currency(YahooChart.currency(fields.object().get("currency")).orElse(null))
                .eventTime(time.get())
                .receivedTime(now);
        addDay(quote, fields, type);
        addBook(quote, fields, type);
        return Result.success(quote.build());
    }

    /** Some symbols have no price; but one that had a day and no price is an answer of another format. */
    private static OptionalDouble price(YahooFields fields, String type) {
        fields.throwUnlessNumber("regularMarketPrice");
        boolean hadADay =
                SIGNS_OF_A_DAY.stream().anyMatch(name -> fields.positive(name).isPresent());
        if (fields.isAbsent("regularMarketPrice") && hadADay) {
            throw fields.missing("regularMarketPrice");
        }
        return fields.price("regularMarketPrice", type.equals("FUTURE"));
    }

    private static Optional<Instant> time(YahooFields fields, Instant now) {
        fields.throwUnlessNumber("regularMarketTime");
        if (fields.isAbsent("regularMarketTime")) {
            throw fields.missing("regularMarketTime");
        }
        return fields.time("regularMarketTime", now);
    }

    private static void addDay(Quote.Builder quote, YahooFields fields, String type) {
        boolean future = type.equals("FUTURE");
        set(fields.price("regularMarketOpen", future), quote::open);
        set(fields.price("regularMarketDayHigh", future), quote::high);
        set(fields.price("regularMarketDayLow", future), quote::low);
        set(fields.price("regularMarketPreviousClose", future), quote::previousClose);
        set(fields.number("regularMarketChange"), quote::change);
        set(fields.number("regularMarketChangePercent"), quote::changePercent);
        OptionalDouble volume = fields.number("regularMarketVolume");
        double least = PERHAPS_WITHOUT_VOLUME.contains(type) ? Double.MIN_VALUE : 0;
        if (volume.isPresent() && volume.getAsDouble() >= least) {
            quote.volume(volume.getAsDouble());
        }
    }

    /** Zero is Yahoo's word for no bid or offer; a size without its price says nothing. */
    private static void addBook(Quote.Builder quote, YahooFields fields, String type) {
        boolean lots = fields.text("market").orElse("").equals("us_market") && WITH_LOTS.contains(type);
        double unit = lots ? SHARES_PER_LOT : 1;
        boolean future = type.equals("FUTURE");
        OptionalDouble bid = fields.price("bid", future);
        if (bid.isPresent()) {
            quote.bid(bid.getAsDouble());
            set(size(fields, "bidSize", unit), quote::bidSize);
        }
        OptionalDouble ask = fields.price("ask", future);
        if (ask.isPresent()) {
            quote.ask(ask.getAsDouble());
            set(size(fields, "askSize", unit), quote::askSize);
        }
    }

    private static OptionalDouble size(YahooFields fields, String name, double unit) {
        double size = fields.positive(name).orElse(0) * unit;
        return size > 0 && Double.isFinite(size) ? OptionalDouble.of(size) : OptionalDouble.empty();
    }

    private static void set(OptionalDouble value, DoubleConsumer setter) {
        value.ifPresent(setter);
    }

    /**
     * Reads what a search found; companies that are not listed and entries without a usable symbol are left out.
     *
     * @param document the answer
     * @return the instruments, best first
     */
    static List<Instrument> instruments(JsonValue document) {
        return listed(document.get("quotes"), "quotes", true);
    }

    /** Reads the names of what many people look at now, of which nothing else is told. */
    static List<Instrument> trending(JsonValue document) {
        return lists(document).stream()
                .flatMap(list -> listed(list.get("quotes"), "finance.result[0].quotes", false).stream())
                .toList();
    }

    /** Reads what a predefined screener found. */
    static List<Instrument> screened(JsonValue document) {
        List<JsonValue> lists = lists(document);
        if (lists.isEmpty()) {
            throw YahooErrors.malformed("finance.result has no items");
        }
        return listed(lists.get(0).get("quotes"), "finance.result[0].quotes", false);
    }

    private static List<JsonValue> lists(JsonValue document) {
        JsonValue result = document.get("finance").get("result");
        if (!result.is(JsonValue.Kind.ARRAY)) {
            throw YahooErrors.malformedAt("finance.result", result, "a list");
        }
        return result.items();
    }

    private static List<Instrument> listed(JsonValue quotes, String path, boolean withPrivate) {
        if (!quotes.is(JsonValue.Kind.ARRAY)) {
            throw YahooErrors.malformedAt(path, quotes, "a list");
        }
        List<JsonValue> candidates = quotes.items().stream()
                .filter(entry -> !withPrivate || isListed(entry))
                .toList();
        List<Instrument> found =
                candidates.stream().flatMap(entry -> instrument(entry).stream()).toList();
        if (found.isEmpty() && !candidates.isEmpty()) {
            throw YahooErrors.malformedAt(path + "[0].symbol", candidates.get(0).get("symbol"), "a symbol");
        }
        Set<Symbol> seen = new HashSet<>();
        return found.stream()
                .filter(instrument -> seen.add(instrument.symbol()))
                .toList();
    }

    /** Companies that are not listed say so; an entry that says nothing at all is not theirs. */
    private static boolean isListed(JsonValue entry) {
        return entry.get("isYahooFinance")
                .bool()
                .orElse(entry.get("symbol").text().isPresent()
                        || entry.get("isYahooFinance").isAbsent());
    }

    static Optional<Instrument> instrument(JsonValue entry) {
        Optional<String> name = entry.get("symbol").text();
        String type = entry.get("quoteType").text().orElseGet(() -> YahooSymbols.guessType(name.orElse("")));
        return name.flatMap(text -> YahooSymbols.toCanonical(text, type))
                .map(symbol -> Instrument.builder(symbol, YahooErrors.SOURCE)
                        .nativeSymbol(name.orElseThrow())
                        .name(words(entry, "longname", "longName", "shortname", "shortName"))
                        .venue(words(entry, "exchDisp", "fullExchangeName", "exchange"))
                        .currency(YahooChart.currency(entry.get("currency")).orElse(null))
                        .kind(entry.get("quoteType").text().isPresent() ? kind(type) : certainKind(type))
                        .build());
    }

    /** A share and a fund look alike. */
    private static Instrument.Kind certainKind(String guessed) {
        return guessed.equals("EQUITY") ? Instrument.Kind.OTHER : kind(guessed);
    }

    private static @Nullable String words(JsonValue entry, String... fields) {
        for (String field : fields) {
            Optional<String> text = entry.get(field).text().filter(words -> !words.isBlank());
            if (text.isPresent()) {
                return text.get();
            }
        }
        return null;
    }

    static Instrument.Kind kind(String type) {
        return switch (type) {
            case "EQUITY" -> Instrument.Kind.EQUITY;
            case "ETF" -> Instrument.Kind.ETF;
            case "MUTUALFUND" -> Instrument.Kind.FUND;
            case "INDEX" -> Instrument.Kind.INDEX;
            case "CURRENCY" -> Instrument.Kind.CURRENCY;
            case "CRYPTOCURRENCY" -> Instrument.Kind.CRYPTO;
            case "FUTURE" -> Instrument.Kind.FUTURE;
            case "OPTION" -> Instrument.Kind.OPTION;
            default -> Instrument.Kind.OTHER;
        };
    }
}
