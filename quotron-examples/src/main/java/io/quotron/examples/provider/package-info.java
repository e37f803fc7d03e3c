/** A provider that is as small as a useful one can be. */
@NullMarked
package io.quotron.examples.provider;

import org.jspecify.annotations.NullMarked;
