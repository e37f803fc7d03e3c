/** Tests of the package of that name. */
@NullMarked
package io.quotron.providers.http;

import org.jspecify.annotations.NullMarked;
