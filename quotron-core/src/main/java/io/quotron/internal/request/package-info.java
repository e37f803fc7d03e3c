/** The path of a request through its stages. */
@NullMarked
package io.quotron.internal.request;

import org.jspecify.annotations.NullMarked;
