package io.quotron.providers.alphavantage;

import io.quotron.calendar.Session;
import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.error.SymbolNotFoundException;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes quotes out of bodies. Pure: bytes and the question in, values out. */
final class AlphaVantageParser {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final String RATE = "Realtime Currency Exchange Rate";
    private static final String GLOBAL = "Global Quote";

    private AlphaVantageParser() {}

    /** Reads GLOBAL_QUOTE, JSON or CSV. */
    static Quote quote(AlphaVantageBody body, AlphaVantageAsset asset, Instant now) {
        AlphaVantageRow row = globalQuote(body, asset, now);
        if (row.fields().isEmpty()) {
            throw new SymbolNotFoundException(AlphaVantageErrors.SOURCE, asset.symbol());
        }
        requireSame(row, "symbol", asset.name());
        double price = requirePrice(row, "price", asset);
        LocalDate day = row.text("latesttradingday")
                .or(() -> row.text("latestday"))
                .flatMap(AlphaVantageTime::date)
                .orElseThrow(() -> AlphaVantageErrors.malformed("no date at " + row.pathOf("latesttradingday")));
        Quote.Builder quote = Quote.builder(asset.symbol(), AlphaVantageErrors.SOURCE)
                .price(price)
                .currency(asset.currency())
                .eventTime(requirePlausible(timeOf(day, asset, now), now, asset))
                .receivedTime(now);
        addDay(quote, row);
        return quote.build();
    }

    private static AlphaVantageRow globalQuote(AlphaVantageBody body, AlphaVantageAsset asset, Instant now) {
        Optional<AlphaVantageCsv> table = body.csv().filter(csv -> csv.hasColumns("symbol", "price", "latestday"));
        if (table.isPresent()) {
            if (table.get().rows().size() + table.get().unreadable() > 1) {
                throw AlphaVantageErrors.malformed("a quote of more than one line");
            }
            return table.get().rows().stream().findFirst().orElseGet(() -> new AlphaVantageRow(GLOBAL, Map.of()));
        }
        String name = body.json().fields().keySet().stream()
                .filter(key -> key.startsWith(GLOBAL)) // delayed quotes have a longer key
                .findFirst()
                .orElse(GLOBAL);
        return AlphaVantageRow.ofObject(name, body.require(name, JsonValue.Kind.OBJECT, asset.symbol(), now));
    }

    /** The moment at which a price of that day can have been made at the earliest, or the close where the day is over. */
    private static Instant timeOf(LocalDate day, AlphaVantageAsset asset, Instant now) {
        if (asset.type() != AlphaVantageAsset.Type.US) {
            return day.atStartOfDay(asset.zone()).toInstant();
        }
        Session session = asset.newYorkSession(day);
        return now.isBefore(session.close()) ? session.open() : session.close();
    }

    private static void addDay(Quote.Builder quote, AlphaVantageRow row) {
        row.positive("open").ifPresent(quote::open);
        row.positive("high").ifPresent(quote::high);
        row.positive("low").ifPresent(quote::low);
        first(row.positive("previousclose"), row.positive("prevclose")).ifPresent(quote::previousClose);
        row.number("change").ifPresent(quote::change);
        row.percent("changepercent").ifPresent(quote::changePercent);
        OptionalDouble volume = row.number("volume");
        if (volume.orElse(-1) >= 0) {
            quote.volume(volume.getAsDouble());
        }
    }

    private static OptionalDouble first(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() ? one : other;
    }

    /** Reads CURRENCY_EXCHANGE_RATE. */
    static Quote rate(AlphaVantageBody body, AlphaVantageAsset asset, Instant now) {
        AlphaVantageRow row =
                AlphaVantageRow.ofObject(RATE, body.require(RATE, JsonValue.Kind.OBJECT, asset.symbol(), now));
        requireSame(row, "fromcurrencycode", asset.name());
        requireSame(row, "tocurrencycode", asset.market());
        double price = requirePrice(row, "exchangerate", asset);
        ZoneId zone = row.text("timezone")
                .flatMap(AlphaVantageTime::zone)
                .orElseThrow(() -> AlphaVantageErrors.malformed("no time zone at " + row.pathOf("timezone")));
        Instant time = row.text("lastrefreshed")
                .flatMap(AlphaVantageTime::dateTime)
                .map(local -> local.atZone(zone).toInstant())
                .orElseThrow(() -> AlphaVantageErrors.malformed("no time at " + row.pathOf("lastrefreshed")));
        Quote.Builder quote = Quote.builder(asset.symbol(), AlphaVantageErrors.SOURCE)
                .price(price)
                .currency(asset.currency())
                .eventTime(requirePlausible(time, now, asset))
                .receivedTime(now);
        row.positive("bidprice").ifPresent(quote::bid);
        row.positive("askprice").ifPresent(quote::ask);
        return quote.build();
    }

