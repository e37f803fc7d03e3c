/**
 * A market on loopback that speaks the wire formats of real providers, from a seed or from recorded data, with scripted
 * faults.
 */
@NullMarked
package io.quotron.testkit.simulator;

import org.jspecify.annotations.NullMarked;
