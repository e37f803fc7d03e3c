package io.quotron.providers.kraken;

import io.quotron.error.Excerpt;
import io.quotron.model.TradingStatus;
import io.quotron.spi.StreamKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which markets can be traded, out of the channels {@code instrument} (each market) and {@code status} (the exchange).
 * What restricts more counts. Not thread-safe.
 */
final class KrakenStatusBoard {
    private static final String ONLINE = "online";

    private final Map<String, String> markets = new HashMap<>();
    private final Map<StreamKey, TradingStatus> told = new HashMap<>();
    private String exchange = ONLINE;

    /** Notes the state of the exchange. */
    void exchange(String state) {
        exchange = state;
    }

    /** Notes the state of a market. */
    void market(String name, String state) {
        markets.put(name, state);
    }

    /** Returns whether a market was ever told of. */
    boolean knows(String name) {
        return markets.containsKey(name);
    }

    /**
     * Returns what is new for a stream.
     *
     * @param key the stream
     * @param name the native name
     * @param received the time of receipt, which also stands for the time of the change, because Kraken tells none
     * @return the status; empty if it is the one told before, or the market was not told of yet
     */
    Optional<TradingStatus> news(StreamKey key, String name, Instant received) {
        String market = markets.get(name);
        if (market == null) {
            return Optional.empty();
        }
        TradingStatus status = new TradingStatus(
                key.symbol(),
                KrakenErrors.SOURCE,
                worse(KrakenStates.of(exchange), KrakenStates.of(market)),
                words(market),
                received,
                received);
        @Nullable TradingStatus before = told.get(key);
        if (before != null
                && before.status() == status.status()
                && before.detail().equals(status.detail())) {
            return Optional.empty();
        }
        told.put(key, status);
        return Optional.of(status);
    }

    private String words(String market) {
        return exchange.equals(ONLINE)
                ? Excerpt.of(market)
                : Excerpt.of(market) + " (the exchange: " + Excerpt.of(exchange) + ")";
    }

    /** The constants stand in the order of severity; what is not known restricts nothing. */
    private static TradingStatus.Status worse(TradingStatus.Status exchange, TradingStatus.Status market) {
        if (exchange == TradingStatus.Status.UNKNOWN) {
            return market;
        }
        boolean marketKnown = market != TradingStatus.Status.UNKNOWN;
        boolean restricted = exchange != TradingStatus.Status.TRADING;
        if (!marketKnown) {
            return restricted ? exchange : market;
        }
        return exchange.compareTo(market) > 0 ? exchange : market;
    }

    /** Forgets what was told on the streams that nobody wants any more, so that it is told again to who asks again. */
    void retain(Collection<StreamKey> wanted) {
        told.keySet().retainAll(wanted);
    }
}
