package io.quotron.providers.csv;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a column can mean, with the headers that are understood unless a format names others. */
enum CsvField {
    TIME(
            "datetime",
            "timestamp",
            "date",
            "ts_utc",
            "opentime",
            "open_time",
            "open time",
            "time",
            "ts",
            "ts_ms",
            "start_s",
            "day",
            "data",
            "datum",
            "<date>"),
    CLOCK("time", "czas", "zeit", "<time>"),
    OPEN("open", "<open>"),
    HIGH("high", "<high>"),
    LOW("low", "<low>"),
    CLOSE("close", "<close>"),
    ADJUSTED_CLOSE("adj close", "adjclose", "adj_close", "adj. close", "adjusted_close"),
    VOLUME("volume", "<vol>"),
    TRADES("trades", "count", "number_of_trades"),
    PRICE("price"),
    SIZE("size", "quantity", "qty", "amount", "volume"),
    ID("id", "trade_id"),
    SIDE("side"),
    BUYER_MAKER("is_buyer_maker", "isbuyermaker", "buyer_maker"),
    SYMBOL("symbol", "ticker", "<ticker>");

    private final String headers;

    CsvField(String... headers) {
        this.headers = String.join("|", headers);
    }

    List<String> headers() {
        return List.of(headers.split("\\|"));
    }

    /** Returns the name that a host writes: the constant in lower case. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CsvField of(String label) {
        return Arrays.stream(values())
                .filter(field -> field.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no field '" + label + "'; the fields are "
                        + Arrays.stream(values()).map(CsvField::label).collect(Collectors.joining(", "))));
    }
}
