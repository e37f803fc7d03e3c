/** Tests of strict JSON reading. */
@NullMarked
package io.quotron.providers.internal.json;

import org.jspecify.annotations.NullMarked;
