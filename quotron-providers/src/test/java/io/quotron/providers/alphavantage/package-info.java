/** Tests of the Alpha Vantage provider over the wire and against recordings. */
@NullMarked
package io.quotron.providers.alphavantage;

import org.jspecify.annotations.NullMarked;
