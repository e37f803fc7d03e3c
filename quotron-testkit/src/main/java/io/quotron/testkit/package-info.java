/** The basics of tests: a virtual clock, seeds, guards against leaks and unseen exceptions, and a server for bad days. */
@NullMarked
package io.quotron.testkit;

import org.jspecify.annotations.NullMarked;
