package io.quotron.providers.yahoo;

import static io.quotron.model.Statistic.*;

import io.quotron.error.NoDataException;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Instrument;
import io.quotron.model.Profile;
import io.quotron.model.Statistic;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes profiles out of quoteSummary documents. Pure.
 *
 * <p>Prices are stated in the unit of trading (pence in London) and become amounts of the main currency here. Figures of the accounts are stated
 * in the currency of the accounts; where that is another one than the share trades in, they are left out, because a profile has one currency.
 */
final class YahooProfiles {
    static final String MODULES =
            "assetProfile,summaryProfile,price,summaryDetail,defaultKeyStatistics,financialData,quoteType,fundProfile";
    private static final String RESULT = "quoteSummary.result[0].";
    /** How far a yield may be off the one that its payment implies. */
    private static final double TOLERANCE = 0.25;

    private final YahooFields price;
    private final YahooFields detail;
    private final YahooFields keys;
    private final YahooFields accounts;
    private final YahooFields type;
    private final List<YahooFields> about;

    private YahooProfiles(JsonValue result) {
        this.price = module(result, "price");
        this.detail = module(result, "summaryDetail");
        this.keys = module(result, "defaultKeyStatistics");
        this.accounts = module(result, "financialData");
        this.type = module(result, "quoteType");
        this.about = List.of(module(result, "assetProfile"), module(result, "summaryProfile"));
    }

    private static YahooFields module(JsonValue result, String name) {
        return new YahooFields(result.get(name), RESULT + name + ".");
    }

    /**
     * Reads a profile.
     *
     * @param document the answer
     * @param symbol what was asked for
     * @param name what Yahoo calls it
     * @param now the time of receipt
     * @return the profile
     */
    static Profile read(JsonValue document, Symbol symbol, String name, Instant now) {
        JsonValue results = document.get("quoteSummary").get("result");
        if (!results.is(JsonValue.Kind.ARRAY)) {
            throw YahooErrors.malformedAt("quoteSummary.result", results, "a list");
        }
        JsonValue result = results.at(0);
        if (results.size() != 1 || !result.is(JsonValue.Kind.OBJECT)) {
            throw YahooErrors.malformed("quoteSummary.result has " + results.size() + " items instead of one object");
        }
        YahooProfiles profiles = new YahooProfiles(result);
        profiles.checkAnswersTheQuestion(result, name);
        return profiles.profile(symbol, name, now);
    }

    private void checkAnswersTheQuestion(JsonValue result, String name) {
        boolean nothing = Stream.of(MODULES.split(",", -1))
                .allMatch(module -> result.get(module).isAbsent());
        if (nothing) {
            throw new NoDataException(YahooErrors.SOURCE, NoDataException.Why.NOT_TOLD, "nothing is told about it");
        }
        for (YahooFields module : List.of(price, type)) {
            Optional<String> told = module.text("symbol").map(YahooSymbols::comparable);
            if (told.isPresent() && !told.get().equals(YahooSymbols.comparable(name))) {
                throw YahooErrors.malformed(module.path() + "symbol is another one than was asked for");
            }
        }
    }

    private Profile profile(Symbol symbol, String name, Instant now) {
        @Nullable CurrencyUnit unit = unit();
        Profile.Builder profile = Profile.builder(instrument(symbol, name, unit))
                .currency(unit == null ? null : CurrencyUnit.of(unit.currency()))
                .sector(text("sector"))
                .industry(text("industry"))
                .country(text("country"))
                .website(text("website"))
                .description(first(text("longBusinessSummary"), text("description")))
                .receivedTime(now);
        for (YahooFields module : about) {
            OptionalLong employees = module.whole("fullTimeEmployees");
            if (employees.orElse(0) > 0) {
                profile.employees(employees.getAsLong());
                break;
            }
        }
        addMarket(profile, unit);
        addRatios(profile, unit);
        addAccounts(profile, unit);
        addDividend(profile, unit);
        return profile.build();
    }

