package io.quotron.providers.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.QuotronException;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in the place of one number of an answer, no other number ever comes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoisonMatrixTest {
    private static final int MOST_TOLD = 20;

    private final VirtualTime time = VirtualTime.startingAt(Simulated.NOW);

    @SuppressWarnings("NullAway.Init")
    private MarketSimulator simulator;

    @BeforeAll
    void start() {
        simulator = MarketSimulator.builder().seed(7).time(time).start();
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    static Stream<Arguments> questions() {
        return Stream.of(Simulated.values())
                .flatMap(at -> at.questions().stream().map(question -> Arguments.of(at, question)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("questions")
    void ask_oneNumberPoisoned_givesNoOtherNumber(Simulated at, Question question) {
        try (Relay relay = new Relay(at.origin(simulator));
                MarketDataProvider provider = at.provider(relay.uri())) {
            Told good = Told.of(question.asked().ask(provider, context()));
            assertThat(good.size()).as("numbers of a good answer").isPositive();
            if (!question.isRemembered()) {
                relay.takeAsked();
                assertThat(Told.of(question.asked().ask(provider, context())).notIn(good))
                        .isEmpty();
            }
            Map<String, byte[]> bodies = relay.takeAsked();
            List<String> wrong = new ArrayList<>();
            bodies.forEach((target, body) -> {
                Poisons poisons = Poisons.of(body);
                for (int place = 0; place < poisons.places() && wrong.size() < MOST_TOLD; place++) {
                    if (at.isOnlyASign(poisons.name(place))) {
                        continue;
                    }
                    for (String token : poisons.tokens(place)) {
                        if (at.isNumber(poisons.name(place), token)) {
                            continue;
                        }
                        relay.spoil(target, poisons.with(place, token));
                        String where = token + " at " + poisons.name(place) + ": ";
                        numbersNotIn(good, at, provider, relay, question).forEach(text -> wrong.add(where + text));
                    }
                }
            });
            assertThat(wrong).as("poisoned answers of %s", bodies.keySet()).isEmpty();
        }
    }

    private List<String> numbersNotIn(
            Told good, Simulated at, MarketDataProvider provider, Relay relay, Question question) {
        try {
            if (!question.isRemembered()) {
                return Told.of(question.asked().ask(provider, context())).notIn(good);
            }
            try (MarketDataProvider fresh = at.provider(relay.uri())) {
                return Told.of(question.asked().ask(fresh, context())).notIn(good);
            }
        } catch (QuotronException refused) {
            return List.of();
        } catch (RuntimeException | AssertionError e) {
            return List.of(e.toString());
        }
    }

    private RequestContext context() {
        return RequestContext.builder(time).build();
    }
}
