package io.quotron.events;

import io.quotron.spi.EventEnvelope;
import io.quotron.spi.EventSink;
import io.quotron.spi.Registration;
import io.quotron.testkit.contract.EventSinkContract;
import java.time.Duration;
import java.util.function.Consumer;

class InMemoryEventBusContractTest extends EventSinkContract {
    @Override
    protected EventSink createSink() {
        // Shorter than the contract's own patience, which is as long as the default.
        return InMemoryEventBus.builder().closeTimeout(Duration.ofSeconds(2)).build();
    }

    @Override
    protected Registration subscribe(EventSink to, Consumer<EventEnvelope> subscriber) {
        return ((InMemoryEventBus) to).subscribe("*", subscriber);
    }
}
