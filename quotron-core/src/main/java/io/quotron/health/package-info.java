/** What is known about the state of the client and its sources. */
@NullMarked
package io.quotron.health;

import org.jspecify.annotations.NullMarked;
