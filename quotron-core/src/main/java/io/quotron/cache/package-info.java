/** How long answers are kept. */
@NullMarked
package io.quotron.cache;

import org.jspecify.annotations.NullMarked;
