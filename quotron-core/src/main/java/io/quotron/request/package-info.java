/** Prepared questions to the client. Steps return new requests; only {@code fetch}, {@code fetchAsync} and {@code fetchTraced} do I/O. */
@NullMarked
package io.quotron.request;

import org.jspecify.annotations.NullMarked;
