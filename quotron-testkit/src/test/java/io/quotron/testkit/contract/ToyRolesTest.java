package io.quotron.testkit.contract;

import io.quotron.model.CorporateAction;
import io.quotron.model.OptionChain;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.spi.MarketDataProvider;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contracts of the roles that few have hold for a good provider and fail for broken ones. */
class ToyRolesTest {
    @Nested
    class GoodProfiles extends Profiles {}

    @Nested
    class GoodOptions extends Options {}

    @Nested
    class GoodBooks extends Books {}

    @Nested
    class GoodActions extends Actions {}

    @Nested
    class GoodDiscovery extends Discovery {}

    @Nested
    class GoodInstruments extends Instruments {}

    @ParameterizedTest
    @CsvSource({
        "MISSING_IS_ZERO, Profiles, q217_oneNumberSpoiled_isNeverMadeUp",
        "UNKNOWN_IS_MALFORMED, Profiles, p104_unknownSymbol_isTold",
        "MISSING_IS_ZERO, Options, q217_oneNumberSpoiled_isNeverMadeUp",
        "TAKES_ANY_DAY, Options, o105_absentDay_isNoData",
        "UNKNOWN_IS_MALFORMED, Options, o106_unknownSymbol_isTold",
        "IGNORES_THE_DEPTH, Books, k103_depth_isNotExceeded",
        "DROPS_LEVELS, Books, q217_oneNumberSpoiled_isNeverMadeUp",
        "UNKNOWN_IS_MALFORMED, Books, k104_unknownSymbol_isTold",
        "IGNORES_THE_RANGE, Actions, a103_range_isHalfOpen",
        "IGNORES_THE_RANGE, Actions, a104_nothingInTheSpan_isEmpty",
        "UNKNOWN_IS_MALFORMED, Actions, a105_unknownSymbol_isTold",
        "TAKES_ANY_LIST, Discovery, d105_unknownList_isInvalidAndNamesTheOthers",
        "NAMES_ARE_EXACT, Discovery, d103_otherCase_isTheSameList",
        "RESOLVES_WITHOUT_SAYING, Instruments, n105_resolving_isToldAsItIs",
    })
    void contract_brokenProvider_fails(ToyRoles.Flaw flaw, String role, String rule) throws ClassNotFoundException {
        ToyRolesDay.flaws = EnumSet.of(flaw);
        try {
            BrokenRun.assertFails(Class.forName(ToyRolesTest.class.getName() + "$" + role), rule);
        } finally {
            ToyRolesDay.flaws = EnumSet.noneOf(ToyRoles.Flaw.class);
        }
    }

    static class Profiles extends ProfileSourceContract {
        @Override
        protected MarketDataProvider createProvider(URI server) {
            return new ToyRoles(server, ToyRolesDay.flaws);
        }

        @Override
        protected void answer(Request request, Response response) throws IOException {
            ToyRolesDay.answer(request, response);
        }

        @Override
        protected Symbol knownSymbol() {
            return ToyRolesDay.KNOWN;
        }

        @Override
        protected Symbol unknownSymbol() {
            return ToyDay.UNKNOWN;
        }

        @Override
        protected Profile expectedProfile() {
            return ToyRolesDay.profile();
        }
    }

    static class Options extends OptionSourceContract {
        @Override
        protected MarketDataProvider createProvider(URI server) {
            return new ToyRoles(server, ToyRolesDay.flaws);
        }

        @Override
        protected void answer(Request request, Response response) throws IOException {
            ToyRolesDay.answer(request, response);
        }

        @Override
        protected Symbol knownSymbol() {
            return ToyRolesDay.KNOWN;
        }

        @Override
        protected Symbol unknownSymbol() {
            return ToyDay.UNKNOWN;
        }

        @Override
        protected OptionChain expectedChain() {
            return ToyRolesDay.chain();
        }

        @Override
        protected Optional<LocalDate> absentExpiration() {
            return Optional.of(ToyRolesDay.EXPIRATION.plusDays(7));
        }
    }

    static class Books extends BookSourceContract {
        @Override
        protected MarketDataProvider createProvider(URI server) {
            return new ToyRoles(server, ToyRolesDay.flaws);
        }

        @Override
        protected void answer(Request request, Response response) throws IOException {
            ToyRolesDay.answer(request, response);
        }

        @Override
        protected Symbol knownSymbol() {
            return ToyRolesDay.KNOWN;
        }

        @Override
        protected Symbol unknownSymbol() {
            return ToyDay.UNKNOWN;
        }

        @Override
        protected OrderBook expectedBook() {
            return ToyRolesDay.book();
        }
    }

    static class Actions extends ActionSourceContract {
        @Override
        protected MarketDataProvider createProvider(URI server) {
            return new ToyRoles(server, ToyRolesDay.flaws);
        }

        @Override
        protected void answer(Request request, Response response) throws IOException {
            ToyRolesDay.answer(request, response);
        }

        @Override
        protected Symbol knownSymbol() {
            return ToyRolesDay.KNOWN;
        }

        @Override
        protected Symbol unknownSymbol() {
            return ToyDay.UNKNOWN;
        }

        @Override
        protected TimeRange range() {
            return ToyRolesDay.range();
        }

        @Override
        protected List<CorporateAction> expectedActions() {
            return ToyRolesDay.actions();
        }
    }

    static class Discovery extends DiscoverySourceContract {
        @Override
        protected MarketDataProvider createProvider(URI server) {
            return new ToyRoles(server, ToyRolesDay.flaws);
        }

        @Override
        protected void answer(Request request, Response response) throws IOException {
            ToyRolesDay.answer(request, response);
        }

        @Override
        protected Symbol knownSymbol() {
            return ToyRolesDay.KNOWN;
        }

        @Override
        protected Symbol unknownSymbol() {
            return ToyDay.UNKNOWN;
        }

        @Override
        protected String knownList() {
            return "Movers";
        }
    }

    static class Instruments extends InstrumentSourceContract {
        @Override
        protected MarketDataProvider createProvider(URI server) {
            return new ToyRoles(server, ToyRolesDay.flaws);
        }

        @Override
        protected void answer(Request request, Response response) throws IOException {
            ToyRolesDay.answer(request, response);
        }

        @Override
        protected Symbol knownSymbol() {
            return ToyRolesDay.KNOWN;
        }

        @Override
        protected Symbol unknownSymbol() {
            return ToyDay.UNKNOWN;
        }

        @Override
        protected String knownText() {
            return "acme";
        }

        @Override
        protected Optional<String> knownIdentifier() {
            return Optional.of(ToyRolesDay.ISIN);
        }
    }
}
