/** Tests of the HTTP layer against servers that misbehave. */
@NullMarked
package io.quotron.providers.internal.http;

import org.jspecify.annotations.NullMarked;
