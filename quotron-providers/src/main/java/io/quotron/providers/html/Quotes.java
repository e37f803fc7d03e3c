package io.quotron.providers.html;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.model.Quote;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** From numbers by name to a quote. A price of zero is none; sizes without their price mean nothing. */
final class Quotes {
    private Quotes() {}

    static Quote.Builder fill(SourceId source, Symbol symbol, Map<String, Double> numbers) {
        double price = numbers.getOrDefault("price", Double.NaN);
        if (price < 0) {
            throw new ProviderException(
                    source, FailureReason.MALFORMED_RESPONSE, "the price of " + symbol + " is " + price);
        }
        if (!(price > 0)) {
            throw new NoDataException(source, NoDataException.Why.NO_PRICE, "there is no price of " + symbol);
        }
        Quote.Builder quote = Quote.builder(symbol, source).price(price);
        above(numbers, "open", quote::open);
        above(numbers, "high", quote::high);
        above(numbers, "low", quote::low);
        above(numbers, "previous_close", quote::previousClose);
        side(numbers, "bid", quote::bid, quote::bidSize);
        side(numbers, "ask", quote::ask, quote::askSize);
        if (numbers.getOrDefault("volume", -1.0) >= 0) {
            present(numbers, "volume", quote::volume);
        }
        present(numbers, "change", quote::change);
        present(numbers, "change_percent", quote::changePercent);
        return quote;
    }

    private static void present(Map<String, Double> numbers, String name, DoubleConsumer setter) {
        Double value = numbers.get(name);
        if (value != null) {
            setter.accept(value);
        }
    }

    private static void above(Map<String, Double> numbers, String name, DoubleConsumer setter) {
        double value = numbers.getOrDefault(name, 0.0);
        if (value > 0) {
            setter.accept(value);
        }
    }

    private static void side(Map<String, Double> numbers, String name, DoubleConsumer price, DoubleConsumer size) {
        if (numbers.getOrDefault(name, 0.0) > 0) {
            above(numbers, name, price);
            above(numbers, name + "_size", size);
        }
    }
}
