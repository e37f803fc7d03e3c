package io.quotron.providers.alphavantage;

import io.quotron.model.CurrencyUnit;
import io.quotron.model.Instrument;
import io.quotron.model.Symbol;
import io.quotron.model.TradingStatus;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads SYMBOL_SEARCH, LISTING_STATUS and MARKET_STATUS. Entries without a usable symbol are left out. */
final class AlphaVantageListings {
    private AlphaVantageListings() {}

    /** Reads what a search found, best first. */
    static List<Instrument> search(AlphaVantageBody body, Instant now) {
        List<AlphaVantageRow> rows = new ArrayList<>(matches(body, now));
        boolean scored = rows.stream().allMatch(row -> row.number("matchscore").isPresent());
        if (scored) {
            rows.sort(Comparator.comparingDouble((AlphaVantageRow row) -> row.numberOrNaN("matchscore"))
                    .reversed());
        }
        return rows.stream().flatMap(row -> found(row).stream()).toList();
    }

    private static List<AlphaVantageRow> matches(AlphaVantageBody body, Instant now) {
        Optional<AlphaVantageCsv> table = body.csv().filter(csv -> csv.hasColumns("symbol", "matchscore"));
        if (table.isPresent()) {
            return table.get().rows();
        }
        List<AlphaVantageRow> rows = new ArrayList<>();
        for (JsonValue match :
                body.require("bestMatches", JsonValue.Kind.ARRAY, null, now).items()) {
            rows.add(AlphaVantageRow.ofObject("bestMatches/" + rows.size(), match));
        }
        return rows;
    }

    private static Optional<Instrument> found(AlphaVantageRow row) {
        return builder(row)
                .map(instrument -> instrument
                        .kind(kind(row.text("type")))
                        .venue(row.text("region").orElse(null))
                        .currency(AlphaVantageSymbols.unit(row.text("currency")))
                        .build());
    }

    private static Optional<Instrument.Builder> builder(AlphaVantageRow row) {
        String name = row.name("symbol");
        Optional<Symbol> symbol = AlphaVantageSymbols.toCanonical(name);
        return symbol.map(known -> Instrument.builder(known, AlphaVantageErrors.SOURCE)
                .nativeSymbol(name)
                .name(row.text("name").orElse(null)));
    }

    static Instrument.Kind kind(Optional<String> type) {
        return switch (type.orElse("").toLowerCase(Locale.ROOT)) {
            case "equity", "stock", "common stock", "preferred stock", "adr" -> Instrument.Kind.EQUITY;
            case "etf", "exchange traded fund" -> Instrument.Kind.ETF;
            case "mutual fund", "fund" -> Instrument.Kind.FUND;
            default -> Instrument.Kind.OTHER;
        };
    }

    /** Reads a list of what is or was listed in the United States. */
    static List<Instrument> listed(AlphaVantageBody body, Instant now) {
        AlphaVantageCsv table = body.csv()
                .filter(csv -> csv.hasColumns("symbol", "status"))
                .orElseThrow(() -> AlphaVantageErrors.noDataIn(body, null, now));
        return table.rows().stream().flatMap(row -> listing(row).stream()).toList();
    }

    private static Optional<Instrument> listing(AlphaVantageRow row) {
        return builder(row)
                .map(instrument -> instrument
                        .kind(kind(row.text("assettype")))
                        .venue(row.text("exchange").orElse(null))
                        .currency(CurrencyUnit.of("USD"))
                        .status(status(row.text("status").orElse("")))
                        .build());
    }

    private static TradingStatus.Status status(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "active" -> TradingStatus.Status.TRADING;
            case "delisted" -> TradingStatus.Status.DELISTED;
            default -> TradingStatus.Status.UNKNOWN;
        };
    }

    /** Returns in words whether New York is open. */
    static String marketStatus(AlphaVantageBody body, Instant now) {
        JsonValue markets = body.require("markets", JsonValue.Kind.ARRAY, null, now);
        for (JsonValue market : markets.items()) {
            AlphaVantageRow row = AlphaVantageRow.ofObject("markets", market);
            boolean wanted = row.text("markettype").orElse("").equals("Equity")
                    && row.text("region").orElse("").equals("United States");
            if (wanted) {
                return "ok; shares of the United States: "
                        + body.excerpt(row.text("currentstatus").orElse("not told"));
            }
        }
        return "ok";
    }
}
