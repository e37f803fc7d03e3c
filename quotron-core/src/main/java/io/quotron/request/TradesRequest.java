package io.quotron.request;

import io.quotron.model.Trade;
import java.util.List;

/** Asks for the trades of a span, oldest first. */
public interface TradesRequest extends Request<List<Trade>, TradesRequest> {}
