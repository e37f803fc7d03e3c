/** The basics of tests: a virtual clock, and guards against leaks and unseen exceptions. */
@NullMarked
package io.quotron.testkit;

import org.jspecify.annotations.NullMarked;