    /** Reads REALTIME_BULK_QUOTES; the sample that is sent to those without the right is refused. */
    static Map<Symbol, Result<Quote>> bulk(AlphaVantageBody body, Collection<AlphaVantageAsset> assets, Instant now) {
        AlphaVantageErrors.checkSample(body);
        Map<String, AlphaVantageRow> rows = bulkRows(body, now);
        Map<Symbol, Result<Quote>> quotes = new LinkedHashMap<>();
        for (AlphaVantageAsset asset : assets) {
            AlphaVantageRow row = rows.get(AlphaVantageSymbols.comparable(asset.name()));
            quotes.put(asset.symbol(), row == null ? unknown(asset) : bulkQuote(row, asset, now));
        }
        return quotes;
    }

    private static Map<String, AlphaVantageRow> bulkRows(AlphaVantageBody body, Instant now) {
        Map<String, AlphaVantageRow> rows = new HashMap<>();
        Optional<AlphaVantageCsv> table = body.csv().filter(csv -> csv.hasColumns("symbol", "timestamp", "close"));
        if (table.isPresent()) {
            table.get().rows().forEach(row -> putOnce(rows, row));
            return rows;
        }
        int index = 0;
        for (JsonValue entry :
                body.require("data", JsonValue.Kind.ARRAY, null, now).items()) {
            putOnce(rows, AlphaVantageRow.ofObject("data/" + index++, entry));
        }
        return rows;
    }

    private static void putOnce(Map<String, AlphaVantageRow> rows, AlphaVantageRow row) {
        String name = AlphaVantageSymbols.comparable(row.name("symbol"));
        if (rows.put(name, row) != null) {
            throw AlphaVantageErrors.malformed("two quotes of one symbol, the second at " + row.pathOf("symbol"));
        }
    }

    private static Result<Quote> unknown(AlphaVantageAsset asset) {
        return Result.failure(
                FailureReason.SYMBOL_UNKNOWN, AlphaVantageErrors.SOURCE + ": unknown symbol '" + asset.symbol() + "'");
    }

    private static Result<Quote> bulkQuote(AlphaVantageRow row, AlphaVantageAsset asset, Instant now) {
        try {
            Instant time = row.text("timestamp")
                    .flatMap(AlphaVantageTime::dateTime)
                    .map(local -> bulkTime(local.atZone(NEW_YORK).toInstant(), local.toLocalDate(), asset))
                    .orElseThrow(() -> AlphaVantageErrors.malformed("no time at " + row.pathOf("timestamp")));
            Quote.Builder quote = Quote.builder(asset.symbol(), AlphaVantageErrors.SOURCE)
                    .price(requirePrice(row, "close", asset))
                    .currency(asset.currency())
                    .eventTime(requirePlausible(time, now, asset))
                    .receivedTime(now);
            addDay(quote, row);
            return Result.success(quote.build());
        } catch (ProviderException e) {
            return Result.failure(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    /** The stamp is that of the newest price, which after the session is not the close: the close is not newer than the session. */
    private static Instant bulkTime(Instant stamp, LocalDate day, AlphaVantageAsset asset) {
        Instant close = asset.newYorkSession(day).close();
        return stamp.isAfter(close) ? close : stamp;
    }

    private static void requireSame(AlphaVantageRow row, String field, String expected) {
        String told = row.name(field);
        if (!AlphaVantageSymbols.isSame(told, expected)) {
            throw AlphaVantageErrors.malformed("the answer is not about '" + expected + "', see " + row.pathOf(field));
        }
    }

    /** Zero and the words for nothing are no price; what is no number at all was not understood. */
    private static double requirePrice(AlphaVantageRow row, String field, AlphaVantageAsset asset) {
        OptionalDouble price = row.number(field);
        boolean none = row.has(field) && row.text(field).isEmpty();
        if (none || price.orElse(1) == 0) {
            throw AlphaVantageErrors.noData(
                    NoDataException.Why.NO_PRICE, "no price of '" + asset.symbol() + "' at " + row.pathOf(field));
        }
        if (!(price.orElse(-1) > 0)) {
            throw AlphaVantageErrors.malformed("no price at " + row.pathOf(field));
        }
        return price.getAsDouble();
    }

    private static Instant requirePlausible(Instant time, Instant now, AlphaVantageAsset asset) {
        if (!AlphaVantageTime.isPlausible(time, now)) {
            throw AlphaVantageErrors.noData(
                    NoDataException.Why.NO_PRICE, "the price of '" + asset.symbol() + "' is of the future, " + time);
        }
        return time;
    }
}
