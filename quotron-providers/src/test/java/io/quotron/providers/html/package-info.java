/** Tests of the package of that name. */
@NullMarked
package io.quotron.providers.html;

import org.jspecify.annotations.NullMarked;
