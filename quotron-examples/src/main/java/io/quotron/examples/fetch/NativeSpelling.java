package io.quotron.examples.fetch;

import io.quotron.MarketDataClient;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Instrument;
import io.quotron.model.Symbol;
import io.quotron.spi.ProviderDescriptor;
import java.util.ArrayList;
import java.util.List;

/**
 * Understands what a provider itself calls a market: {@code BTCUSDT} is {@code BTC/USDT} where there are pairs only. Symbols that the
 * provider may have as they are written stay as they are, without asking anybody.
 */
final class NativeSpelling {
    private static final int MOST_HINTS = 3;

    private final MarketDataClient client;
    private final ProviderDescriptor provider;

    NativeSpelling(MarketDataClient client, ProviderDescriptor provider) {
        this.client = client;
        this.provider = provider;
    }

    /**
     * Finds the canonical symbols.
     *
     * @throws QuotronException SYMBOL_UNKNOWN with near matches for one that is none
     */
    List<Symbol> canonical(List<Symbol> typed) {
        List<Symbol> symbols = new ArrayList<>();
        for (Symbol symbol : typed) {
            symbols.add(provider.symbolKinds().contains(symbol.kind()) ? symbol : find(symbol));
        }
        return symbols;
    }

    private Symbol find(Symbol symbol) {
        List<Instrument> near = client.instruments().search(symbol.code()).fetch();
        return near.stream()
                .filter(instrument -> isNamed(instrument, symbol.code()))
                .findFirst()
                .map(Instrument::symbol)
                .orElseThrow(() -> unknown(symbol, near));
    }

    private static boolean isNamed(Instrument instrument, String name) {
        return instrument.nativeSymbol().equalsIgnoreCase(name)
                || instrument.symbol().code().replace("/", "").equals(name);
    }

    private QuotronException unknown(Symbol symbol, List<Instrument> near) {
        List<String> codes = near.stream()
                .map(instrument -> instrument.symbol().code())
                .distinct()
                .limit(MOST_HINTS)
                .toList();
        String hint = codes.isEmpty()
                ? "; its symbols are written like BTC/USD"
                : "; did you mean " + String.join(" or ", codes) + "?";
        return new QuotronException(
                FailureReason.SYMBOL_UNKNOWN, provider.id() + ": unknown symbol '" + symbol.code() + "'" + hint);
    }
}
