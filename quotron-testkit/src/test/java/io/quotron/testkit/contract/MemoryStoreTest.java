package io.quotron.testkit.contract;

import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.spi.StorageSink;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The storage contract holds for a good store and fails for broken ones. */
class MemoryStoreTest {
    private static Set<MemoryStore.Flaw> flaws = EnumSet.noneOf(MemoryStore.Flaw.class);

    @Nested
    class Good extends Contract {}

    static class Contract extends StorageSinkContract {
        @Override
        protected StorageSink createSink(Path storeFolder) {
            return new MemoryStore(flaws);
        }

        @Override
        protected boolean isDurable() {
            return false;
        }

        @Override
        protected Optional<Bar> poisonBar() {
            Instant open = Instant.parse("2026-03-02T14:30:00Z");
            return Optional.of(Bar.builder(Symbol.of("POISON"), SourceId.of("contract"), Interval.MINUTE_1)
                    .span(open, open.plusSeconds(60))
                    .prices(1, 1, 1, 1)
                    .build());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTS_REWRITES, w102_writtenTwice_isStoredOnce",
        "OLDER_REPLACES_NEWER, w104_olderRevision_neverReplacesNewer",
        "OLDER_REPLACES_NEWER, w105_forming_neverReplacesComplete",
        "OLDER_REPLACES_NEWER, w106_revisionsInOneCall_leaveTheNewest",
        "ORDER_OF_ARRIVAL, w103_anyOrder_givesTheSame",
        "SINGLE_PRECISION, w107_doubles_comeBackToTheLastBit",
        "CLOSED_RANGES, w115_ranges_areHalfOpen",
    })
    void contract_brokenStore_fails(MemoryStore.Flaw flaw, String rule) {
        flaws = EnumSet.of(flaw);
        try {
            BrokenRun.assertFails(Contract.class, rule);
        } finally {
            flaws = EnumSet.noneOf(MemoryStore.Flaw.class);
        }
    }
}
