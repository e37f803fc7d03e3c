/** What a host knows or can find out by itself: spellings of instruments, providers it has, and whether they keep their contract. */
@NullMarked
package io.quotron.registry;

import org.jspecify.annotations.NullMarked;
