package io.quotron.model;

/** What has been done to historic prices. Series of different adjustment never mix. */
public enum Adjustment {
    /** As traded on the day. */
    RAW,
    /** Divided by the splits since; volumes multiplied. Live bars are of this kind until the next split. */
    SPLITS,
    /** Adjusted for splits and dividends, so that returns are total returns. */
    SPLITS_AND_DIVIDENDS
}
