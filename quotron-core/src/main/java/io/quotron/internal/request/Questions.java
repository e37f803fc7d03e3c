package io.quotron.internal.request;

import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import java.time.LocalDate;
import java.util.Optional;

/** What is asked where a symbol or a text does not say it all; the keys of caches and shared flights. */
final class Questions {
    private Questions() {}

    /** A question for the trades of a span. */
    record TradeQuery(Symbol symbol, TimeRange range) {
        @Override
        public String toString() {
            return "trades of " + symbol + " " + range;
        }
    }

    /** A question for what is on a list; blank for the first. */
    record ListQuery(String list) {
        @Override
        public String toString() {
            return list.isEmpty() ? "first list" : "list " + list;
        }
    }

    /** A question for the options of a day; empty for the next. */
    record OptionQuery(Symbol underlying, Optional<LocalDate> expiration) {
        @Override
        public String toString() {
            return underlying + expiration.map(day -> " of " + day).orElse("");
        }
    }

    /** A question for an order book. */
    record BookQuery(Symbol symbol, int depth) {
        @Override
        public String toString() {
            return symbol + " to " + depth + " levels";
        }
    }

    /** A question for splits and dividends. */
    record ActionQuery(Symbol symbol, TimeRange range) {
        @Override
        public String toString() {
            return symbol + " " + range;
        }
    }
}
