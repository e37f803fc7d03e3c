/** The one HTTP and WebSocket layer of the providers; no other package touches the HTTP library. */
@NullMarked
package io.quotron.providers.internal.http;

import org.jspecify.annotations.NullMarked;
