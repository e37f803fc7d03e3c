package io.quotron.request;

import io.quotron.model.Instrument;
import java.util.List;

/**
 * Asks for the instruments that an identifier names, the main listing first. The answer is that of the first provider that knows
 * it; empty if all that can look identifiers up were asked and none knows it.
 */
public interface ResolveRequest extends Request<List<Instrument>, ResolveRequest> {}
