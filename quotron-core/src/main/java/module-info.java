/** The client, the values, the request path, streams, bars, indicators and quality checks. */
module io.quotron.core {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires com.github.benmanes.caffeine;
    requires io.github.resilience4j.circuitbreaker;
    requires static micrometer.core; // only for hosts that have it, which then require it themselves

    exports io.quotron;
    exports io.quotron.bars;
    exports io.quotron.cache;
    exports io.quotron.calendar;
    exports io.quotron.error;
    exports io.quotron.health;
    exports io.quotron.indicators;
    exports io.quotron.json;
    exports io.quotron.metrics;
    exports io.quotron.model;
    exports io.quotron.pipeline;
    exports io.quotron.quality;
    exports io.quotron.registry;
    exports io.quotron.request;
    exports io.quotron.resilience;
    exports io.quotron.spi;
    exports io.quotron.stream;

    uses io.quotron.spi.ProviderFactory;
}
