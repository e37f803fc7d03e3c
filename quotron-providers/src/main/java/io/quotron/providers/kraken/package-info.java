/**
 * Kraken's spot market over REST and WebSocket v2, without a key.
 *
 * <p><b>Limits.</b> About one public request per second and address; Kraken publishes no exact number and sends no
 * header. Reports of the limit pause the provider, a "temporary lockout" for 15 minutes. A request for quotes takes up
 * to 50 pairs. 150 attempts to open a WebSocket per 10 minutes and address. Messages on an open WebSocket hold up to
 * 100 pairs each and are charged like requests.
 *
 * <p><b>Symbols.</b> {@code BTC/USD} and the like, found through AssetPairs, which is loaded when it is first needed
 * and kept for 24 hours. Kraken's XBT and XDG are BTC and DOGE. The host's override of a symbol wins: any of Kraken's
 * names for a market is understood.
 *
 * <p><b>Quotes</b> (Ticker). Price of the last trade, best bid and offer; high, low and volume are those of the last 24
 * hours, open is the first price of the UTC day. Kraken tells no time, so the time of receipt stands for it. Change and
 * previous close are not told.
 *
 * <p><b>Bars</b> (OHLC). At most the newest 720 of an interval; a range that starts earlier is refused as a whole. The
 * last bar is forming. In an interval without trades Kraken repeats the close before with volume 0; such bars are kept
 * and marked SYNTHETIC. Weeks begin on Thursday 00:00 UTC, because Kraken counts them from 1970-01-01. Nothing is ever
 * split here, so every adjustment is the same and the series carries the one that was asked for.
 *
 * <p><b>Trades</b> (Trades). All of history, 1000 per request, exact to the nanosecond.
 *
 * <p><b>Order books</b> (Depth). Up to 500 levels of each side; the time is that of the newest one.
 *
 * <p><b>Live books</b> (channel {@code book}). Each market has one book on the wire, to the depth 10, 25, 100, 500 or
 * 1000; the client cuts each side to it after each change, and the CRC32 over the text of the ten best levels of each
 * side must fit. A book that does not fit is silent until a new snapshot does.
 *
 * <p><b>Live bars</b> (channel {@code ohlc}). FORMING until the next {@code interval_begin} comes; intervals without
 * trades have none. <b>States</b> (channels {@code instrument} and {@code status}): what restricts more counts.
 *
 * <p><b>Beside the roles.</b> Assets and Spread are told by {@code KrakenProvider.fetchAssets} and {@code fetchSpreads}.
 *
 * <p><b>Not asked.</b> Version 1 of the
 * WebSocket: its messages would be rejected.
 *
 * <p><b>Streams</b> (channels {@code trade} and {@code ticker}). Trades come without a snapshot of older ones; a quote
 * comes at once and then with each trade, its high, low, volume and change being those of the last 24 hours. Markets
 * whose names hold small letters are understood once the list of markets has been loaded, or by an override.
 *
 * @see <a href="https://docs.kraken.com/api/">Kraken's own documentation</a>
 * @see <a href="https://status.kraken.com/">state of the service</a>
 */
@NullMarked
package io.quotron.providers.kraken;

import org.jspecify.annotations.NullMarked;
