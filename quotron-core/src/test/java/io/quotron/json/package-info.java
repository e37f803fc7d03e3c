@NullMarked
package io.quotron.json;

import org.jspecify.annotations.NullMarked;
