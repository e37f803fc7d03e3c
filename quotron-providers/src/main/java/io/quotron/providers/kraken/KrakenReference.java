package io.quotron.providers.kraken;

import io.quotron.error.Excerpt;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads Assets and Spread. */
final class KrakenReference {
    private KrakenReference() {}

    /** Reads Assets: an object of assets by their names. */
    static List<KrakenAsset> assets(JsonValue result) {
        List<KrakenAsset> assets = new ArrayList<>();
        result.fields().forEach((key, asset) -> assets.add(asset(key, asset)));
        if (assets.isEmpty()) {
            throw KrakenErrors.malformed("result holds no assets: " + Excerpt.of(result.toString()));
        }
        return List.copyOf(assets);
    }

    private static KrakenAsset asset(String key, JsonValue asset) {
        return new KrakenAsset(
                key,
                text(key, asset, "altname"),
                text(key, asset, "aclass"),
                digits(key, asset, "decimals"),
                digits(key, asset, "display_decimals"),
                asset.get("status").text());
    }

    private static String text(String key, JsonValue asset, String field) {
        return asset.get(field)
                .text()
                .orElseThrow(() -> KrakenErrors.malformed("result/" + key + "/" + field + " is no text"));
    }

    private static int digits(String key, JsonValue asset, String field) {
        OptionalLong digits = asset.get(field).whole();
        if (digits.isEmpty() || digits.getAsLong() < 0 || digits.getAsLong() > 100) {
            throw KrakenErrors.malformed("result/" + key + "/" + field + " is no number of digits: "
                    + Excerpt.of(asset.get(field).toString()));
        }
        return (int) digits.getAsLong();
    }

    /** Reads Spread: rows of second, bid and ask. All of them can be read, or none counts. */
    static List<KrakenSpread> spreads(JsonValue rows, KrakenPair pair, Instant received) {
        List<KrakenSpread> spreads = new ArrayList<>();
        for (JsonValue row : rows.items()) {
            long time = KrakenTime.ofSeconds(
                    row.at(0).numberText().or(row.at(0)::text).orElse(""));
            double bid = KrakenParser.decimal(row.at(1));
            double ask = KrakenParser.decimal(row.at(2));
            if (!KrakenTime.isPlausible(time, received) || !(bid > 0 && ask > 0)) {
                throw KrakenErrors.malformed("result/" + pair.key() + "/" + spreads.size() + " is no spread: "
                        + Excerpt.of(row.items().toString()));
            }
            spreads.add(new KrakenSpread(KrakenTime.instant(time), bid, ask));
        }
        return List.copyOf(spreads);
    }
}
