/** The host's own knowledge of instruments: spellings that override those of the providers. */
@NullMarked
package io.quotron.registry;

import org.jspecify.annotations.NullMarked;
