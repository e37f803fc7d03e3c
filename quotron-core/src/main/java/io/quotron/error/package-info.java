/** What can go wrong: one table of reasons, the exceptions that carry them, and the trail of a request. */
@NullMarked
package io.quotron.error;

import org.jspecify.annotations.NullMarked;
