package io.quotron.testkit.contract;

import io.quotron.model.CorporateAction;
import io.quotron.model.Dividend;
import io.quotron.model.Instrument;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.Statistic;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.testkit.http.Request;
import io.quotron.testkit.http.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A good day of the toy server for the roles that few have. */
final class ToyRolesDay {
    static final Symbol KNOWN = Symbol.of("ACME");
    static final Instant TIME = Instant.parse("2026-03-02T14:30:00Z");
    static final LocalDate EXPIRATION = LocalDate.parse("2026-06-19");
    static final String ISIN = "US0378331005";

    /** What is wrong with the providers that are made now. */
    static Set<ToyRoles.Flaw> flaws = EnumSet.noneOf(ToyRoles.Flaw.class);

    private static final Map<String, String> BODIES = Map.of(
            "/profile",
            "{\"symbol\":\"ACME\",\"sector\":\"Anvils\",\"cap\":1.5e9,\"beta\":\"1.25\"}",
            "/actions",
            "{\"symbol\":\"ACME\",\"dividends\":[[\"2026-02-02\",0.5],[\"2025-11-03\",\"0.4\"],[\"2026-05-04\",0.6]]}",
            "/options",
            "{\"symbol\":\"ACME\",\"day\":\"2026-06-19\",\"price\":187.25,"
                    + "\"calls\":[{\"strike\":180,\"bid\":9.5},{\"strike\":\"190\",\"bid\":4.25}]}",
            "/book",
            "{\"symbol\":\"ACME\",\"time\":1772461800000,\"bids\":[[\"9.5\",1],[\"9.4\",2]],"
                    + "\"asks\":[[9.6,\"3\"],[9.7,4]]}");

    private ToyRolesDay() {}

    static void answer(Request request, Response response) throws IOException {
        boolean known = request.parameter("symbol").orElse("").equals(KNOWN.code())
                || request.parameter("text").orElse("").startsWith("ac")
                || request.parameter("id").orElse("").equals(ISIN)
                || request.path().equals("/list");
        String body = BODIES.getOrDefault(request.path(), "{\"found\":[\"ACME\"]}");
        boolean finds = body.startsWith("{\"found\"");
        response.sendJson(known ? body : finds ? "{\"found\":[]}" : "{\"error\":\"unknown\"}");
    }

    static Profile profile() {
        return Profile.builder(Instrument.builder(KNOWN, ToyHttp.SOURCE).build())
                .sector("Anvils")
                .statistic(Statistic.MARKET_CAP, 1.5e9)
                .statistic(Statistic.BETA, 1.25)
                .receivedTime(TIME)
                .build();
    }

    static TimeRange range() {
        return TimeRange.of(Instant.parse("2025-11-03T00:00:00Z"), Instant.parse("2026-05-05T00:00:00Z"));
    }

    static List<CorporateAction> actions() {
        return List.of(dividend("2025-11-03", 0.4), dividend("2026-02-02", 0.5), dividend("2026-05-04", 0.6));
    }

    private static Dividend dividend(String exDate, double amount) {
        return new Dividend(KNOWN, LocalDate.parse(exDate), amount, null);
    }

    static OptionChain chain() {
        return new OptionChain(
                KNOWN,
                ToyHttp.SOURCE,
                List.of(EXPIRATION),
                EXPIRATION,
                List.of(
                        call(KNOWN, EXPIRATION, 180, OptionalDouble.of(9.5)),
                        call(KNOWN, EXPIRATION, 190, OptionalDouble.of(4.25))),
                List.of(),
                OptionalDouble.of(187.25),
                TIME);
    }

    static OptionContract call(Symbol underlying, LocalDate day, double strike, OptionalDouble bid) {
        String date = day.toString().substring(2).replace("-", "");
        return new OptionContract(
                Symbol.of(underlying.code() + date + "C" + Math.round(strike)),
                OptionContract.Type.CALL,
                strike,
                day,
                OptionalDouble.empty(),
                Optional.empty(),
                bid,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                null);
    }

    static OrderBook book() {
        return OrderBook.builder(KNOWN, ToyHttp.SOURCE)
                .bid(9.5, 1)
                .bid(9.4, 2)
                .ask(9.6, 3)
                .ask(9.7, 4)
                .eventTime(TIME)
                .receivedTime(TIME)
                .build();
    }
}
