/** Settings of the HTTP and WebSocket connections that every provider of this module opens. */
@NullMarked
package io.quotron.providers.http;

import org.jspecify.annotations.NullMarked;