    private Instrument instrument(Symbol symbol, String name, @Nullable CurrencyUnit unit) {
        String kind = price.text("quoteType").or(() -> type.text("quoteType")).orElse("");
        Optional<String> words = price.text("longName")
                .or(() -> type.text("longName"))
                .or(() -> price.text("shortName"))
                .or(() -> type.text("shortName"))
                .or(() -> Optional.ofNullable(text("name")));
        return Instrument.builder(symbol, YahooErrors.SOURCE)
                .nativeSymbol(name)
                .name(words.orElse(null))
                .kind(YahooParser.kind(kind))
                .venue(price.text("exchangeName")
                        .or(() -> price.text("exchange"))
                        .or(() -> type.text("exchange"))
                        .orElse(null))
                .currency(unit)
                .build();
    }

    private @Nullable CurrencyUnit unit() {
        return Stream.of(price, detail)
                .flatMap(module -> YahooChart.currency(module.object().get("currency")).stream())
                .findFirst()
                .orElse(null);
    }

    private @Nullable String text(String field) {
        return about.stream()
                .flatMap(module -> module.text(field).stream())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }

    private static void set(Profile.Builder profile, Statistic statistic, OptionalDouble... candidates) {
        Stream.of(candidates)
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .ifPresent(value -> profile.statistic(statistic, value.getAsDouble()));
    }

    private void addMarket(Profile.Builder profile, @Nullable CurrencyUnit unit) {
        set(profile, MARKET_CAP, price.positive("marketCap"), detail.positive("marketCap"));
        set(profile, SHARES_OUTSTANDING, keys.positive("sharesOutstanding"));
        set(profile, FLOAT_SHARES, keys.positive("floatShares"));
        set(profile, FIFTY_TWO_WEEK_HIGH, inCurrency(detail, "fiftyTwoWeekHigh", unit));
        set(profile, FIFTY_TWO_WEEK_LOW, inCurrency(detail, "fiftyTwoWeekLow", unit));
        set(profile, FIFTY_DAY_AVERAGE, inCurrency(detail, "fiftyDayAverage", unit));
        set(profile, TWO_HUNDRED_DAY_AVERAGE, inCurrency(detail, "twoHundredDayAverage", unit));
        set(profile, TARGET_PRICE, inCurrency(accounts, "targetMeanPrice", unit));
        set(profile, AVERAGE_VOLUME, detail.positive("averageVolume"), price.positive("averageDailyVolume3Month"));
    }

    /** A price in the main currency; without a unit it is not known what it would be. */
    private static OptionalDouble inCurrency(YahooFields module, String name, @Nullable CurrencyUnit unit) {
        OptionalDouble value = module.positive(name);
        return value.isEmpty() || unit == null ? value : OptionalDouble.of(unit.toCurrency(value.getAsDouble()));
    }

    private void addRatios(Profile.Builder profile, @Nullable CurrencyUnit unit) {
        set(profile, TRAILING_PE, over(detail.nonZero("trailingPE"), keys.number("trailingEps"), unit));
        set(
                profile,
                FORWARD_PE,
                over(detail.nonZero("forwardPE"), keys.number("forwardEps"), unit),
                over(keys.nonZero("forwardPE"), keys.number("forwardEps"), unit));
        set(profile, PEG_RATIO, keys.nonZero("pegRatio"));
        set(profile, BETA, detail.nonZero("beta"), keys.nonZero("beta"), keys.nonZero("beta3Year"));
        set(profile, PROFIT_MARGIN, accounts.number("profitMargins"), keys.number("profitMargins"));
        set(profile, OPERATING_MARGIN, accounts.number("operatingMargins"));
        set(profile, RETURN_ON_ASSETS, accounts.number("returnOnAssets"));
        set(profile, RETURN_ON_EQUITY, accounts.number("returnOnEquity"));
        set(profile, SHORT_RATIO, keys.nonZero("shortRatio"));
    }

