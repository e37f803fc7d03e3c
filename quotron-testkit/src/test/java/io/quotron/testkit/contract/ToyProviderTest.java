package io.quotron.testkit.contract;

import io.quotron.model.Bar;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.Faults;
import io.quotron.testkit.http.Handler;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider contracts hold for a good provider and fail for broken ones. */
class ToyProviderTest {
    @Nested
    class GoodQuotes extends Quotes {}

    @Nested
    class GoodBars extends Bars {}

    @Nested
    class GoodLifecycle extends Lifecycle {}

    @ParameterizedTest
    @CsvSource({
        "ASKS_TWICE, q231_failure_isNotRetriedInside",
        "CHARGES_NOTHING, q230_everyRequest_isChargedOnce",
        "TELLS_THE_KEY, q208_connectionReset_isUnavailable",
        "IGNORES_CANCELLATION, q227_cancellation_isCancelledAtOnce",
        "IGNORES_DEADLINE, q209_noHeaders_isTimeoutInTime",
        "TAKES_ANY_LENGTH, q222_hugeBody_isGivenUp",
        "TAKES_PARTS, q212_bodyCut_givesNoValue",
        "LOSES_THE_PAUSE, q203_tooManyRequestsInSeconds_tellsThePause",
        "ALL_IS_UNAVAILABLE, q201_unauthorized_isAuthentication",
        "MISSING_IS_ZERO, q216_allNumbersSpoiled_givesNoValue",
        "FOLLOWS_REDIRECTS, q225_redirectToOtherHost_isRefused",
    })
    void contract_brokenProvider_fails(ToyHttp.Flaw flaw, String rule) {
        ToyDay.flaws = EnumSet.of(flaw);
        try {
            BrokenRun.assertFails(Quotes.class, rule);
        } finally {
            ToyDay.flaws = EnumSet.noneOf(ToyHttp.Flaw.class);
        }
    }

    static class Quotes extends QuoteSourceContract {
        @Override
        protected MarketDataProvider createProvider(URI server) {
            return new ToyProvider(server, ToyDay.flaws);
        }

        @Override
        protected void answer(Request request, Response response) throws IOException {
            ToyDay.answer(request, response);
        }

        @Override
        protected Symbol knownSymbol() {
            return ToyDay.KNOWN;
        }

        @Override
        protected Symbol unknownSymbol() {
            return ToyDay.UNKNOWN;
        }

        @Override
        protected Optional<String> key() {
            return Optional.of(ToyProvider.KEY);
        }

        @Override
        protected Quote expectedQuote() {
            return ToyDay.quote();
        }
    }

    static class Bars extends BarSourceContract {
        @Override
        protected MarketDataProvider createProvider(URI server) {
            return new ToyProvider(server, ToyDay.flaws);
        }

        @Override
        protected void answer(Request request, Response response) throws IOException {
            ToyDay.answer(request, response);
        }

        @Override
        protected Symbol knownSymbol() {
            return ToyDay.KNOWN;
        }

        @Override
        protected Symbol unknownSymbol() {
            return ToyDay.UNKNOWN;
        }

        @Override
        protected Optional<String> key() {
            return Optional.of(ToyProvider.KEY);
        }

        @Override
        protected BarQuery query(Symbol symbol) {
            return ToyDay.query(symbol);
        }

        @Override
        protected List<Bar> expectedBars() {
            return ToyDay.bars();
        }

        @Override
        protected Optional<Handler> noDataAnswer() {
            return Optional.of(Faults.body("application/json", "{\"symbol\":\"ACME\",\"bars\":[]}"));
        }
    }

    static class Lifecycle extends ProviderLifecycleContract {
        @Override
        protected MarketDataProvider createProvider(URI server) {
            return new ToyProvider(server, ToyDay.flaws);
        }

        @Override
        protected void answer(Request request, Response response) throws IOException {
            ToyDay.answer(request, response);
        }

        @Override
        protected Symbol knownSymbol() {
            return ToyDay.KNOWN;
        }

        @Override
        protected Symbol unknownSymbol() {
            return ToyDay.UNKNOWN;
        }

        @Override
        protected Optional<String> key() {
            return Optional.of(ToyProvider.KEY);
        }
    }
}
