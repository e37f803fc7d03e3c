package io.quotron.providers.csv;

import io.quotron.model.Adjustment;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.SeriesIdentity;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written. Ready ones are in {@link CsvFormats}; others are described field by field:
 *
 * <pre>{@code
 * CsvFormat bank = CsvFormat.builder()
 *         .column("time", "Datum").dateTimePattern("dd.MM.yyyy").zone(ZoneId.of("Europe/Berlin"))
 *         .column("close", "Schluss").decimalComma()
 *         .build();
 * }</pre>
 *
 * <p>The fields are {@code time}, {@code clock} (the time of day where it has a column of its own), {@code open}, {@code high},
 * {@code low}, {@code close}, {@code adjusted_close}, {@code volume}, {@code trades}; for trades {@code price}, {@code size},
 * {@code id}, {@code side} and {@code buyer_maker}; and {@code symbol}. A field without headers of its own is found under its usual
 * English names.
 *
 * <p>Immutable and thread-safe.
 */
public final class CsvFormat {
    private final Map<CsvField, List<String>> headers;
    private final Map<CsvField, Integer> positions;
    private final char separator;
    private final boolean decimalComma;
    private final CsvTimes times;
    private final ZoneId zone;
    private final Charset charset;
    private final Adjustment adjustment;
    private final SeriesIdentity.Session session;
    private final @Nullable CurrencyUnit currency;
    private final boolean stampedAtEnd;
    private final boolean oldestFirst;
    private final boolean negativePrices;
    private final Instant earliest;
    private final long maxRejectedRows;

    private CsvFormat(Builder builder) {
        this.headers = new EnumMap<>(builder.headers);
        this.positions = new EnumMap<>(builder.positions);
        this.separator = builder.separator;
        this.decimalComma = builder.decimalComma;
        this.zone = builder.zone;
        this.times = new CsvTimes(builder.zone, builder.pattern, builder.epochTimes);
        this.charset = builder.charset;
        this.adjustment = builder.adjustment;
        this.session = builder.session;
        this.currency = builder.currency;
        this.stampedAtEnd = builder.stampedAtEnd;
        this.oldestFirst = builder.oldestFirst;
        this.negativePrices = builder.negativePrices;
        this.earliest = builder.earliest;
        this.maxRejectedRows = builder.maxRejectedRows;
    }

    /**
     * Starts a format.
     *
     * @return a builder: usual English headers, the separator told by the first line, decimal points, ISO times, dates and epoch
     *     numbers, UTC, UTF-8, raw prices, rows in any order, at most 1000 rejected rows
     */
    public static Builder builder() {
        return new Builder();
    }

    List<String> headers(CsvField field) {
        return headers.getOrDefault(field, field.headers());
    }

    boolean names(CsvField field) {
        return headers.containsKey(field);
    }

