/** Threads of a client. */
@NullMarked
package io.quotron.internal.concurrent;

import org.jspecify.annotations.NullMarked;