    private void addAccounts(Profile.Builder profile, @Nullable CurrencyUnit unit) {
        set(profile, EARNINGS_PER_SHARE, keys.number("trailingEps"));
        set(profile, FORWARD_EARNINGS_PER_SHARE, keys.number("forwardEps"));
        if (!accountsAreIn(unit)) {
            return;
        }
        set(profile, ENTERPRISE_VALUE, keys.nonZero("enterpriseValue"));
        set(profile, BOOK_VALUE_PER_SHARE, keys.nonZero("bookValue"));
        set(profile, REVENUE, accounts.nonZero("totalRevenue"));
        set(profile, EBITDA, accounts.nonZero("ebitda"));
        set(profile, PRICE_TO_SALES, detail.positive("priceToSalesTrailing12Months"));
        set(profile, PRICE_TO_BOOK, over(keys.nonZero("priceToBook"), keys.nonZero("bookValue"), unit));
    }

    /**
     * Returns the price over an amount per share. Of shares that trade in pence Yahoo divides pence by pounds now and then; the amount tells
     * whether it did, and without it the ratio is left out.
     */
    private OptionalDouble over(OptionalDouble ratio, OptionalDouble amount, @Nullable CurrencyUnit unit) {
        if (unit == null || unit.unitsPerCurrency() == 1) {
            return ratio;
        }
        OptionalDouble now = newestPrice();
        if (ratio.isEmpty() || now.isEmpty() || amount.orElse(0) == 0) {
            return OptionalDouble.empty();
        }
        return oneOf(ratio.getAsDouble(), unit, unit.toCurrency(now.getAsDouble()) / amount.getAsDouble());
    }

    private OptionalDouble newestPrice() {
        OptionalDouble newest = price.positive("regularMarketPrice");
        return newest.isPresent() ? newest : detail.positive("previousClose");
    }

    /** Returns the value as it is or as a part of the currency, whichever is near what it must be; nothing if neither is. */
    private static OptionalDouble oneOf(double value, CurrencyUnit unit, double implied) {
        for (double candidate : new double[] {value, unit.toCurrency(value)}) {
            if (Math.abs(candidate - implied) <= TOLERANCE * Math.abs(implied)) {
                return OptionalDouble.of(candidate);
            }
        }
        return OptionalDouble.empty();
    }

    private boolean accountsAreIn(@Nullable CurrencyUnit unit) {
        Optional<String> told = accounts.text("financialCurrency");
        return told.isEmpty() || unit == null || told.get().equals(unit.currency());
    }

    /** What was paid in the last twelve months is stated in the currency of the accounts, what is to come in that of trading. */
    private void addDividend(Profile.Builder profile, @Nullable CurrencyUnit unit) {
        String rateName = "dividendRate";
        String yieldName = "dividendYield";
        if (detail.isAbsent(yieldName) && accountsAreIn(unit)) {
            rateName = "trailingAnnualDividendRate";
            yieldName = "trailingAnnualDividendYield";
        }
        OptionalDouble yield = notNegative(detail.number(yieldName));
        set(profile, DIVIDEND_YIELD, yield, notNegative(detail.number("yield")), notNegative(keys.number("yield")));
        set(profile, DIVIDEND_PER_SHARE, paid(notNegative(detail.number(rateName)), yield, unit));
    }

    private static OptionalDouble notNegative(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() >= 0 ? value : OptionalDouble.empty();
    }

    /** Of shares that trade in pence Yahoo states payments in pence or in pounds; the yield tells which, or the payment is left out. */
    private OptionalDouble paid(OptionalDouble rate, OptionalDouble yield, @Nullable CurrencyUnit unit) {
        OptionalDouble before = newestPrice();
        if (unit == null || unit.unitsPerCurrency() == 1 || rate.isEmpty() || rate.getAsDouble() == 0) {
            return rate;
        }
        return yield.isEmpty() || before.isEmpty()
                ? OptionalDouble.empty()
                : oneOf(rate.getAsDouble(), unit, yield.getAsDouble() * unit.toCurrency(before.getAsDouble()));
    }
}
