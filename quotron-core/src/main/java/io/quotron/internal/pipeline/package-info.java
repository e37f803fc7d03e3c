/** The working parts of pipelines: the flow itself, its indicators and the writers of its sinks. */
@NullMarked
package io.quotron.internal.pipeline;

import org.jspecify.annotations.NullMarked;
