/** From live trades to checked, stored and published bars and indicators in one step. */
@NullMarked
package io.quotron.pipeline;

import org.jspecify.annotations.NullMarked;
