package io.quotron.request;

import java.util.List;

/** Asks for the names of the lists of one provider, the one to take if nobody says which first. */
public interface ListsRequest extends Request<List<String>, ListsRequest> {}
