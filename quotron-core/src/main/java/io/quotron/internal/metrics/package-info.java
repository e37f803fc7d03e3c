/** What stands between the client and the host's metrics listener. */
@NullMarked
package io.quotron.internal.metrics;

import org.jspecify.annotations.NullMarked;
