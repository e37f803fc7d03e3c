/** Carries events from one publisher to many subscribers. */
@NullMarked
package io.quotron.events;

import org.jspecify.annotations.NullMarked;
