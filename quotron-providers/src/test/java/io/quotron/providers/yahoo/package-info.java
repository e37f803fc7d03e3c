/** Tests of the Yahoo provider over the wire and against recordings. */
@NullMarked
package io.quotron.providers.yahoo;

import org.jspecify.annotations.NullMarked;
