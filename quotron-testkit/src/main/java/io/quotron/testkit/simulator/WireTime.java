package io.quotron.testkit.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as Kraken writes them. */
final class WireTime {
    private static final long NANOS = 1_000_000_000L;
    private static final DateTimeFormatter MICROS = at("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final DateTimeFormatter NANO = at("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'");
    private static final DateTimeFormatter SECONDS = at("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter RFC1123 = at("EEE, ppd MMM yy HH:mm:ss Z");

    private WireTime() {}

    private static DateTimeFormatter at(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    /** RFC 3339 with six decimals, or nine where six would lose something. */
    static String micros(long nanos) {
        return (nanos % 1_000 == 0 ? MICROS : NANO).format(instant(nanos));
    }

    /** RFC 3339 with nine decimals. */
    static String nanos(long nanos) {
        return NANO.format(instant(nanos));
    }

    /** RFC 3339 with six decimals; what is finer is cut off. */
    static String cutToMicros(long nanos) {
        return MICROS.format(instant(nanos));
    }

    static String seconds(long nanos) {
        return SECONDS.format(instant(nanos));
    }

    static String rfc1123(long nanos) {
        return RFC1123.format(instant(nanos));
    }

    /** Epoch seconds with as many decimals as needed. */
    static Json.Digits secondsWithFraction(long nanos) {
        BigDecimal seconds = BigDecimal.valueOf(nanos, 9).stripTrailingZeros();
        return new Json.Digits(seconds.setScale(Math.max(0, seconds.scale())).toPlainString());
    }
}
