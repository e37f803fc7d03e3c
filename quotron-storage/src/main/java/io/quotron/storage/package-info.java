/** Keeps bars, quotes, index values and indicator values in a database. */
@NullMarked
package io.quotron.storage;

import org.jspecify.annotations.NullMarked;
