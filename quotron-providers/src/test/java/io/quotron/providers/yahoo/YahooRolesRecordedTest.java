package io.quotron.providers.yahoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.Result;
import io.quotron.model.CorporateAction;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Dividend;
import io.quotron.model.Instrument;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.Profile;
import io.quotron.model.Quote;
import io.quotron.model.Split;
import io.quotron.model.Statistic;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.providers.yahoo.Recordings.Recording;
import io.quotron.providers.yahoo.YahooStub.Answer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares profiles, options, lists and actions with a plain reading of the recorded answers. */
class YahooRolesRecordedTest {
    private static final Symbol TEST = Symbol.of("TEST");
    private final YahooStub yahoo = new YahooStub();

    @AfterEach
    void close() {
        yahoo.close();
    }

    private static Recording find(String folder, String prefix) throws IOException {
        return Recordings.of(folder).stream()
                .filter(recording -> recording.name().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    // --- profiles

    /** Where a figure comes from: module and field, the first that there is. */
    private static final Map<Statistic, List<String>> SOURCES = Map.ofEntries(
            Map.entry(Statistic.MARKET_CAP, List.of("price/marketCap", "summaryDetail/marketCap")),
            Map.entry(Statistic.ENTERPRISE_VALUE, List.of("defaultKeyStatistics/enterpriseValue")),
            Map.entry(Statistic.SHARES_OUTSTANDING, List.of("defaultKeyStatistics/sharesOutstanding")),
            Map.entry(Statistic.FLOAT_SHARES, List.of("defaultKeyStatistics/floatShares")),
            Map.entry(Statistic.TRAILING_PE, List.of("summaryDetail/trailingPE")),
            Map.entry(Statistic.FORWARD_PE, List.of("summaryDetail/forwardPE", "defaultKeyStatistics/forwardPE")),
            Map.entry(Statistic.PEG_RATIO, List.of("defaultKeyStatistics/pegRatio")),
            Map.entry(Statistic.PRICE_TO_BOOK, List.of("defaultKeyStatistics/priceToBook")),
            Map.entry(Statistic.PRICE_TO_SALES, List.of("summaryDetail/priceToSalesTrailing12Months")),
            Map.entry(Statistic.EARNINGS_PER_SHARE, List.of("defaultKeyStatistics/trailingEps")),
            Map.entry(Statistic.FORWARD_EARNINGS_PER_SHARE, List.of("defaultKeyStatistics/forwardEps")),
            Map.entry(Statistic.BOOK_VALUE_PER_SHARE, List.of("defaultKeyStatistics/bookValue")),
            Map.entry(
                    Statistic.DIVIDEND_PER_SHARE,
                    List.of("summaryDetail/dividendRate", "summaryDetail/trailingAnnualDividendRate")),
            Map.entry(
                    Statistic.DIVIDEND_YIELD,
                    List.of(
                            "summaryDetail/dividendYield",
                            "summaryDetail/trailingAnnualDividendYield",
                            "summaryDetail/yield",
                            "defaultKeyStatistics/yield")),
            Map.entry(
                    Statistic.BETA,
                    List.of("summaryDetail/beta", "defaultKeyStatistics/beta", "defaultKeyStatistics/beta3Year")),
            Map.entry(Statistic.REVENUE, List.of("financialData/totalRevenue")),
            Map.entry(Statistic.EBITDA, List.of("financialData/ebitda")),
            Map.entry(
                    Statistic.PROFIT_MARGIN,
                    List.of("financialData/profitMargins", "defaultKeyStatistics/profitMargins")),
            Map.entry(Statistic.OPERATING_MARGIN, List.of("financialData/operatingMargins")),
            Map.entry(Statistic.RETURN_ON_ASSETS, List.of("financialData/returnOnAssets")),
            Map.entry(Statistic.RETURN_ON_EQUITY, List.of("financialData/returnOnEquity")),
            Map.entry(Statistic.FIFTY_TWO_WEEK_HIGH, List.of("summaryDetail/fiftyTwoWeekHigh")),
            Map.entry(Statistic.FIFTY_TWO_WEEK_LOW, List.of("summaryDetail/fiftyTwoWeekLow")),
            Map.entry(Statistic.FIFTY_DAY_AVERAGE, List.of("summaryDetail/fiftyDayAverage")),
            Map.entry(Statistic.TWO_HUNDRED_DAY_AVERAGE, List.of("summaryDetail/twoHundredDayAverage")),
            Map.entry(
                    Statistic.AVERAGE_VOLUME, List.of("summaryDetail/averageVolume", "price/averageDailyVolume3Month")),
            Map.entry(Statistic.SHORT_RATIO, List.of("defaultKeyStatistics/shortRatio")),
            Map.entry(Statistic.TARGET_PRICE, List.of("financialData/targetMeanPrice")));

    private static final Set<Statistic> IN_PENCE = Set.of(
            Statistic.FIFTY_TWO_WEEK_HIGH,
            Statistic.FIFTY_TWO_WEEK_LOW,
            Statistic.FIFTY_DAY_AVERAGE,
            Statistic.TWO_HUNDRED_DAY_AVERAGE,
            Statistic.TARGET_PRICE,
            Statistic.PRICE_TO_BOOK);

    static Stream<Recording> summaries() throws IOException {
        return Recordings.of("quoteSummary").stream()
                .filter(recording -> !recording.name().contains("ADH")
                        && !recording.name().contains("earnings")
                        && !recording.name().contains("calendarEvents"));
    }

    private Profile profile(Recording recording) {
        String name = recording
                .name()
                .replaceAll("quoteSummary-[A-Za-z]+-(.*)_2025.*", "$1")
                .replace("_X", "=X");
        yahoo.override(TEST, name);
        yahoo.answer(YahooStub.SUMMARY, Answer.ok(recording.body()));
        return yahoo.provider.profiles().orElseThrow().fetchProfile(TEST, yahoo.context());
    }

    @ParameterizedTest
    @MethodSource("summaries")
    void fetchProfile_recorded_hasEveryFigureOfTheFile(Recording recording) {
        JsonNode result = recording.json().at("/quoteSummary/result/0");
        boolean pence = result.at("/summaryDetail/currency").asText().equals("GBp");

        Profile profile = profile(recording);

        SOURCES.forEach((statistic, fields) -> {
            Optional<JsonNode> told = fields.stream()
                    .map(field -> result.at("/" + field))
                    .filter(JsonNode::isNumber)
                    .findFirst();
            OptionalDouble figure = profile.statistic(statistic);
            if (pence && statistic == Statistic.FORWARD_PE) {
                assertThat(figure).as("pence over pounds").isEmpty();
            } else if (told.isPresent()) {
                double value = told.get().asDouble();
                boolean divided = pence && IN_PENCE.contains(statistic);
                assertThat(figure).as(statistic.name()).hasValue(divided ? value / 100 : value);
            } else {
                assertThat(figure).as(statistic.name()).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("summaries")
    void fetchProfile_recorded_hasItsWords(Recording recording) {
        JsonNode result = recording.json().at("/quoteSummary/result/0");
        JsonNode about = result.path("assetProfile");

        Profile profile = profile(recording);

        assertThat(profile.sector().orElse("")).isEqualTo(about.path("sector").asText());
        assertThat(profile.industry().orElse(""))
                .isEqualTo(about.path("industry").asText());
        assertThat(profile.country().orElse("")).isEqualTo(about.path("country").asText());
        assertThat(profile.website().orElse("")).isEqualTo(about.path("website").asText());
        assertThat(profile.description().orElse(""))
                .isEqualTo(about.path("longBusinessSummary")
                        .asText(about.path("description").asText()));
        assertThat(profile.employees().orElse(0))
                .isEqualTo(about.path("fullTimeEmployees").asLong());
    }

    @Test
    void fetchProfile_recordedLondon_isInPounds() throws IOException {
        Profile ocado = profile(find("quoteSummary", "quoteSummary-all-OCDO"));

        assertThat(ocado.currency()).isEqualTo(CurrencyUnit.of("GBP"));
        assertThat(ocado.instrument().currency()).isEqualTo(CurrencyUnit.of("GBp"));
        assertThat(ocado.instrument().kind()).isEqualTo(Instrument.Kind.EQUITY);
        assertThat(ocado.instrument().name()).contains("Ocado Group plc");
        assertThat(ocado.statistic(Statistic.FIFTY_TWO_WEEK_LOW)).hasValue(2.7);
        assertThat(ocado.statistic(Statistic.MARKET_CAP)).hasValue(2_544_151_552.0);
        assertThat(ocado.statistic(Statistic.DIVIDEND_PER_SHARE)).hasValue(0);
    }

    @Test
    void fetchProfile_recordedWithoutFacts_isNoData() throws IOException {
        for (String prefix : List.of("quoteSummary-assetProfile-ADH", "quoteSummary-earnings-EURUSD_X")) {
            Recording recording = find("quoteSummary", prefix);
            yahoo.answer(YahooStub.SUMMARY, Answer.of("404 Not Found", recording.body()));

            NoDataException e = catchThrowableOfType(
                    NoDataException.class,
                    () -> yahoo.provider.profiles().orElseThrow().fetchProfile(TEST, yahoo.context()));

            assertThat(e.why()).isEqualTo(NoDataException.Why.NOT_TOLD);
        }
    }

    // --- options

    static Stream<Recording> chains() throws IOException {
        return Recordings.of("options").stream();
    }

    private OptionChain options(Recording recording, Optional<LocalDate> day) {
        yahoo.override(
                TEST,
                recording.json().at("/optionChain/result/0/underlyingSymbol").asText());
        yahoo.answer(YahooStub.OPTIONS, Answer.ok(recording.body()));
        return yahoo.provider.options().orElseThrow().fetchOptions(TEST, day, yahoo.context());
    }

    @ParameterizedTest
    @MethodSource("chains")
    void fetchOptions_recorded_hasEveryNumberOfTheFile(Recording recording) {
        JsonNode result = recording.json().at("/optionChain/result/0");
        JsonNode options = result.at("/options/0");
        if (options.path("calls").size() + options.path("puts").size() == 0) {
            assertThat(catchThrowableOfType(NoDataException.class, () -> options(recording, Optional.empty()))
                            .reason())
                    .isEqualTo(FailureReason.NO_DATA);
            return;
        }

        OptionChain chain = options(recording, Optional.empty());

        assertThat(chain.expirations())
                .containsExactlyElementsOf(
                        StreamSupport.stream(result.path("expirationDates").spliterator(), false)
                                .map(node -> LocalDate.ofEpochDay(node.asLong() / 86_400))
                                .toList());
        assertThat(chain.expiration())
                .isEqualTo(LocalDate.ofEpochDay(options.path("expirationDate").asLong() / 86_400));
        assertThat(chain.underlyingPrice())
                .hasValue(result.at("/quote/regularMarketPrice").asDouble());
        compare(chain.calls(), options.path("calls"), OptionContract.Type.CALL);
        compare(chain.puts(), options.path("puts"), OptionContract.Type.PUT);
        assertThat(options(recording, Optional.of(chain.expiration())).calls()).isEqualTo(chain.calls());
        assertThat(yahoo.targets(YahooStub.OPTIONS).get(1))
                .contains("date="
                        + chain.expiration().atStartOfDay(ZoneOffset.UTC).toEpochSecond() + "&");
    }

    private static void compare(List<OptionContract> contracts, JsonNode list, OptionContract.Type type) {
        assertThat(contracts).hasSize(list.size());
        for (int i = 0; i < list.size(); i++) {
            JsonNode told = list.get(i);
            OptionContract contract = contracts.get(i);
            assertThat(contract.symbol().code())
                    .isEqualTo(told.path("contractSymbol").asText());
            assertThat(contract.type()).isEqualTo(type);
            assertThat(contract.strike()).isEqualTo(told.path("strike").asDouble());
            assertThat(contract.last().orElse(0))
                    .isEqualTo(told.path("lastPrice").asDouble());
            assertThat(contract.bid().orElse(0)).isEqualTo(told.path("bid").asDouble());
            assertThat(contract.ask().orElse(0)).isEqualTo(told.path("ask").asDouble());
            assertThat(contract.volume().isPresent()).isEqualTo(told.has("volume"));
            assertThat(contract.volume().orElse(0))
                    .isEqualTo(told.path("volume").asDouble());
            assertThat(contract.openInterest().orElse(0))
                    .isEqualTo(told.path("openInterest").asDouble());
            assertThat(contract.impliedVolatility().orElse(0))
                    .isEqualTo(told.path("impliedVolatility").asDouble());
            assertThat(contract.inTheMoney()).contains(told.path("inTheMoney").asBoolean());
            assertThat(contract.lastTradeTime().map(Instant::getEpochSecond))
                    .contains(told.path("lastTradeDate").asLong());
            assertThat(String.valueOf(contract.currency()))
                    .isEqualTo(told.path("currency").asText());
        }
    }

    @Test
    void fetchOptions_recordedDayThatIsNone_isOutOfRange() throws IOException {
        Recording recording = find("options", "options-AAPL-expire-2022-03-01");

        NoDataException e = catchThrowableOfType(
                NoDataException.class, () -> options(recording, Optional.of(LocalDate.of(2022, 3, 1))));

        assertThat(e.why()).isEqualTo(NoDataException.Why.OUT_OF_RANGE);
        assertThat(e).hasMessageContaining("2022-03-04");
    }

    // --- lists

    @Test
    void discover_recordedLists_holdTheirSymbolsInOrder() throws IOException {
        yahoo.answer(
                YahooStub.TRENDING,
                Answer.ok(find("trending", "trendingSymbols-US").body()));
        assertThat(yahoo.provider.discovery().orElseThrow().discover("", yahoo.context()))
                .extracting(instrument -> instrument.symbol().code())
                .containsExactly("BTC/USD", "PLTR", "MSTR", "HIMS", "TEM");
        yahoo.answer(
                YahooStub.TRENDING,
                Answer.ok(find("trending", "yahoofinancer-IN").body()));
        assertThat(yahoo.provider.discovery().orElseThrow().discover("trending/IN", yahoo.context()))
                .isEmpty();
        assertThat(yahoo.targets(YahooStub.TRENDING).get(1)).startsWith(YahooStub.TRENDING + "IN?");

        Recording gainers = find("screener", "dailyGainers");
        yahoo.answer(YahooStub.SCREENER, Answer.ok(gainers.body()));
        List<String> expected = new ArrayList<>();
        gainers.json()
                .at("/finance/result/0/quotes")
                .forEach(quote -> expected.add(quote.path("symbol").asText()));

        List<Instrument> found = yahoo.provider.discovery().orElseThrow().discover("Day_Gainers", yahoo.context());

        assertThat(found).extracting(Instrument::nativeSymbol).containsExactlyElementsOf(expected);
        assertThat(found)
                .allMatch(instrument -> instrument.kind() == Instrument.Kind.EQUITY
                        && instrument.name().isPresent()
                        && instrument.currency() != null);
    }

    @Test
    void resolve_recordedSedol_findsItsListing() throws IOException {
        yahoo.answer(
                YahooStub.SEARCH, Answer.ok(find("search", "search-BJ0CDD2").body()));

        List<Instrument> found = yahoo.provider.instruments().orElseThrow().resolve("bj0cdd2", yahoo.context());

        assertThat(found).hasSize(1);
        assertThat(found.get(0).symbol()).isEqualTo(Symbol.of("MNTN.L"));
        assertThat(found.get(0).identifiers()).containsExactly(Map.entry(Instrument.Identifier.SEDOL, "BJ0CDD2"));
    }

    @Test
    void search_recordedOddities_areToldAsWhatTheyAre() throws IOException {
        yahoo.answer(
                YahooStub.SEARCH, Answer.ok(find("search", "search-badResult").body()));
        assertThat(searchFailure())
                .hasMessageContaining("quotes[0].symbol")
                .extracting(ProviderException::reason)
                .isEqualTo(FailureReason.MALFORMED_RESPONSE);
        yahoo.answer(
                YahooStub.SEARCH,
                Answer.of("400 Bad Request", find("search", "search-noOpts").body()));
        assertThat(searchFailure().reason()).isEqualTo(FailureReason.INVALID_REQUEST);
    }

    private ProviderException searchFailure() {
        return catchThrowableOfType(
                ProviderException.class,
                () -> yahoo.provider.instruments().orElseThrow().search("x", yahoo.context()));
    }

    // --- actions

    @Test
    void fetchActions_recordedApple_areInSharesOfTheirDay() throws IOException {
        Recording apple = find("chart", "historicalv8-AAPL");
        Symbol aapl = Symbol.of("AAPL");
        yahoo.answer(YahooStub.CHART, Answer.ok(apple.body()));
        TimeRange range = TimeRange.of(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"));

        List<CorporateAction> actions =
                yahoo.provider.actions().orElseThrow().fetchActions(aapl, range, yahoo.context());

        assertThat(actions)
                .extracting(CorporateAction::exDate)
                .containsExactly(
                        LocalDate.of(2020, 2, 7),
                        LocalDate.of(2020, 5, 8),
                        LocalDate.of(2020, 8, 7),
                        LocalDate.of(2020, 8, 31),
                        LocalDate.of(2020, 11, 6));
        assertThat(actions.get(3)).isEqualTo(new Split(aapl, LocalDate.of(2020, 8, 31), 4, 1));
        assertThat(((Dividend) actions.get(0)).amount()).isEqualTo(0.77);
        assertThat(((Dividend) actions.get(4)).amount()).isEqualTo(0.205);
        assertThat(((Dividend) actions.get(0)).currency()).isEqualTo(CurrencyUnit.of("USD"));
    }

    // --- spark

    @Test
    void sparkQuotes_recordedShape_haveTheirPrices() throws IOException {
        Recording recording = find("spark", "msft-aapl");
        Map<Symbol, String> asked =
                Map.of(Symbol.of("AAPL"), "AAPL", Symbol.of("MSFT"), "MSFT", Symbol.of("NOPE"), "NOPE");

        Map<Symbol, Result<Quote>> quotes = YahooSpark.quotes(
                io.quotron.providers.internal.json.Json.read(YahooErrors.SOURCE, recording.body()),
                asked,
                Instant.parse("2026-07-28T00:00:00Z"));

        Quote aapl = Objects.requireNonNull(quotes.get(Symbol.of("AAPL"))).get();
        assertThat(aapl.price()).isEqualTo(336.91);
        assertThat(aapl.previousClose()).hasValue(333.02);
        assertThat(aapl.high()).hasValue(339.57);
        assertThat(aapl.low()).hasValue(334.02);
        assertThat(aapl.volume()).hasValue(45_246_885);
        assertThat(aapl.eventTime()).isEqualTo(Instant.ofEpochSecond(1_785_182_401));
        assertThat(Objects.requireNonNull(quotes.get(Symbol.of("MSFT"))).get().price())
                .isEqualTo(389.1);
        assertThat(((Result.Failure<Quote>) Objects.requireNonNull(quotes.get(Symbol.of("NOPE")))).reason())
                .isEqualTo(FailureReason.SYMBOL_UNKNOWN);
    }
}
