@NullMarked
package io.quotron.providers.internal.table;

import org.jspecify.annotations.NullMarked;
