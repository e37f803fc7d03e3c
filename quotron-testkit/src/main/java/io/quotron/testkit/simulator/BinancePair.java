package io.quotron.testkit.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A market of Binance: its name is that of its two assets without anything between them. */
record BinancePair(Listing listing, String name, String base, String quote) {
    private static final int DECIMALS = 8;

    static List<BinancePair> all(Market market) {
        List<BinancePair> pairs = new ArrayList<>();
        market.listings().stream().filter(l -> l.instrument().symbol().isPair()).forEach(l -> pairs.add(of(l)));
        return pairs;
    }

    private static BinancePair of(Listing listing) {
        String base = listing.instrument().symbol().base().orElseThrow();
        String quote = listing.instrument().symbol().quoteCurrency().orElseThrow();
        return new BinancePair(listing, base + quote, base, quote);
    }

    static Optional<BinancePair> find(List<BinancePair> pairs, String name) {
        return pairs.stream().filter(pair -> pair.name.equals(name)).findFirst();
    }

    /** The name in the names of streams. */
    String streamName() {
        return name.toLowerCase(Locale.ROOT);
    }

    Tape tape() {
        return listing.tape();
    }

    String price(long steps) {
        return Json.text(steps, tape().priceDecimals(), DECIMALS);
    }

    String size(long steps) {
        return Json.text(steps, tape().sizeDecimals(), DECIMALS);
    }

    /** An amount of the quote asset. */
    String turnover(double steps) {
        double amount = steps / Math.pow(10, tape().priceDecimals()) / Math.pow(10, tape().sizeDecimals());
        return String.format(Locale.ROOT, "%.8f", amount);
    }

    Map<String, @Nullable Object> description() {
        return Json.object(
                "symbol",
                name,
                "status",
                "TRADING",
                "baseAsset",
                base,
                "baseAssetPrecision",
                DECIMALS,
                "quoteAsset",
                quote,
                "quotePrecision",
                DECIMALS,
                "quoteAssetPrecision",
                DECIMALS,
                "orderTypes",
                List.of("LIMIT", "LIMIT_MAKER", "MARKET"),
                "icebergAllowed",
                true,
                "isSpotTradingAllowed",
                true,
                "isMarginTradingAllowed",
                false,
                "filters",
                List.of(
                        Json.object(
                                "filterType",
                                "PRICE_FILTER",
                                "minPrice",
                                price(1),
                                "maxPrice",
                                "1000000.00000000",
                                "tickSize",
                                price(1)),
                        Json.object(
                                "filterType",
                                "LOT_SIZE",
                                "minQty",
                                size(1),
                                "maxQty",
                                "9000.00000000",
                                "stepSize",
                                size(1)),
                        Json.object("filterType", "NOTIONAL", "minNotional", "5.00000000", "avgPriceMins", 5)),
                "permissions",
                List.of(),
                "permissionSets",
                List.of(List.of("SPOT")));
    }
}
