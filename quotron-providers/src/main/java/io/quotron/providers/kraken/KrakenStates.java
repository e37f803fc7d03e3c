package io.quotron.providers.kraken;

import io.quotron.model.TradingStatus;

/** What Kraken's words for the state of the exchange and of a market mean. */
final class KrakenStates {
    private KrakenStates() {}

    /**
     * Finds what a word means.
     *
     * @param state for example {@code online} or {@code post_only}
     * @return the status; UNKNOWN for a word that is not known
     */
    static TradingStatus.Status of(String state) {
        return switch (state) {
            case "online" -> TradingStatus.Status.TRADING;
            case "cancel_only", "post_only", "limit_only", "reduce_only" -> TradingStatus.Status.RESTRICTED;
            case "maintenance", "offline", "work_in_progress" -> TradingStatus.Status.HALTED;
            case "delisted" -> TradingStatus.Status.DELISTED;
            default -> TradingStatus.Status.UNKNOWN;
        };
    }

    /**
     * Tells whether no data can be expected in a state of the exchange.
     *
     * @param state for example {@code online}, {@code post_only} or {@code maintenance}
     * @return false for the states in which only trading is restricted
     */
    static boolean isDown(String state) {
        return state.equals("maintenance") || state.equals("offline");
    }
}
