package io.quotron.internal.stream;

import io.quotron.model.MarketEvent;
import io.quotron.model.Trade;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The rules of Reactive Streams, by their own verification, which is written for another runner. */
final class PublisherRulesTest {
    private final Rig rig = new Rig();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread market = new Thread(this::trade, "test-market");

    @AfterEach
    void close() throws InterruptedException {
        over.set(true);
        market.join();
        rig.close();
    }

    private void trade() {
        while (!over.get()) {
            Trade trade = rig.trade("BTC/USD");
            rig.feed.send(Rig.trades("BTC/USD"), trade);
            LockSupport.parkNanos(50_000);
        }
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        market.setDaemon(true);
        market.start();
        return Arrays.stream(FlowPublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method)));
    }

    private void run(Method rule) throws Throwable {
        Verification verification = new Verification();
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            Assumptions.assumeFalse(e.getCause() instanceof SkipException, () -> String.valueOf(e.getCause()));
            throw e.getCause();
        }
    }

    private final class Verification extends FlowPublisherVerification<MarketEvent> {
        private Verification() {
            super(new TestEnvironment(1000, 100));
        }

        @Override
        public Flow.Publisher<MarketEvent> createFlowPublisher(long elements) {
            return rig.stream("BTC/USD").trades().asPublisher();
        }

        @Override
        public Flow.Publisher<MarketEvent> createFailedFlowPublisher() {
            try (Rig closed = new Rig()) {
                return closed.stream("BTC/USD").trades().asPublisher();
            }
        }

        @Override
        public long maxElementsFromPublisher() {
            return publisherUnableToSignalOnComplete();
        }
    }
}
