/** Market values: immutable, validated when made, and free of any other package of this library. */
@NullMarked
package io.quotron.model;

import org.jspecify.annotations.NullMarked;
