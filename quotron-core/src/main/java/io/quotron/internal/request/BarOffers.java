package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.NoDataException;
import io.quotron.error.ProviderException;
import io.quotron.spi.BarOffer;
import io.quotron.spi.BarQuery;
import io.quotron.spi.ProviderDescriptor;
import io.quotron.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Knows from the descriptor of a provider which bars it cannot have, so that it is not asked for them. */
final class BarOffers implements RequestPath.Offers<BarQuery> {
    private final TimeSource time;

    BarOffers(TimeSource time) {
        this.time = time;
    }

    @Override
    public Optional<ProviderException> refusal(ProviderDescriptor descriptor, BarQuery query) {
        BarOffer offer = descriptor.history().get(query.interval());
        if (offer == null) {
            return Optional.of(
                    unsupported(descriptor, "has no " + query.interval() + " bars; it has " + descriptor.intervals()));
        }
        if (!descriptor.adjustments().contains(query.adjustment())) {
            return Optional.of(unsupported(
                    descriptor, "has no bars with " + query.adjustment() + "; it has " + descriptor.adjustments()));
        }
        return offer.lookback().filter(reach -> endsBefore(reach, query)).map(reach -> tooOld(descriptor, query));
    }

    private boolean endsBefore(Duration reach, BarQuery query) {
        Instant now = time.now();
        boolean countable = reach.compareTo(Duration.between(Instant.MIN, now)) < 0;
        return countable && !query.range().endExclusive().isAfter(now.minus(reach));
    }

    private static ProviderException unsupported(ProviderDescriptor descriptor, String message) {
        return new ProviderException(descriptor.id(), FailureReason.UNSUPPORTED, message);
    }

    private static ProviderException tooOld(ProviderDescriptor descriptor, BarQuery query) {
        String offers = descriptor.history().values().stream()
                .map(offer ->
                        offer.interval() + offer.lookback().map(BarOffers::days).orElse(" (all)"))
                .collect(Collectors.joining(", "));
        return new NoDataException(
                descriptor.id(),
                NoDataException.Why.PROVIDER_LIMIT,
                "has no " + query.interval() + " bars of " + query.range() + ", which is too long ago; it has "
                        + offers);
    }

    private static String days(Duration reach) {
        return reach.toDays() > 1 ? " (last " + reach.toDays() + " days)" : " (last " + reach.toHours() + " hours)";
    }
}
