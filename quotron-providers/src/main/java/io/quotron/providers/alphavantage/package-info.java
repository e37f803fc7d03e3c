/**
 * Alpha Vantage over HTTP, with a key: quotes, history of shares, currencies and coins, search, company profiles, splits and
 * dividends, and the list of what is and was listed in the United States.
 *
 * <p><b>Limits.</b> A free key has 25 requests per day and one per second; older keys had five per
 * minute, for which a host sets its own limit. Paid plans have 75 to 1200 requests per minute and no limit per day. No
 * header tells what is left. Every failure comes with HTTP 200 and a text; a spent day pauses the provider until the next day
 * has begun both in New York and in UTC, because the zone of the count is not published.
 *
 * <p><b>Symbols.</b> Shares of the United States as they are, classes with a dash ({@code BRK.B} is {@code BRK-B}), other
 * exchanges by suffix ({@code TSCO.L} is {@code TSCO.LON}, {@code SHOP.TO} is {@code SHOP.TRT}), pairs as {@code EUR/USD} and
 * {@code BTC/USD}. Indices are not offered. A pair of two state currencies is asked of the FX functions, any other of those for
 * coins. An override of the host for a pair is written {@code FROM/TO}.
 *
 * <p><b>Quotes.</b> GLOBAL_QUOTE tells only the trading day of its price. The time of the event is the close of that day once
 * the session in New York is over, and before that its opening, the earliest moment at which the price can have been made; for
 * other exchanges it is the start of their day. It is thus never later than the price. Rates of currencies and coins have a time
 * of their own.
 *
 * <p><b>Bars.</b> Times of shares are of New York, those of currencies and coins of UTC. Bars below a day are stamped with
 * their start, as Alpha Vantage does today; answers of before 2022 were stamped with the end. A daily bar of New York spans the
 * session, other daily bars the calendar day of their exchange; weeks begin on Monday, months on the first, both at midnight.
 * The newest bar is FORMING while its span (for days 30 minutes more) runs, and where its stamp shows that the answer was made
 * before the last session of its week or month.
 *
 * <p><b>Adjustment.</b> Raw series are as traded. Without a paid plan, adjusted days are computed from the raw ones and the
 * functions SPLITS and DIVIDENDS, unless the rows tell both; with one, TIME_SERIES_DAILY_ADJUSTED is asked. A price is divided by the ratio of the splits
 * since, a volume multiplied by it; a dividend lowers all prices before its ex date by its share in the close of the day before.
 * A week or month within which a split fell mixes two kinds of shares and is rejected and counted where adjusted prices are asked.
 *
 * @see <a href="https://www.alphavantage.co/documentation/">Alpha Vantage's own documentation</a>
 */
@NullMarked
package io.quotron.providers.alphavantage;

import org.jspecify.annotations.NullMarked;
