/**
 * A small HTTP/1.1 and WebSocket server on the loopback interface whose handlers have the wire in their hands: they can answer well,
 * slowly, partly, wrongly or not at all. Uses nothing but the JDK.
 */
@NullMarked
package io.quotron.testkit.http;

import org.jspecify.annotations.NullMarked;
