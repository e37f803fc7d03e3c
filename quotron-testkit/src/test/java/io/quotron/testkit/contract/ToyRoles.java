package io.quotron.testkit.contract;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.error.SymbolNotFoundException;
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
import io.quotron.spi.ActionSource;
import io.quotron.spi.BookSource;
import io.quotron.spi.DiscoverySource;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.OptionSource;
import io.quotron.spi.ProfileSource;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.RequestContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider of a toy format with the roles that few have; it keeps their contracts, or breaks them in one way. */
final class ToyRoles implements MarketDataProvider, InstrumentSource, DiscoverySource {
    /** What can be done wrong. */
    enum Flaw {
        MISSING_IS_ZERO,
        IGNORES_THE_RANGE,
        IGNORES_THE_DEPTH,
        DROPS_LEVELS,
        TAKES_ANY_DAY,
        TAKES_ANY_LIST,
        NAMES_ARE_EXACT,
        UNKNOWN_IS_MALFORMED,
        RESOLVES_WITHOUT_SAYING
    }

    private static final ProviderDescriptor DESCRIPTOR =
            ProviderDescriptor.builder(ToyHttp.SOURCE, "Toy").build();
    private static final List<String> LISTS = List.of("All", "Movers");

    private final ToyHttp http;
    private final Set<Flaw> flaws;

