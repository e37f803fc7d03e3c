-- Bars, quotes, index values and indicator values. All times are UTC epoch nanoseconds.

CREATE TABLE candles (
    symbol        TEXT    NOT NULL CHECK (length(symbol) BETWEEN 1 AND 64),
    source        TEXT    NOT NULL CHECK (length(source) BETWEEN 1 AND 32),
    adjustment    TEXT    NOT NULL CHECK (adjustment IN ('RAW', 'SPLITS', 'SPLITS_AND_DIVIDENDS')),
    interval      TEXT    NOT NULL,
    open_time     INTEGER NOT NULL,
    close_time    INTEGER NOT NULL CHECK (close_time > open_time),
    open          REAL    NOT NULL,
    high          REAL    NOT NULL CHECK (high >= open AND high >= close),
    low           REAL    NOT NULL CHECK (low <= open AND low <= close),
    close         REAL    NOT NULL,
    volume        REAL    CHECK (volume >= 0),
    trade_count   INTEGER CHECK (trade_count >= 0),
    vwap          REAL,
    state         TEXT    NOT NULL CHECK (state IN ('FORMING', 'FINAL', 'REVISED', 'BACKFILLED', 'SYNTHETIC')),
    coverage      REAL    NOT NULL CHECK (coverage BETWEEN 0 AND 1),
    reason        TEXT    NOT NULL CHECK (reason IN ('NONE', 'NO_TRADES', 'FEED_DOWN', 'MARKET_CLOSED')),
    revision      INTEGER NOT NULL CHECK (revision >= 0),
    trading_day   TEXT,
    received_time INTEGER NOT NULL,
    PRIMARY KEY (symbol, source, adjustment, interval, open_time)
) STRICT, WITHOUT ROWID;

-- The time comes before the source, so that the newest quote of any source is the end of one range.
CREATE TABLE quotes (
    symbol             TEXT    NOT NULL CHECK (length(symbol) BETWEEN 1 AND 64),
    event_time         INTEGER NOT NULL,
    source             TEXT    NOT NULL CHECK (length(source) BETWEEN 1 AND 32),
    price              REAL    NOT NULL,
    unit_code          TEXT    CHECK (length(unit_code) BETWEEN 1 AND 16),
    unit_currency      TEXT    CHECK (length(unit_currency) BETWEEN 1 AND 16),
    units_per_currency INTEGER CHECK (units_per_currency >= 1),
    bid                REAL,
    ask                REAL,
    bid_size           REAL    CHECK (bid_size >= 0),
    ask_size           REAL    CHECK (ask_size >= 0),
    open               REAL,
    high               REAL,
    low                REAL,
    previous_close     REAL,
    change             REAL,
    change_percent     REAL,
    volume             REAL    CHECK (volume >= 0),
    stale              INTEGER NOT NULL CHECK (stale IN (0, 1)),
    received_time      INTEGER NOT NULL,
    PRIMARY KEY (symbol, event_time, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE indices (
    symbol         TEXT    NOT NULL CHECK (length(symbol) BETWEEN 1 AND 64),
    event_time     INTEGER NOT NULL,
    source         TEXT    NOT NULL CHECK (length(source) BETWEEN 1 AND 32),
    value          REAL    NOT NULL,
    previous_close REAL,
    change         REAL,
    change_percent REAL,
    stale          INTEGER NOT NULL CHECK (stale IN (0, 1)),
    received_time  INTEGER NOT NULL,
    PRIMARY KEY (symbol, event_time, source)
) STRICT, WITHOUT ROWID;

-- columns: the names of the values in their order as a JSON array, NULL for exactly the twenty below in this order.
-- extra: values of other names as a JSON object, NULL if there are none.
CREATE TABLE indicators (
    symbol         TEXT    NOT NULL CHECK (length(symbol) BETWEEN 1 AND 64),
    source         TEXT    NOT NULL CHECK (length(source) BETWEEN 1 AND 32),
    interval       TEXT    NOT NULL,
    open_time      INTEGER NOT NULL,
    close_time     INTEGER NOT NULL CHECK (close_time > open_time),
    rsi            REAL,
    macd           REAL,
    macd_signal    REAL,
    macd_histogram REAL,
    bb_upper       REAL,
    bb_middle      REAL,
    bb_lower       REAL,
    sma_20         REAL,
    sma_50         REAL,
    sma_100        REAL,
    sma_200        REAL,
    ema_12         REAL,
    ema_26         REAL,
    ema_50         REAL,
    vwap           REAL,
    stoch_k        REAL,
    stoch_d        REAL,
    atr            REAL,
    adx            REAL,
    volume_sma     REAL,
    columns        TEXT    CHECK (json_valid(columns)),
    extra          TEXT    CHECK (json_valid(extra)),
    state          TEXT    NOT NULL CHECK (state IN ('FORMING', 'FINAL', 'REVISED', 'BACKFILLED', 'SYNTHETIC')),
    revision       INTEGER NOT NULL CHECK (revision >= 0),
    received_time  INTEGER NOT NULL,
    PRIMARY KEY (symbol, source, interval, open_time)
) STRICT, WITHOUT ROWID;
