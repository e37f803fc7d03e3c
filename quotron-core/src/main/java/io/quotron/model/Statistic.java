package io.quotron.model;

/**
 * A key figure of a company or fund, with its unit. Amounts of money are in the main currency (not pence) that the
 * {@link Profile} names.
 */
public enum Statistic {
    /** What all shares are worth, in the currency of the profile. */
    MARKET_CAP,
    /** Market value with debt and without cash, in the currency of the profile. */
    ENTERPRISE_VALUE,
    /** Number of shares. */
    SHARES_OUTSTANDING,
    /** Number of shares that can be traded freely. */
    FLOAT_SHARES,
    /** Price over the earnings of the last twelve months. */
    TRAILING_PE,
    /** Price over the earnings that are expected. */
    FORWARD_PE,
    /** Price-earnings ratio over expected growth in percent. */
    PEG_RATIO,
    /** Price over book value. */
    PRICE_TO_BOOK,
    /** Price over the sales of the last twelve months. */
    PRICE_TO_SALES,
    /** Earnings of the last twelve months per share, in the currency of the profile. */
    EARNINGS_PER_SHARE,
    /** Expected earnings per share, in the currency of the profile. */
    FORWARD_EARNINGS_PER_SHARE,
    /** Book value per share, in the currency of the profile. */
    BOOK_VALUE_PER_SHARE,
    /** Dividends of a year per share, in the currency of the profile. */
    DIVIDEND_PER_SHARE,
    /** Dividends of a year over the price, as a fraction: 0.02 is 2 %. */
    DIVIDEND_YIELD,
    /** How much the price moves with the market. */
    BETA,
    /** Sales of the last twelve months, in the currency of the profile. */
    REVENUE,
    /** Earnings before interest, taxes and depreciation of the last twelve months, in the currency of the profile. */
    EBITDA,
    /** Net income over sales, as a fraction. */
    PROFIT_MARGIN,
    /** Operating income over sales, as a fraction. */
    OPERATING_MARGIN,
    /** Net income over assets, as a fraction. */
    RETURN_ON_ASSETS,
    /** Net income over equity, as a fraction. */
    RETURN_ON_EQUITY,
    /** Highest price of the last 52 weeks, in the currency of the profile. */
    FIFTY_TWO_WEEK_HIGH,
    /** Lowest price of the last 52 weeks, in the currency of the profile. */
    FIFTY_TWO_WEEK_LOW,
    /** Mean price of the last 50 days, in the currency of the profile. */
    FIFTY_DAY_AVERAGE,
    /** Mean price of the last 200 days, in the currency of the profile. */
    TWO_HUNDRED_DAY_AVERAGE,
    /** Mean number of shares traded in a day. */
    AVERAGE_VOLUME,
    /** Shares sold short over the mean volume of a day. */
    SHORT_RATIO,
    /** The mean of the price targets of analysts, in the currency of the profile. */
    TARGET_PRICE
}
