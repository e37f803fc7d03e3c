/** Tests of Kraken's provider: values, bad values, pages and sockets. */
@NullMarked
package io.quotron.providers.binance;

import org.jspecify.annotations.NullMarked;
