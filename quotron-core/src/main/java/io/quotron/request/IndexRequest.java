package io.quotron.request;

import io.quotron.model.IndexValue;

/** Asks for the newest value of an index. */
public interface IndexRequest extends Request<IndexValue, IndexRequest> {}
