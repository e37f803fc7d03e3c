package io.quotron.testkit.contract;

import io.quotron.spi.EventEnvelope;
import io.quotron.spi.EventSink;
import io.quotron.spi.Registration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The event contract holds for a good bus and fails for broken ones. */
class SimpleBusTest {
    private static Set<SimpleBus.Flaw> flaws = EnumSet.noneOf(SimpleBus.Flaw.class);

    @Nested
    class Good extends Contract {}

    static class Contract extends EventSinkContract {
        @Override
        protected EventSink createSink() {
            return new SimpleBus(flaws);
        }

        @Override
        protected Registration subscribe(EventSink to, Consumer<EventEnvelope> subscriber) {
            return ((SimpleBus) to).subscribe(subscriber);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DIES_OF_ERRORS, e104_throwingSubscriber_isIsolated",
        "DROPS_AT_CLOSE, e107_close_deliversWhatWasTaken",
        "TAKES_AFTER_CLOSE, e108_afterClose_publishIsClosed",
        "CALLS_IN_PUBLISHER, e103_blockedSubscriber_holdsUpNobody",
    })
    void contract_brokenBus_fails(SimpleBus.Flaw flaw, String rule) {
        flaws = EnumSet.of(flaw);
        try {
            BrokenRun.assertFails(Contract.class, rule);
        } finally {
            flaws = EnumSet.noneOf(SimpleBus.Flaw.class);
        }
    }
}