    OptionalInt position(CsvField field) {
        Integer position = positions.get(field);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    char separator() {
        return separator;
    }

    boolean decimalComma() {
        return decimalComma;
    }

    CsvTimes times() {
        return times;
    }

    Charset charset() {
        return charset;
    }

    boolean stampedAtEnd() {
        return stampedAtEnd;
    }

    boolean oldestFirst() {
        return oldestFirst;
    }

    boolean negativePrices() {
        return negativePrices;
    }

    Instant earliest() {
        return earliest;
    }

    long maxRejectedRows() {
        return maxRejectedRows;
    }

    /**
     * Returns the zone of times that tell none, in which days begin.
     *
     * @return the zone
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * Returns what has been done to the prices.
     *
     * @return the adjustment of open, high, low and close
     */
    public Adjustment adjustment() {
        return adjustment;
    }

    /**
     * Returns which hours the bars are made of.
     *
     * @return what the identity of a series says
     */
    public SeriesIdentity.Session session() {
        return session;
    }

    /**
     * Returns the unit of the prices.
     *
     * @return the unit; empty if the format does not tell
     */
    public Optional<CurrencyUnit> currency() {
        return Optional.ofNullable(currency);
    }

    /** Collects a {@link CsvFormat}. Not thread-safe. */
    public static final class Builder {
        private final Map<CsvField, List<String>> headers = new EnumMap<>(CsvField.class);
        private final Map<CsvField, Integer> positions = new EnumMap<>(CsvField.class);
        private char separator;
        private boolean decimalComma;
        private @Nullable DateTimeFormatter pattern;
        private boolean epochTimes;
        private ZoneId zone = ZoneOffset.UTC;
        private Charset charset = StandardCharsets.UTF_8;
        private Adjustment adjustment = Adjustment.RAW;
        private SeriesIdentity.Session session = SeriesIdentity.Session.REGULAR;
        private @Nullable CurrencyUnit currency;
        private boolean stampedAtEnd;
        private boolean oldestFirst;
        private boolean negativePrices;
        private Instant earliest = Instant.MIN;
        private long maxRejectedRows = 1_000;

        private Builder() {}

        /**
         * Says under which headers a field stands.
         *
         * @param field the field, for example {@code close}
         * @param names the headers in any case, the most wanted first; they replace the usual ones
         * @return this builder
         * @throws IllegalArgumentException if there is no such field or no name is given; the message lists the fields
         */
        public Builder column(String field, String... names) {
            if (names.length == 0) {
                throw new IllegalArgumentException("field '" + field + "' needs at least one header");
            }
            headers.put(
                    CsvField.of(field),
                    Arrays.stream(names).map(CsvColumns::folded).toList());
            return this;
        }

        /**
         * Says in which column a field stands in files without a header. A file whose first row is a header is read by its header.
         *
         * @param field the field, for example {@code close}
         * @param index counted from 0
         * @return this builder
         * @throws IllegalArgumentException if there is no such field or the index is negative
         */
        public Builder position(String field, int index) {
            if (index < 0) {
                throw new IllegalArgumentException("the position of '" + field + "' is " + index + ", below 0");
            }
            positions.put(CsvField.of(field), index);
            return this;
        }

        /**
         * Sets what stands between cells.
         *
         * @param value for example {@code ;}
         * @return this builder
         */
        public Builder separator(char value) {
            this.separator = value;
            return this;
        }

        /**
         * Says that numbers are written with a comma: {@code 671,75}.
         *
         * @return this builder
         */
        public Builder decimalComma() {
            this.decimalComma = true;
            return this;
        }

        /**
         * Sets how times are written, with English names of months.
         *
         * @param value a pattern of {@link DateTimeFormatter}; {@code yyyy} is the plain year
         * @return this builder
         * @throws IllegalArgumentException if it is no pattern
         */
        public Builder dateTimePattern(String value) {
            return dateTimePattern(value, Locale.ENGLISH);
        }

        /**
         * Sets how times are written.
         *
         * @param value a pattern of {@link DateTimeFormatter}; {@code yyyy} is the plain year. Where the time of day has a column of
         *     its own, the pattern is that of both cells with a blank in between.
         * @param locale the language of names of months
         * @return this builder
         * @throws IllegalArgumentException if it is no pattern
         */
        public Builder dateTimePattern(String value, Locale locale) {
            this.pattern = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(value.replace('y', 'u'))
                    .toFormatter(locale)
                    .withResolverStyle(ResolverStyle.STRICT);
            return this;
        }

        /**
         * Says that times are numbers since 1970 and nothing else: seconds below 1e11, milliseconds below 1e14, microseconds below
         * 1e17, else nanoseconds.
         *
         * @return this builder
         */
        public Builder epochTimes() {
            this.epochTimes = true;
            return this;
        }

        /**
         * Sets the zone of times that tell none.
         *
         * @param value the zone, in which days begin
         * @return this builder
         */
        public Builder zone(ZoneId value) {
            this.zone = Objects.requireNonNull(value, "zone");
            return this;
        }

        /**
         * Sets the charset.
         *
         * @param value the charset
         * @return this builder
         */
        public Builder charset(Charset value) {
            this.charset = Objects.requireNonNull(value, "charset");
            return this;
        }

        /**
         * Says what has been done to the prices.
         *
         * @param value the adjustment of open, high, low and close
         * @return this builder
         */
        public Builder adjustment(Adjustment value) {
            this.adjustment = Objects.requireNonNull(value, "adjustment");
            return this;
        }

        /**
         * Says which hours the bars are made of.
         *
         * @param value what the identity of a series says
         * @return this builder
         */
        public Builder session(SeriesIdentity.Session value) {
            this.session = Objects.requireNonNull(value, "session");
            return this;
        }

        /**
         * Says in which unit prices are.
         *
         * @param value the unit, or null where unknown
         * @return this builder
         */
        public Builder currency(@Nullable CurrencyUnit value) {
            this.currency = value;
            return this;
        }

        /**
         * Says that the time of a bar is its end.
         *
         * @return this builder
         */
        public Builder stampedAtEnd() {
            this.stampedAtEnd = true;
            return this;
        }

        /**
         * Says that rows are sorted by time, oldest first: a row that goes back in time is rejected and counted. Otherwise rows may be
         * in any order, and those that go back are only counted.
         *
         * @return this builder
         */
        public Builder oldestFirst() {
            this.oldestFirst = true;
            return this;
        }

        /**
         * Says that prices may be zero or below, as those of spreads and some futures.
         *
         * @return this builder
         */
        public Builder negativePricesAllowed() {
            this.negativePrices = true;
            return this;
        }

        /**
         * Says before when nothing can have been traded: earlier rows are rejected, because their time is a zero or of another unit.
         *
         * @param value the first instant that can be
         * @return this builder
         */
        public Builder notBefore(Instant value) {
            this.earliest = Objects.requireNonNull(value, "notBefore");
            return this;
        }

        /**
         * Sets how many rows may be rejected before the whole file is.
         *
         * @param value 0 or more; 1000 by default
         * @return this builder
         */
        public Builder maxRejectedRows(long value) {
            this.maxRejectedRows = value;
            return this;
        }

        /**
         * Makes the format.
         *
         * @return the format
         * @throws IllegalStateException if the limit of rejected rows is negative, or separator and decimal comma are the same
         */
        public CsvFormat build() {
            if (maxRejectedRows < 0) {
                throw new IllegalStateException("maxRejectedRows must be 0 or more, but is " + maxRejectedRows);
            }
            if (decimalComma && separator == ',') {
                throw new IllegalStateException("a comma cannot be both decimal sign and separator");
            }
            return new CsvFormat(this);
        }
    }
}
