package io.quotron.request;

import io.quotron.model.Instrument;
import java.util.List;

/** Asks for instruments by a part of their name or symbol, best match first. */
public interface SearchRequest extends Request<List<Instrument>, SearchRequest> {}
