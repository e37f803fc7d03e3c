/**
 * Binance's spot market over REST and WebSocket, without a key. Binance.US speaks the same protocol and is another exchange with prices
 * of its own.
 *
 * <p><b>Limits.</b> By address: a weight of 6000 a minute (Binance.US: 1200), of which four fifths are used. Each reply tells the weight
 * used so far, and the limiter follows it. Who goes on after a refusal (429) is banned (418) for two minutes to three days; the ban ends
 * when the server says. Some countries are refused for good (451). A connection is sent three messages a second at most, of five
 * allowed, and carries 400 streams, of 1024 allowed, because quotes take two.
 *
 * <p><b>Symbols.</b> {@code BTC/USDT} and the like, found through exchangeInfo, which is loaded when it is first needed and kept for 24
 * hours; the native name ({@code BTCUSDT}) is never split by guessing. The host's override of a symbol wins. {@code USD}, {@code USDT},
 * {@code USDC} and {@code BUSD} are never taken for each other.
 *
 * <p><b>Quotes</b> (ticker/24hr). Price of the last trade, best bid and offer; open, high, low, volume and change are those of the last
 * 24 hours. A market without a trade in 24 hours has no quote.
 *
 * <p><b>Bars</b> (klines). All of history, 1000 per request; a bar that had not ended when it was asked for is FORMING. A bar without
 * trades repeats the close before and is marked SYNTHETIC. The vwap is the turnover divided by the volume. Weeks begin on Monday 00:00
 * UTC. Nothing is ever split here, so every adjustment is the same and the series carries the one that was asked for.
 *
 * <p><b>Trades</b> (aggTrades). All of history. Executions of one order at one price are one trade here, under the id of Binance's
 * aggregate. The side is that of the order that took the price.
 *
 * <p><b>Books</b> (depth). Up to 5000 levels of each side. Binance tells no time, so the time of receipt stands for it.
 *
 * <p><b>Streams.</b> Trades are {@code aggTrade}, with the ids of the trades above. Quotes join {@code ticker} (each second) and
 * {@code bookTicker} (each change); their time is that of the price. Bars are {@code kline}: FORMING while they grow, then FINAL, also
 * where nobody traded (with reason NO_TRADES). Books are {@code depth@100ms} on top of a snapshot of REST, kept by Binance's own rule of
 * sequence numbers; up to 1000 levels. A stream that Binance does not have stays silent, because its server confirms every well-formed
 * name, which is why markets are looked up first.
 *
 * @see <a href="https://github.com/binance/binance-spot-api-docs">Binance's own documentation</a>
 */
@NullMarked
package io.quotron.providers.binance;

import org.jspecify.annotations.NullMarked;
