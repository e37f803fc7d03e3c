/** Checks that hold for all providers alike. */
@NullMarked
package io.quotron.providers.checks;

import org.jspecify.annotations.NullMarked;
