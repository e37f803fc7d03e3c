/** The command line over the client: reads options, asks one provider, prints what came. */
@NullMarked
package io.quotron.examples.fetch;

import org.jspecify.annotations.NullMarked;