    ToyRoles(URI server, Set<Flaw> flaws) {
        this.http = new ToyHttp(server, EnumSet.noneOf(ToyHttp.Flaw.class));
        this.flaws = flaws;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Optional<InstrumentSource> instruments() {
        return Optional.of(this);
    }

    @Override
    public Optional<DiscoverySource> discovery() {
        return Optional.of(this);
    }

    @Override
    public Optional<ProfileSource> profiles() {
        return Optional.of(this::profile);
    }

    @Override
    public Optional<ActionSource> actions() {
        return Optional.of(this::actions);
    }

    @Override
    public Optional<OptionSource> options() {
        return Optional.of(this::options);
    }

    @Override
    public Optional<BookSource> books() {
        return Optional.of(this::book);
    }

    private Map<?, ?> get(String what, String parameter, String value, RequestContext context) {
        String target = "/" + what + "?" + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return ToyJson.object(ToyJson.parse(http.get(target, context)));
    }

    private Map<?, ?> known(String what, Symbol symbol, RequestContext context) {
        Map<?, ?> answer = get(what, "symbol", symbol.code(), context);
        if ("unknown".equals(answer.get("error")) && !flaws.contains(Flaw.UNKNOWN_IS_MALFORMED)) {
            throw new SymbolNotFoundException(ToyHttp.SOURCE, symbol);
        }
        if (!symbol.code().equals(answer.get("symbol"))) {
            throw ToyJson.malformed(null);
        }
        return answer;
    }

    private OptionalDouble number(@Nullable Object value) {
        OptionalDouble number = ToyJson.number(value);
        return number.isEmpty() && flaws.contains(Flaw.MISSING_IS_ZERO) ? OptionalDouble.of(0) : number;
    }

    private double required(@Nullable Object value) {
        return ToyJson.number(value).orElseThrow(() -> ToyJson.malformed(null));
    }

    private static LocalDate day(@Nullable Object value) {
        try {
            return LocalDate.parse(String.valueOf(value));
        } catch (DateTimeParseException e) {
            throw ToyJson.malformed(e);
        }
    }

    private Profile profile(Symbol symbol, RequestContext context) {
        Map<?, ?> answer = known("profile", symbol, context);
        Profile.Builder profile = Profile.builder(
                        Instrument.builder(symbol, ToyHttp.SOURCE).build())
                .receivedTime(context.time().now());
        if (answer.get("sector") instanceof String sector) {
            profile.sector(sector);
        }
        number(answer.get("cap")).ifPresent(value -> profile.statistic(Statistic.MARKET_CAP, value));
        number(answer.get("beta")).ifPresent(value -> profile.statistic(Statistic.BETA, value));
        return profile.build();
    }

    private List<CorporateAction> actions(Symbol symbol, TimeRange range, RequestContext context) {
        List<CorporateAction> actions = new ArrayList<>();
        for (Object row : ToyJson.array(known("actions", symbol, context).get("dividends"))) {
            List<?> cells = ToyJson.array(row);
            OptionalDouble amount = ToyJson.number(cells.get(1));
            LocalDate exDate = day(cells.get(0));
            Instant at = exDate.atStartOfDay(ZoneOffset.UTC).toInstant();
            if (amount.isPresent()
                    && amount.getAsDouble() > 0
                    && (flaws.contains(Flaw.IGNORES_THE_RANGE) || range.contains(at))) {
                actions.add(new Dividend(symbol, exDate, amount.getAsDouble(), null));
            }
        }
        actions.sort(Comparator.comparing(CorporateAction::exDate));
        return actions;
    }

    private OptionChain options(Symbol underlying, Optional<LocalDate> expiration, RequestContext context) {
        Map<?, ?> answer = known("options", underlying, context);
        LocalDate day = day(answer.get("day"));
        if (expiration.isPresent() && !expiration.get().equals(day) && !flaws.contains(Flaw.TAKES_ANY_DAY)) {
            throw new NoDataException(ToyHttp.SOURCE, NoDataException.Why.NOT_TOLD, "no options of that day");
        }
        List<OptionContract> calls = new ArrayList<>();
        for (Object row : ToyJson.array(answer.get("calls"))) {
            calls.add(call(underlying, day, ToyJson.object(row)));
        }
        OptionalDouble price = number(answer.get("price"));
        return new OptionChain(
                underlying,
                ToyHttp.SOURCE,
                List.of(day),
                day,
                calls,
                List.of(),
                price,
                context.time().now());
    }

    private OptionContract call(Symbol underlying, LocalDate day, Map<?, ?> row) {
        double strike = required(row.get("strike"));
        if (strike <= 0) {
            throw ToyJson.malformed(null);
        }
        return ToyRolesDay.call(underlying, day, strike, number(row.get("bid")));
    }

    private OrderBook book(Symbol symbol, int depth, RequestContext context) {
        Map<?, ?> answer = known("book", symbol, context);
        Instant now = context.time().now();
        OrderBook.Builder book = OrderBook.builder(symbol, ToyHttp.SOURCE)
                .receivedTime(now)
                .eventTime(Instant.ofEpochMilli((long) required(answer.get("time"))));
        for (String side : List.of("bids", "asks")) {
            for (Object row : ToyJson.array(answer.get(side))) {
                List<?> level = ToyJson.array(row);
                OptionalDouble size = ToyJson.number(level.get(1));
                if (size.isEmpty() && flaws.contains(Flaw.DROPS_LEVELS)) {
                    continue;
                }
                if (side.equals("bids")) {
                    book.bid(required(level.get(0)), required(level.get(1)));
                } else {
                    book.ask(required(level.get(0)), required(level.get(1)));
                }
            }
        }
        return flaws.contains(Flaw.IGNORES_THE_DEPTH)
                ? book.build()
                : book.build().top(depth);
    }

    @Override
    public List<Instrument> search(String text, RequestContext context) {
        return found(get("search", "text", text, context));
    }

    @Override
    public List<Instrument> resolve(String identifier, RequestContext context) {
        return found(get("resolve", "id", identifier, context));
    }

    @Override
    public boolean resolvesIdentifiers() {
        return !flaws.contains(Flaw.RESOLVES_WITHOUT_SAYING);
    }

    private static List<Instrument> found(Map<?, ?> answer) {
        return ToyJson.array(answer.get("found")).stream()
                .map(code -> Instrument.builder(Symbol.of(String.valueOf(code)), ToyHttp.SOURCE)
                        .build())
                .toList();
    }

    @Override
    public List<String> lists(RequestContext context) {
        return LISTS;
    }

    @Override
    public List<Instrument> discover(String list, RequestContext context) {
        String wanted = list.isBlank() ? LISTS.get(0) : list;
        boolean listed = LISTS.stream()
                .anyMatch(name ->
                        flaws.contains(Flaw.NAMES_ARE_EXACT) ? name.equals(wanted) : name.equalsIgnoreCase(wanted));
        if (!listed && !flaws.contains(Flaw.TAKES_ANY_LIST)) {
            throw new ProviderException(
                    ToyHttp.SOURCE, FailureReason.INVALID_REQUEST, "no such list; there are " + LISTS);
        }
        return found(get("list", "name", wanted.toLowerCase(Locale.ROOT), context));
    }

    @Override
    public HealthCheck check(RequestContext context) {
        return HealthCheck.ok();
    }

    @Override
    public void close() {}
}
