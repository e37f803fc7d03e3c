/** What others implement: providers, storage, event sinks and the time source; and what they are given. */
@NullMarked
package io.quotron.spi;

import org.jspecify.annotations.NullMarked;
