/** Checks on data as it comes in: what to keep, what to flag and what to set aside. */
@NullMarked
package io.quotron.quality;

import org.jspecify.annotations.NullMarked;
