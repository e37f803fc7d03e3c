/** What several providers keep of their servers between calls. */
@NullMarked
package io.quotron.providers.internal.table;

import org.jspecify.annotations.NullMarked;
