/** Runnable programs that show what Quotron does. */
@NullMarked
package io.quotron.examples;

import org.jspecify.annotations.NullMarked;
