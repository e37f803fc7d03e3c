/** Policies that the client enforces around every provider: rate limits, retries, circuit breaker. */
@NullMarked
package io.quotron.resilience;

import org.jspecify.annotations.NullMarked;
