package io.quotron.providers.eodhd;

import static io.quotron.providers.eodhd.EodhdErrors.SOURCE;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Instrument;
import io.quotron.model.Instrument.Identifier;
import io.quotron.model.Symbol;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.InstrumentSource;
import io.quotron.spi.RequestContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Search ({@code search}), identifiers ({@code id-mapping}), and lists of instruments ({@code exchanges-list},
 * {@code exchange-symbol-list}). Rows that name no instrument are left out. Thread-safe.
 */
final class EodhdInstruments implements InstrumentSource {
    private static final int MOST_FOUND = 50;
    private static final Pattern ISIN = Pattern.compile("[A-Z]{2}[A-Z0-9]{9}[0-9]");
    private static final Pattern LIST = Pattern.compile("[A-Z0-9]{1,16}");

    /** What an identifier looks like, and how EODHD calls it; ISINs come before FIGIs, which look alike. */
    private static final Map<Identifier, Pattern> SHAPES = Map.of(
            Identifier.FIGI, Pattern.compile("BBG[A-Z0-9]{9}"),
            Identifier.ISIN, ISIN,
            Identifier.CUSIP, Pattern.compile("[A-Z0-9]{9}"),
            Identifier.LEI, Pattern.compile("[A-Z0-9]{20}"),
            Identifier.CIK, Pattern.compile("[0-9]{10}"));

    private final EodhdRest rest;

    EodhdInstruments(EodhdRest rest) {
        this.rest = rest;
    }

    @Override
    public List<Instrument> search(String text, RequestContext context) {
        List<Instrument> found = new ArrayList<>();
        rows(
                "search",
                text.strip(),
                context,
                row -> instrument(row, row.get("Exchange").text().orElse("")).ifPresent(found::add));
        return found;
    }

    private void rows(String endpoint, String text, RequestContext context, Consumer<JsonValue> row) {
        try {
            rest.rows(rest.query(endpoint, text).parameter("limit", Integer.toString(MOST_FOUND)), context, row);
        } catch (ProviderException e) {
            boolean nothing = e.reason() == FailureReason.SYMBOL_UNKNOWN;
            if (!nothing) {
                throw e;
            }
        }
    }

    @Override
    public boolean resolvesIdentifiers() {
        return true;
    }

    @Override
    public List<Instrument> resolve(String identifier, RequestContext context) {
        String number = identifier.strip().toUpperCase(Locale.ROOT);
        Identifier kind = kindOf(number);
        String key = kind.name().toLowerCase(Locale.ROOT);
        JsonValue document = rest.document(rest.query("id-mapping").parameter("filter[" + key + "]", number), context);
        if (!document.get("data").is(JsonValue.Kind.ARRAY)) {
            throw EodhdErrors.malformed("data is not an array");
        }
        List<Instrument> found = new ArrayList<>();
        for (JsonValue row : document.get("data").items()) {
            boolean asked = row.get(key).text().filter(number::equalsIgnoreCase).isPresent();
            mapped(row).filter(instrument -> asked).ifPresent(found::add);
        }
        found.sort(Comparator.comparing(instrument -> !isHome(instrument)));
        return found;
    }

