package io.quotron.testkit.simulator;

import io.quotron.model.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A market of Kraken with its four names: {@code XXBTZUSD}, {@code XBTUSD}, {@code XBT/USD}, and {@code BTC/USD} on
 * WebSocket v2.
 */
record KrakenPair(Listing listing, String key, String altName, String wsName, String base, String quote) {
    static final int SIZE_DECIMALS = 8;
    private static final int LONG_PRICE_DECIMALS = 5;
    private static final Map<String, String> OWN_NAMES = Map.of("BTC", "XBT", "DOGE", "XDG");
    private static final Set<String> OLD_COINS = Set.of("XBT", "ETH", "LTC", "XRP", "XLM", "XMR", "ZEC", "ETC", "REP");
    private static final Set<String> FIAT = Set.of("USD", "EUR", "GBP", "JPY", "CAD", "AUD");

    static List<KrakenPair> all(Market market) {
        List<KrakenPair> pairs = new ArrayList<>();
        market.listings().stream().filter(l -> l.instrument().symbol().isPair()).forEach(l -> pairs.add(of(l)));
        return pairs;
    }

    private static KrakenPair of(Listing listing) {
        Symbol symbol = listing.instrument().symbol();
        String base = ownName(symbol.base().orElseThrow());
        String quote = ownName(symbol.quoteCurrency().orElseThrow());
        boolean old = isOld(base) && isOld(quote);
        String key = old ? code(base) + code(quote) : base + quote;
        return new KrakenPair(listing, key, base + quote, base + "/" + quote, code(base), code(quote));
    }

    private static String ownName(String currency) {
        return OWN_NAMES.getOrDefault(currency, currency);
    }

    private static boolean isOld(String name) {
        return OLD_COINS.contains(name) || FIAT.contains(name);
    }

    private static String code(String name) {
        if (FIAT.contains(name)) {
            return "Z" + name;
        }
        return OLD_COINS.contains(name) || "XDG".equals(name) ? "X" + name : name;
    }

    /** Finds a pair by any of its names. */
    static Optional<KrakenPair> find(List<KrakenPair> pairs, String name) {
        return pairs.stream()
                .filter(p -> name.equals(p.key)
                        || name.equals(p.altName)
                        || name.equals(p.wsName)
                        || name.equals(p.symbol()))
                .findFirst();
    }

    /** The name on WebSocket v2. */
    String symbol() {
        return listing.instrument().symbol().code();
    }

    /** The key in a result: that of the list, or the name as asked where it has a slash. */
    String resultKey(String asked) {
        return asked.contains("/") ? asked : key;
    }

    int decimals() {
        return listing.tape().priceDecimals();
    }

    Json.Digits price(long steps) {
        return Json.decimal(steps, decimals(), decimals());
    }

    Json.Digits size(long steps) {
        return Json.decimal(steps, listing.tape().sizeDecimals(), SIZE_DECIMALS);
    }

    String priceText(long steps) {
        return Json.text(steps, decimals(), decimals());
    }

    /** A price as trades and tickers of REST write it, with at least five decimals. */
    String longPriceText(long steps) {
        return Json.text(steps, decimals(), Math.max(LONG_PRICE_DECIMALS, decimals()));
    }

    String sizeText(long steps) {
        return Json.text(steps, listing.tape().sizeDecimals(), SIZE_DECIMALS);
    }

    /** The pair in the channel of instruments; small steps come with an exponent, as from Kraken. */
    Map<String, @Nullable Object> instrument() {
        return Json.object(
                "symbol",
                symbol(),
                "base",
                listing.instrument().symbol().base().orElseThrow(),
                "quote",
                listing.instrument().symbol().quoteCurrency().orElseThrow(),
                "status",
                "online",
                "qty_precision",
                SIZE_DECIMALS,
                "qty_increment",
                step(SIZE_DECIMALS),
                "price_precision",
                decimals(),
                "cost_precision",
                5,
                "marginable",
                true,
                "has_index",
                true,
                "cost_min",
                new Json.Digits("0.5"),
                "price_increment",
                step(decimals()),
                "qty_min",
                new Json.Digits("0.00005"));
    }

    private static Json.Digits step(int decimals) {
        return new Json.Digits(
                decimals < 5 ? Json.text(1, decimals, decimals) : "1e-" + (decimals < 10 ? "0" : "") + decimals);
    }

    Map<String, @Nullable Object> description() {
        return Json.object(
                "altname",
                altName,
                "wsname",
                wsName,
                "aclass_base",
                "currency",
                "base",
                base,
                "aclass_quote",
                "currency",
                "quote",
                quote,
                "lot",
                "unit",
                "cost_decimals",
                5,
                "pair_decimals",
                decimals(),
                "lot_decimals",
                SIZE_DECIMALS,
                "lot_multiplier",
                1,
                "leverage_buy",
                List.of(2, 3, 4, 5),
                "leverage_sell",
                List.of(2, 3, 4, 5),
                "fees",
                List.of(),
                "fees_maker",
                List.of(),
                "fee_volume_currency",
                "ZUSD",
                "margin_call",
                80,
                "margin_stop",
                40,
                "ordermin",
                "0.00005",
                "costmin",
                "0.5",
                "tick_size",
                Json.text(1, decimals(), decimals()),
                "status",
                "online",
                "execution_venue",
                "international",
                "long_position_limit",
                350,
                "short_position_limit",
                250);
    }
}
