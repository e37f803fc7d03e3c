/** Live data: subscriptions to trades, quotes and bars, and what is told about their health. */
@NullMarked
package io.quotron.stream;

import org.jspecify.annotations.NullMarked;
