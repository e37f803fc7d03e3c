/** Bindings of {@link io.quotron.spi.MetricsListener} to metrics libraries that a host may have. */
@NullMarked
package io.quotron.metrics;

import org.jspecify.annotations.NullMarked;
