/** Tests of EODHD. */
@NullMarked
package io.quotron.providers.eodhd;

import org.jspecify.annotations.NullMarked;
