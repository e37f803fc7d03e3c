package io.quotron.providers.alphavantage;

import io.quotron.model.Instrument;
import io.quotron.model.Profile;
import io.quotron.model.Statistic;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads OVERVIEW. {@code None} and {@code -} are absent; so is a zero where none can be meant, as for a number of shares. Yields
 * and margins are fractions there, too.
 */
final class AlphaVantageOverview {
    private static final Map<Statistic, List<String>> FIELDS = fields();
    private static final Set<Statistic> MAY_BE_ZERO = EnumSet.of(
            Statistic.EARNINGS_PER_SHARE,
            Statistic.DIVIDEND_PER_SHARE,
            Statistic.DIVIDEND_YIELD,
            Statistic.REVENUE,
            Statistic.EBITDA,
            Statistic.PROFIT_MARGIN,
            Statistic.OPERATING_MARGIN,
            Statistic.RETURN_ON_ASSETS,
            Statistic.RETURN_ON_EQUITY,
            Statistic.BETA);
    private static final int CIK_DIGITS = 10;

    private AlphaVantageOverview() {}

    private static Map<Statistic, List<String>> fields() {
        Map<Statistic, List<String>> fields = new EnumMap<>(Statistic.class);
        fields.put(Statistic.MARKET_CAP, List.of("marketcapitalization"));
        fields.put(Statistic.SHARES_OUTSTANDING, List.of("sharesoutstanding"));
        fields.put(Statistic.FLOAT_SHARES, List.of("sharesfloat"));
        fields.put(Statistic.TRAILING_PE, List.of("trailingpe", "peratio"));
        fields.put(Statistic.FORWARD_PE, List.of("forwardpe"));
        fields.put(Statistic.PEG_RATIO, List.of("pegratio"));
        fields.put(Statistic.PRICE_TO_BOOK, List.of("pricetobookratio"));
        fields.put(Statistic.PRICE_TO_SALES, List.of("pricetosalesratiottm"));
        fields.put(Statistic.EARNINGS_PER_SHARE, List.of("eps", "dilutedepsttm"));
        fields.put(Statistic.BOOK_VALUE_PER_SHARE, List.of("bookvalue"));
        fields.put(Statistic.DIVIDEND_PER_SHARE, List.of("dividendpershare"));
        fields.put(Statistic.DIVIDEND_YIELD, List.of("dividendyield"));
        fields.put(Statistic.BETA, List.of("beta"));
        fields.put(Statistic.REVENUE, List.of("revenuettm"));
        fields.put(Statistic.EBITDA, List.of("ebitda"));
        fields.put(Statistic.PROFIT_MARGIN, List.of("profitmargin"));
        fields.put(Statistic.OPERATING_MARGIN, List.of("operatingmarginttm"));
        fields.put(Statistic.RETURN_ON_ASSETS, List.of("returnonassetsttm"));
        fields.put(Statistic.RETURN_ON_EQUITY, List.of("returnonequityttm"));
        fields.put(Statistic.FIFTY_TWO_WEEK_HIGH, List.of("52weekhigh"));
        fields.put(Statistic.FIFTY_TWO_WEEK_LOW, List.of("52weeklow"));
        fields.put(Statistic.FIFTY_DAY_AVERAGE, List.of("50daymovingaverage"));
        fields.put(Statistic.TWO_HUNDRED_DAY_AVERAGE, List.of("200daymovingaverage"));
        fields.put(Statistic.SHORT_RATIO, List.of("shortratio"));
        fields.put(Statistic.TARGET_PRICE, List.of("analysttargetprice"));
        return fields;
    }

    static Profile profile(AlphaVantageBody body, AlphaVantageAsset asset, Instant now) {
        JsonValue document = body.json();
        if (!document.get("Symbol").is(JsonValue.Kind.STRING)) {
            throw AlphaVantageErrors.noDataIn(body, asset.symbol(), now);
        }
        AlphaVantageRow row = AlphaVantageRow.ofObject("OVERVIEW", document);
        if (!AlphaVantageSymbols.isSame(row.name("symbol"), asset.name())) {
            throw AlphaVantageErrors.malformed("the answer is not about '" + asset.name() + "', see Symbol");
        }
        Profile.Builder profile = Profile.builder(instrument(row, asset))
                .sector(row.text("sector").orElse(null))
                .industry(row.text("industry").orElse(null))
                .country(row.text("country").orElse(null))
                .website(row.text("officialsite").orElse(null))
                .description(row.text("description").orElse(null))
                .currency(AlphaVantageSymbols.unit(row.text("currency")))
                .receivedTime(now);
        double employees = row.positive("fulltimeemployees").orElse(0);
        if (employees >= 1 && employees == Math.rint(employees)) {
            profile.employees((long) employees);
        }
        FIELDS.forEach((statistic, names) ->
                value(row, statistic, names).ifPresent(number -> profile.statistic(statistic, number)));
        return profile.build();
    }

    private static OptionalDouble value(AlphaVantageRow row, Statistic statistic, List<String> names) {
        for (String name : names) {
            OptionalDouble number = row.number(name);
            if (number.isPresent() && (number.getAsDouble() != 0 || MAY_BE_ZERO.contains(statistic))) {
                return number;
            }
        }
        return OptionalDouble.empty();
    }

    private static Instrument instrument(AlphaVantageRow row, AlphaVantageAsset asset) {
        return Instrument.builder(asset.symbol(), AlphaVantageErrors.SOURCE)
                .nativeSymbol(asset.name())
                .name(row.text("name").orElse(null))
                .kind(AlphaVantageListings.kind(row.text("assettype")))
                .venue(row.text("exchange").orElse(null))
                .currency(AlphaVantageSymbols.unit(row.text("currency")))
                .identifier(Instrument.Identifier.CIK, cik(row.text("cik")).orElse(null))
                .build();
    }

    private static Optional<String> cik(Optional<String> digits) {
        return digits.filter(text -> text.matches("[0-9]{1,10}"))
                .map(text -> "0".repeat(CIK_DIGITS - text.length()) + text);
    }
}
