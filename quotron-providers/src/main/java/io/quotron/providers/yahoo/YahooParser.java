package io.quotron.providers.yahoo;

import io.quotron.error.FailureReason;
import io.quotron.error.Result;
import io.quotron.model.Instrument;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.DoubleConsumer;

/** Makes quotes and instruments out of documents. Pure. */
final class YahooParser {
    private static final Set<String> WITH_LOTS = Set.of("EQUITY", "ETF");
    private static final Set<String> PERHAPS_WITHOUT_VOLUME = Set.of("CURRENCY", "INDEX", "MUTUALFUND");
    private static final double SHARES_PER_LOT = 100;
    private static final long FUTURE_SECONDS = 300;

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
            throw YahooErrors.malformed("an answer without a list of quotes");
        }
        Map<String, JsonValue> entries = new HashMap<>();
        for (JsonValue entry : result.items()) {
            String name =
                    entry.get("symbol").text().map(YahooSymbols::comparable).orElse("");
            if (entries.put(name, entry) != null) {
                throw YahooErrors.malformed("an answer with two quotes of one symbol");
            }
        }
        Map<Symbol, Result<Quote>> quotes = new HashMap<>();
        asked.forEach((symbol, name) -> {
            JsonValue entry = entries.get(name);
            quotes.put(symbol, entry == null ? unknown(symbol) : quote(entry, symbol, now));
        });
        return quotes;
    }

    private static Result<Quote> unknown(Symbol symbol) {
        return Result.failure(FailureReason.SYMBOL_UNKNOWN, "yahoo: unknown symbol '" + symbol + "'");
    }

    private static Result<Quote> noData(Symbol symbol, String what) {
        return Result.failure(FailureReason.NO_DATA, "yahoo: no " + what + " for '" + symbol + "'");
    }

    private static Result<Quote> quote(JsonValue entry, Symbol symbol, Instant now) {
        String type = entry.get("quoteType").text().orElse("");
        if (type.equals("NONE")) {
            return unknown(symbol);
        }
        QuoteFields fields = new QuoteFields(entry, type.equals("FUTURE"));
        OptionalDouble price = fields.price("regularMarketPrice");
        if (price.isEmpty()) {
            return noData(symbol, "price");
        }
        Optional<Instant> time = fields.time("regularMarketTime", now);
        if (time.isEmpty()) {
            return noData(symbol, "believable time");
        }
        Quote.Builder quote = Quote.builder(symbol, YahooErrors.SOURCE)
                .price(price.getAsDouble())
                .currency(YahooChart.currency(entry.get("currency")).orElse(null))
                .eventTime(time.get())
                .receivedTime(now);
        addDay(quote, fields, type);
        addBook(quote, fields, type);
        return Result.success(quote.build());
    }

    private static void addDay(Quote.Builder quote, QuoteFields fields, String type) {
        set(fields.price("regularMarketOpen"), quote::open);
        set(fields.price("regularMarketDayHigh"), quote::high);
        set(fields.price("regularMarketDayLow"), quote::low);
        set(fields.price("regularMarketPreviousClose"), quote::previousClose);
        set(fields.number("regularMarketChange"), quote::change);
        set(fields.number("regularMarketChangePercent"), quote::changePercent);
        OptionalDouble volume = fields.number("regularMarketVolume");
        double least = PERHAPS_WITHOUT_VOLUME.contains(type) ? Double.MIN_VALUE : 0;
        if (volume.isPresent() && volume.getAsDouble() >= least) {
            quote.volume(volume.getAsDouble());
        }
    }

    /** Zero is Yahoo's word for no bid or offer; a size without its price says nothing. */
    private static void addBook(Quote.Builder quote, QuoteFields fields, String type) {
        boolean lots = fields.text("market").equals("us_market") && WITH_LOTS.contains(type);
        double unit = lots ? SHARES_PER_LOT : 1;
        OptionalDouble bid = fields.price("bid");
        if (bid.isPresent()) {
            quote.bid(bid.getAsDouble());
            set(fields.size("bidSize", unit), quote::bidSize);
        }
        OptionalDouble ask = fields.price("ask");
        if (ask.isPresent()) {
            quote.ask(ask.getAsDouble());
            set(fields.size("askSize", unit), quote::askSize);
        }
    }

    private static void set(OptionalDouble value, DoubleConsumer setter) {
        value.ifPresent(setter);
    }

    /** Reads fields that are numbers, or objects with the number under {@code raw}. */
    private record QuoteFields(JsonValue entry, boolean negativePricesAllowed) {
        private JsonValue plain(String name) {
            JsonValue value = entry.get(name);
            return value.is(JsonValue.Kind.OBJECT) ? value.get("raw") : value;
        }

        OptionalDouble number(String name) {
            return plain(name).decimal();
        }

        String text(String name) {
            return entry.get(name).text().orElse("");
        }

        /** Returns a price; zero stands for none. */
        OptionalDouble price(String name) {
            OptionalDouble value = number(name);
            boolean usable = value.isPresent()
                    && (value.getAsDouble() > 0 || (negativePricesAllowed && value.getAsDouble() < 0));
            return usable ? value : OptionalDouble.empty();
        }

        OptionalDouble size(String name, double unit) {
            OptionalDouble value = number(name);
            double size = value.orElse(0) * unit;
            return size > 0 && Double.isFinite(size) ? OptionalDouble.of(size) : OptionalDouble.empty();
        }

        Optional<Instant> time(String name, Instant now) {
            OptionalLong seconds = plain(name).whole();
            boolean believable = seconds.isPresent()
                    && seconds.getAsLong() > 86_400
                    && seconds.getAsLong() <= now.getEpochSecond() + FUTURE_SECONDS;
            return believable ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
        }
    }

    /**
     * Reads what a search found; companies that are not listed and entries without a usable symbol are left out.
     *
     * @param document the answer
     * @return the instruments, best first
     */
    static List<Instrument> instruments(JsonValue document) {
        JsonValue quotes = document.get("quotes");
        if (!quotes.is(JsonValue.Kind.ARRAY)) {
            throw YahooErrors.malformed("an answer without a list of instruments");
        }
        return quotes.items().stream()
                .filter(entry -> entry.get("isYahooFinance").bool().orElse(false))
                .flatMap(entry -> instrument(entry).stream())
                .toList();
    }

    private static Optional<Instrument> instrument(JsonValue entry) {
        String type = entry.get("quoteType").text().orElse("");
        Optional<String> name = entry.get("symbol").text();
        return name.flatMap(text -> YahooSymbols.toCanonical(text, type))
                .map(symbol -> Instrument.builder(symbol, YahooErrors.SOURCE)
                        .nativeSymbol(name.orElseThrow())
                        .name(words(entry, "longname")
                                .or(() -> words(entry, "shortname"))
                                .orElse(null))
                        .venue(words(entry, "exchDisp")
                                .or(() -> words(entry, "exchange"))
                                .orElse(null))
                        .kind(kind(type))
                        .build());
    }

    private static Optional<String> words(JsonValue entry, String field) {
        return entry.get(field).text().filter(text -> !text.isBlank());
    }

    private static Instrument.Kind kind(String type) {
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
