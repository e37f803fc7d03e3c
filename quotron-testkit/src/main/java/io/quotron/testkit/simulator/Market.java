package io.quotron.testkit.simulator;

import io.quotron.model.Side;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.TimeSource;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The instruments of a simulator and the clock up to which they can be seen. Thread-safe. */
final class Market {
    static final SourceId SOURCE = SourceId.of("simulator");

    private static final long NANOS = 1_000_000_000L;

    private final TimeSource time;
    private final Map<Symbol, Listing> listings;
    private final long seed;

    Market(long seed, TimeSource time, Map<Symbol, Listing> listings) {
        this.seed = seed;
        this.time = time;
        this.listings = listings;
    }

    long seed() {
        return seed;
    }

    TimeSource time() {
        return time;
    }

    long nowNanos() {
        return nanos(time.now());
    }

    Collection<Listing> listings() {
        return listings.values();
    }

    Optional<Listing> find(Symbol symbol) {
        return Optional.ofNullable(listings.get(symbol));
    }

    List<Trade> trades(Symbol symbol, Instant from, Instant to) {
        Listing listing =
                find(symbol).orElseThrow(() -> new IllegalArgumentException("the simulator does not trade " + symbol));
        return listing.tape().ticks(nanos(from), nanos(to), Integer.MAX_VALUE).stream()
                .map(tick -> trade(listing, tick))
                .toList();
    }

    private static Trade trade(Listing listing, Tick tick) {
        return Trade.builder(listing.instrument().symbol(), SOURCE)
                .price(listing.price(tick.price()))
                .size(listing.size(tick.size()))
                .side(tick.buy() ? Side.BUY : Side.SELL)
                .id(Long.toString(tick.id()))
                .eventTime(
                        Instant.ofEpochSecond(Math.floorDiv(tick.nanos(), NANOS), Math.floorMod(tick.nanos(), NANOS)))
                .build();
    }

    static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }
}
