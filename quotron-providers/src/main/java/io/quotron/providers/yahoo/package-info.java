/**
 * Quotes, indices, live quotes, history, profiles, options, lists and search of Yahoo Finance, from the endpoints that its own pages use. They need no key and come with no
 * promise: Yahoo documents neither them nor their limits, may change or refuse them at any time, and its terms allow personal use only.
 *
 * <p><b>Limits.</b> Undocumented, by address and {@code User-Agent}; a block lasts for many minutes. The default is 2 requests per 4 s and
 * 300 per hour. Minute bars reach back 30 days, other bars below an hour 60 days, hours 730 days, days and longer to the first trade.
 *
 * <p><b>Authentication.</b> Quotes, profiles and options need a cookie and a token ("crumb"), which are fetched when they are first needed, kept
 * in memory only, and renewed once when Yahoo refuses them; where Yahoo shows its consent page, the provider agrees. The rest needs neither.
 *
 * <p><b>What the numbers mean.</b> Prices are 32-bit floats widened to doubles. History is adjusted for splits by Yahoo; raw prices are
 * computed back from the splits since, total-return prices from its adjusted closes. Delayed exchanges are 10 to 20 minutes behind. London,
 * Johannesburg and Tel Aviv quote in hundredths of their currency, which the currency unit of the answer says. The volume of crypto pairs is
 * as Yahoo gives it: the turnover of 24 hours, counted in the quote currency.
 *
 * <p>See <a href="https://finance.yahoo.com">finance.yahoo.com</a> and <a
 * href="https://legal.yahoo.com/us/en/yahoo/terms/product-atos/apiforydn/index.html">its terms</a>.
 */
@NullMarked
package io.quotron.providers.yahoo;

import org.jspecify.annotations.NullMarked;
