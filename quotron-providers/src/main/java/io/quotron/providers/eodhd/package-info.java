/**
 * EODHD (eodhd.com) over REST and WebSocket, with an API token.
 *
 * <p><b>Limits.</b> 1000 requests a minute; 100,000 API calls a day on paid plans, 20 on the free one, counted anew at midnight UTC. A
 * request costs one call, intraday bars 5, whole exchanges 100, quotes one for each symbol. The server tells its own count of the minute
 * in {@code X-RateLimit-Limit} and {@code X-RateLimit-Remaining}, which the limiter follows.
 *
 * <p><b>Symbols.</b> {@code AAPL} is {@code AAPL.US}, {@code BRK.B} is {@code BRK-B.US}, {@code VOD.L} is {@code VOD.LSE}, {@code BMW.DE} is
 * {@code BMW.XETRA}, {@code ^GSPC} is {@code GSPC.INDX}, {@code EUR/USD} is {@code EURUSD.FOREX}, {@code BTC/USD} is {@code BTC-USD.CC}. EODHD's
 * own exchange codes are understood as suffixes too.
 *
 * <p><b>Quotes</b> ({@code real-time}). Shares are 15 to 20 minutes behind, currencies and coins about one. There is no bid and ask.
 * {@code "NA"} stands for what is not known.
 *
 * <p><b>Bars.</b> Days ({@code eod}) are raw with a close adjusted for splits and dividends beside them, and volumes in shares of today.
 * RAW divides volumes by the splits since, SPLITS divides prices by them, SPLITS_AND_DIVIDENDS scales a day so that its close becomes the
 * adjusted close. The splits cost one request more, which is saved where no close of the span was adjusted. A day lasts from midnight to
 * midnight of the exchange. Weeks (from Monday) and months are made of days here, so that an adjustment inside of one is right. Minutes
 * and hours ({@code intraday}) are not adjusted; SPLITS divides them. Long spans take several requests.
 *
 * <p><b>Zones and units.</b> EODHD tells neither beside its prices. The zone is that of the exchange by a table; days of an exchange or
 * index that is not in it begin at midnight UTC, which the trail says. The unit is the usual one of the exchange (pence in London, cents
 * in Johannesburg, agorot in Tel Aviv); it is not told for London's codes of foreign shares, which begin with 0. A line that trades in another
 * currency than its exchange, as some funds in London do, tells its own unit in search and lists only.
 *
 * <p><b>Streams.</b> Trades of American shares and coins, quotes of American shares, currencies and indices. There is one socket for each
 * of the five kinds, opened when it is first needed; 50 symbols each. The server does not confirm a subscription, so a stream counts
 * as confirmed once it was asked for on a socket that is authorised; it may still be refused later. The price of a quote without a last
 * price is the middle of bid and ask. Trades have no ids.
 *
 * @see <a href="https://eodhd.com/financial-apis/">EODHD's own documentation</a>
 */
@NullMarked
package io.quotron.providers.eodhd;

import org.jspecify.annotations.NullMarked;
