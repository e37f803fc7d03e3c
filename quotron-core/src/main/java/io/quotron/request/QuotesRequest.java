package io.quotron.request;

import io.quotron.error.Result;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import java.util.Map;

/** Asks for the newest quotes of several symbols; the answer has exactly one entry for each, in the order asked. */
public interface QuotesRequest extends Request<Map<Symbol, Result<Quote>>, QuotesRequest> {}
