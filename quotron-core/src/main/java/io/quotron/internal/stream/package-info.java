/** The engine of live data: connections, their healing, the filling of gaps, and delivery to listeners. */
@NullMarked
package io.quotron.internal.stream;

import org.jspecify.annotations.NullMarked;
