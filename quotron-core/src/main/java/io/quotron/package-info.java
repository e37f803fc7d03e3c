/** The client: start at {@link io.quotron.MarketDataClient}. */
@NullMarked
package io.quotron;

import org.jspecify.annotations.NullMarked;
