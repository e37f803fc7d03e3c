package io.quotron.internal.stream;

import io.quotron.spi.Scheduler;
import io.quotron.spi.TimeSource;
import io.quotron.stream.StreamSettings;
import java.util.random.RandomGenerator;

/** What all engines of a hub share. */
record EngineRoom(
        TimeSource time,
        Scheduler scheduler,
        Workers engines,
        Workers io,
        Workers fetches,
        Workers listeners,
        StreamSettings settings,
        RandomGenerator random) {}
