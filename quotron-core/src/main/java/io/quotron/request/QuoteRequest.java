package io.quotron.request;

import io.quotron.model.Quote;

/** Asks for the newest quote of one symbol. */
public interface QuoteRequest extends Request<Quote, QuoteRequest> {}
