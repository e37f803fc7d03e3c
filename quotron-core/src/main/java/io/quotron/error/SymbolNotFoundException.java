package io.quotron.error;

import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.util.Objects;

/** A provider does not know a symbol. */
public final class SymbolNotFoundException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final String symbol;

    /**
     * Makes an exception.
     *
     * @param source the provider
     * @param symbol what it does not know
     */
    public SymbolNotFoundException(SourceId source, Symbol symbol) {
        this(source, symbol, "unknown symbol '" + symbol + "'");
    }

    /**
     * Makes an exception with a message of its own.
     *
     * @param source the provider
     * @param symbol what it does not know
     * @param message what happened, and near matches where there are any
     */
    public SymbolNotFoundException(SourceId source, Symbol symbol, String message) {
        super(source, FailureReason.SYMBOL_UNKNOWN, message);
        this.symbol = Objects.requireNonNull(symbol, "symbol").code();
    }

    /**
     * Returns what is not known.
     *
     * @return the symbol
     */
    public Symbol symbol() {
        return Symbol.of(symbol);
    }
}
