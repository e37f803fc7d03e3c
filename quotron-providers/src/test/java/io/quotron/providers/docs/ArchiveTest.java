package io.quotron.providers.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.providers.kraken.KrakenProvider;
import io.quotron.providers.yahoo.YahooProvider;
import io.quotron.spi.BarOffer;
import io.quotron.spi.BarQuery;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.FaultServer;
import io.quotron.testkit.VirtualTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server that is no public one may hold bars that the public one has given up. */
class ArchiveTest {
    private static final TimeRange LONG_AGO =
            TimeRange.of(Instant.parse("2019-03-04T14:30:00Z"), Instant.parse("2019-03-04T21:00:00Z"));

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-11-20T12:00:00Z"));

    @Test
    void yahoo_minutesOfLongAgo_areAskedForOnlyOfAnArchive() {
        try (FaultServer server = FaultServer.start()
                        .otherwise((request, response) -> response.status(503).send(""));
                MarketDataProvider plain =
                        YahooProvider.builder().baseUri(server.uri()).build();
                MarketDataProvider archive = YahooProvider.builder()
                        .baseUri(server.uri())
                        .unlimitedLookback()
                        .build()) {
            assertThat(reason(plain, "AAPL")).isEqualTo(FailureReason.NO_DATA);
            assertThat(server.requests()).isEmpty();

            assertThat(reason(archive, "AAPL")).isEqualTo(FailureReason.UNAVAILABLE);
            assertThat(server.requests()).hasSize(1);
            assertThat(archive.descriptor().history().values())
                    .extracting(BarOffer::lookback)
                    .allMatch(Optional::isEmpty);
        }
    }

    @Test
    void kraken_offerOfAnArchive_hasNoLookback() {
        try (MarketDataProvider plain = KrakenProvider.create();
                MarketDataProvider archive =
                        KrakenProvider.builder().unlimitedLookback().build()) {
            assertThat(plain.descriptor().history().values())
                    .extracting(BarOffer::lookback)
                    .allMatch(Optional::isPresent);
            assertThat(archive.descriptor().history().values())
                    .extracting(BarOffer::lookback)
                    .allMatch(Optional::isEmpty);
        }
    }

    private FailureReason reason(MarketDataProvider provider, String symbol) {
        BarQuery query = new BarQuery(Symbol.of(symbol), Interval.MINUTE_1, LONG_AGO, Adjustment.SPLITS, false);
        RequestContext context = RequestContext.builder(time).build();
        FailureReason[] reason = new FailureReason[1];
        assertThatThrownBy(() -> provider.bars().orElseThrow().fetchBars(query, context))
                .isInstanceOfSatisfying(QuotronException.class, e -> reason[0] = e.reason());
        return reason[0];
    }
}
