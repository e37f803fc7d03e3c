package io.quotron.providers.binance;

import java.util.List;

/** What a number may be replaced by so that it is none. */
final class BinancePoisons {
    static final List<String> ALL = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"abc\"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"-Infinity\"",
            "\"None\"",
            "\"NA\"",
            "\"-\"",
            "\"1,5\"",
            "\"1e999\"",
            "1e999",
            "-1",
            "\"-1.5\"",
            "[]",
            "{}",
            "\"0x10\"",
            "\"1 \"",
            "1.5.5");

    private BinancePoisons() {}
}
