/** Short recipes: one task each, as code that compiles and is tested. */
@NullMarked
package io.quotron.examples.recipes;

import org.jspecify.annotations.NullMarked;
