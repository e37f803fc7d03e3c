/**
 * The rules that every provider, store and event sink must keep, as tests to extend. An author says how to make the thing and what a
 * good day looks like; the rules bring the bad days.
 *
 * <p>Each rule has a number in the name of its method. A rule that cannot hold for an implementation is overridden with
 * {@code @Disabled} and the reason.
 */
@NullMarked
package io.quotron.testkit.contract;

import org.jspecify.annotations.NullMarked;
