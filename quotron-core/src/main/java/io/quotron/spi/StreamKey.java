package io.quotron.spi;

import io.quotron.model.Symbol;
import java.util.Objects;

/**
 * One stream: a symbol and what is wanted of it.
 *
 * @param symbol the symbol
 * @param kind what is wanted
 */
public record StreamKey(Symbol symbol, StreamKind kind) {
    /** Checks that nothing is missing. */
    public StreamKey {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(kind, "kind");
    }

    /** Returns for example {@code BTC/USD TRADES}. */
    @Override
    public String toString() {
        return symbol + " " + kind;
    }
}
