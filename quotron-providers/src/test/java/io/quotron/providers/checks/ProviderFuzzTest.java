package io.quotron.providers.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.providers.fuzz.ParserFuzz;
import io.quotron.spi.MarketDataProvider;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import io.quotron.testkit.simulator.MarketSimulator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of the simulator and, where they are, recorded ones are spoiled at random on their way to each role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderFuzzTest {
    /** Each round is a request over a socket, so that few fit into the usual build. */
    private static final int FEW = 150;

    private static final Pattern SYMBOL = Pattern.compile("\"(?:01\\. )?symbol\"\\s*:\\s*\"([^\"\\\\]{1,30})\"");

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
                .flatMap(at -> at.allQuestions().stream().map(question -> Arguments.of(at, question)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("questions")
    void ask_spoiledAnswers_giveFiniteNumbersOrAReason(Simulated at, Question question) {
        try (Relay relay = new Relay(at.origin(simulator));
                MarketDataProvider provider = at.provider(relay.uri())) {
            ask(provider, question, Optional.empty());
            if (!question.isRemembered()) {
                relay.takeAsked();
                ask(provider, question, Optional.empty());
            }
            Map<String, byte[]> good = relay.takeAsked();
            List<byte[]> bodies = new ArrayList<>(good.values());
            bodies.addAll(Recordings.in(at.recordings(question)));
            ParserFuzz.run("ProviderFuzzTest " + at + " " + question, FEW, bodies, body -> {
                relay.spoilAll(good.keySet(), body);
                if (question.isRemembered()) {
                    try (MarketDataProvider fresh = at.provider(relay.uri())) {
                        ask(fresh, question, symbolIn(body));
                    }
                } else {
                    ask(provider, question, symbolIn(body));
                }
            });
        }
    }

    /** Numbers that are not finite are a failure of their own. */
    private void ask(MarketDataProvider provider, Question question, Optional<String> symbol) {
        RequestContext context =
                RequestContext.builder(time).overrides(asked -> symbol).build();
        assertThat(Told.of(question.asked().ask(provider, context)).size()).isNotNegative();
    }

    /** A recorded answer is about a symbol of its own, which is asked for then. */
    private static Optional<String> symbolIn(byte[] body) {
        Matcher symbol = SYMBOL.matcher(new String(body, StandardCharsets.ISO_8859_1));
        return symbol.find() ? Optional.of(symbol.group(1)) : Optional.empty();
    }
}
