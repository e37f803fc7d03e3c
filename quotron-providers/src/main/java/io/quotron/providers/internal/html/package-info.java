/** Reading of web pages with limits on depth, time and selectors. */
@NullMarked
package io.quotron.providers.internal.html;

import org.jspecify.annotations.NullMarked;