    private static Identifier kindOf(String number) {
        if (SHAPES.getOrDefault(Identifier.FIGI, ISIN).matcher(number).matches()) {
            return Identifier.FIGI;
        }
        return SHAPES.entrySet().stream()
                .filter(shape -> shape.getValue().matcher(number).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(
                        () -> EodhdErrors.failure(
                                FailureReason.INVALID_REQUEST,
                                "an identifier of " + number.length()
                                        + " characters is none of ISIN (12), FIGI (12, from BBG), CUSIP (9), LEI (20), CIK (10 digits)"));
    }

    /** The main listing is the one in the country that the ISIN begins with. */
    private static boolean isHome(Instrument instrument) {
        String isin = instrument.identifiers().getOrDefault(Identifier.ISIN, "");
        return EodhdExchanges.byCode(exchangeOf(instrument.nativeSymbol()))
                .filter(exchange -> !exchange.country().isEmpty() && isin.startsWith(exchange.country()))
                .isPresent();
    }

    private static String exchangeOf(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Reads a row of id-mapping: symbol, isin, figi, lei, cusip, cik. */
    static Optional<Instrument> mapped(JsonValue row) {
        String name = row.get("symbol").text().orElse("");
        int dot = name.lastIndexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            return Optional.empty();
        }
        String exchange = name.substring(dot + 1);
        return EodhdSymbols.toCanonical(name.substring(0, dot), exchange).map(symbol -> {
            Instrument.Builder made = Instrument.builder(symbol, SOURCE)
                    .nativeSymbol(name)
                    .venue(exchange)
                    .kind(kind("", exchange));
            for (Identifier kind : SHAPES.keySet()) {
                made.identifier(kind, words(row.get(kind.name().toLowerCase(Locale.ROOT))));
            }
            return made.build();
        });
    }

    /** Names the exchanges, the United States first; see {@link io.quotron.spi.DiscoverySource}. */
    List<String> lists(RequestContext context) {
        List<String> codes = new ArrayList<>();
        rest.rows(rest.query("exchanges-list"), context, row -> code(row).ifPresent(codes::add));
        if (codes.isEmpty()) {
            throw EodhdErrors.malformed("exchanges-list names no exchange");
        }
        codes.sort(Comparator.comparing(code -> !code.equals(EodhdExchanges.US)));
        return codes.stream().distinct().toList();
    }

    private static Optional<String> code(JsonValue row) {
        return row.get("Code")
                .text()
                .map(String::strip)
                .filter(code -> LIST.matcher(code).matches());
    }

    /** Lists an exchange; see {@link io.quotron.spi.DiscoverySource}. */
    List<Instrument> discover(String list, RequestContext context) {
        String exchange = exchange(list);
        Map<Symbol, Instrument> found = new LinkedHashMap<>();
        int[] sent = new int[1];
        of(exchange, () -> {
            rest.rows(rest.query("exchange-symbol-list", exchange), context, row -> {
                sent[0]++;
                instrument(row, exchange).ifPresent(made -> found.putIfAbsent(made.symbol(), made));
            });
            return exchange;
        });
        if (found.isEmpty() && sent[0] > 0) {
            throw EodhdErrors.malformed("none of the " + sent[0] + " rows of " + exchange + " names an instrument");
        }
        return List.copyOf(found.values());
    }

    /** Checks the name of an exchange; blank stands for the United States. */
    static String exchange(String list) {
        String exchange = list.isBlank() ? EodhdExchanges.US : list.strip().toUpperCase(Locale.ROOT);
        if (!LIST.matcher(exchange).matches()) {
            throw EodhdErrors.failure(
                    FailureReason.INVALID_REQUEST,
                    "'" + Excerpt.of(exchange) + "' is no code of an exchange such as US, LSE or XETRA; see lists");
        }
        return exchange;
    }

    /** Asks about an exchange; if the server does not know it, the exception says which one. */
    static <T> T of(String exchange, Supplier<T> asking) {
        try {
            return asking.get();
        } catch (ProviderException e) {
            if (e.reason() == FailureReason.SYMBOL_UNKNOWN) {
                throw EodhdErrors.failure(
                        FailureReason.INVALID_REQUEST,
                        "the server has no exchange '" + exchange + "'; it has US, LSE, XETRA and more, see lists");
            }
            throw e;
        }
    }

    /**
     * Reads a row of search or of a list: Code, Exchange, Name, Type, Country, Currency, ISIN or Isin.
     *
     * @param row the row
     * @param exchange EODHD's code of the exchange; a list of the United States names the real venues instead
     */
    static Optional<Instrument> instrument(JsonValue row, String exchange) {
        String code = row.get("Code").text().map(String::strip).orElse("");
        if (code.isEmpty() || exchange.isBlank()) {
            return Optional.empty();
        }
        Function<Symbol, Instrument> make = symbol -> Instrument.builder(symbol, SOURCE)
                .nativeSymbol(code + "." + exchange)
                .name(words(row.get("Name")))
                .kind(kind(row.get("Type").text().orElse(""), exchange))
                .venue(row.get("Exchange")
                        .text()
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .orElse(exchange))
                .currency(unit(row.get("Currency")))
                .identifier(Identifier.ISIN, isin(row))
                .build();
        return EodhdSymbols.toCanonical(code, exchange).map(make);
    }

    private static @Nullable String isin(JsonValue row) {
        return row.get("ISIN")
                .text()
                .or(() -> row.get("Isin").text())
                .map(String::strip)
                .filter(text -> ISIN.matcher(text).matches())
                .orElse(null);
    }

    private static @Nullable String words(JsonValue value) {
        return value.text()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.equalsIgnoreCase("NA"))
                .orElse(null);
    }

    /** Reads the unit of prices; {@code Unknown} and {@code NA} are none. */
    static @Nullable CurrencyUnit unit(JsonValue value) {
        String text = words(value);
        return text == null || text.equalsIgnoreCase("Unknown") ? null : CurrencyUnit.of(text);
    }

    static Instrument.Kind kind(String type, String exchange) {
        return switch (exchange) {
            case EodhdExchanges.INDEX -> Instrument.Kind.INDEX;
            case EodhdExchanges.FOREX -> Instrument.Kind.CURRENCY;
            case EodhdExchanges.COINS -> Instrument.Kind.CRYPTO;
            default -> kind(type.toLowerCase(Locale.ROOT));
        };
    }

    private static Instrument.Kind kind(String type) {
        return switch (type) {
            case "common stock", "preferred stock", "stock" -> Instrument.Kind.EQUITY;
            case "etf" -> Instrument.Kind.ETF;
            case "fund", "mutual fund" -> Instrument.Kind.FUND;
            case "index" -> Instrument.Kind.INDEX;
            case "currency" -> Instrument.Kind.CURRENCY;
            default -> Instrument.Kind.OTHER;
        };
    }
}
