package io.quotron.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.error.FailureReason;
import io.quotron.spi.BarQuery;
import io.quotron.spi.HealthCheck;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.spi.TimeSource;
import io.quotron.testkit.Faults;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules for the life of a {@link MarketDataProvider}: L101 to L107. */
public abstract class ProviderLifecycleContract extends ProviderContract {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final int CYCLES = 20;

    /** Makes the test; server and provider come with each rule. */
    protected ProviderLifecycleContract() {}

    /**
     * Makes a question for history to which {@link #answer} holds the answer.
     *
     * @return the question; empty if the provider has no history, or quotes are enough
     */
    protected Optional<BarQuery> query() {
        return Optional.empty();
    }

    /** L101: making a provider asks nobody and starts no thread. */
    @Test
    protected void l101_making_doesNoIo() {
        Set<Thread> before = threads();

        try (MarketDataProvider made = createProvider(server().uri())) {
            assertThat(made.descriptor()).isNotNull();
            assertThat(threads()).isEqualTo(before);
            assertThat(server().connectionCount()).isZero();
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quotron-"))
                .collect(Collectors.toSet());
    }

    /** L102: the descriptor is always the same, and each role is there or empty, never null. */
    @Test
    protected void l102_descriptorAndRoles_areStable() {
        assertThat(provider().descriptor()).isSameAs(provider().descriptor());
        assertThat(provider().descriptor().name()).isNotBlank();
        assertThat(provider().quotes()).isNotNull();
        assertThat(provider().bars()).isNotNull();
        assertThat(provider().trades()).isNotNull();
        assertThat(provider().stream()).isNotNull();
        assertThat(provider().instruments()).isNotNull();
        assertThat(provider().bars().isPresent())
                .as("history is offered and has intervals")
                .isEqualTo(!provider().descriptor().intervals().isEmpty());
    }

    /** L103: closing twice is closing once. */
    @Test
    protected void l103_close_isIdempotent() {
        use(provider());

        provider().close();
        provider().close();

        assertThat(server().connectionCount()).isLessThanOrEqualTo(2);
    }

    /** L104: a closed provider answers CLOSED and asks nobody. */
    @Test
    protected void l104_useAfterClose_isClosed() {
        provider().close();

        assertThat(use(provider()).thrownReason()).contains(FailureReason.CLOSED);
        assertThat(server().requests()).isEmpty();
        assertThat(provider().check(context()).healthy()).isFalse();
    }

    /** L105: making, using and closing again and again leaves nothing behind; the leak guard looks. */
    @Test
    protected void l105_manyLives_leaveNothing() {
        for (int i = 0; i < CYCLES; i++) {
            try (MarketDataProvider made = createProvider(server().uri())) {
                assertThat(use(made).thrown()).isNull();
            }
        }
    }

    /** L106: check tells how the server is and never throws. */
    @Test
    protected void l106_check_tellsAndNeverThrows() {
        assertThat(provider().check(context()).healthy()).as("on a good day").isTrue();

        server().clear();
        server().otherwise(Faults.status(500));
        HealthCheck bad = provider().check(context());
        assertThat(bad.healthy()).as("on a bad day").isFalse();
        assertNoKeyIn(bad.detail());

        server().close();
        assertThat(provider().check(context()).healthy()).as("without a server").isFalse();
    }

    /** L107: the key is in no text that a provider makes of itself. */
    @Test
    protected void l107_texts_holdNoKey() {
        assumeTrue(key().isPresent(), "this provider has no key");

        assertNoKeyIn(provider().toString());
        assertNoKeyIn(provider().descriptor().toString());
    }

    private Outcome<Object> use(MarketDataProvider used) {
        return Outcome.of(() -> query().isPresent()
                ? used.bars().orElseThrow().fetchBars(query().get(), context())
                : used.quotes().orElseThrow().fetchQuotes(Set.of(knownSymbol()), context()));
    }

    private RequestContext context() {
        return context(TimeSource.system(), AMPLE).build();
    }
}
