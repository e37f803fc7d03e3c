/** Tests of the package of that name. */
@NullMarked
package io.quotron.providers.csv;

import org.jspecify.annotations.NullMarked;
