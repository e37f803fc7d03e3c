package io.quotron.providers.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Symbol;
import io.quotron.model.TimeRange;
import io.quotron.model.Trade;
import io.quotron.spi.BarQuery;
import io.quotron.spi.RequestContext;
import io.quotron.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvProviderTest {
    private static final Symbol ACME = Symbol.of("ACME");
    private static final Symbol COIN = Symbol.of("BTC/EUR");
    private static final String DAYS = """
            Date,Open,High,Low,Close,Adj Close,Volume
            2024-05-29,10,12,8,10,5,100
            2024-05-30,null,null,null,null,null,null
            2024-05-31,11,13,9,12,6,200
            2024-06-03,12,14,10,13,-inf,300
            """;

    private static CsvProvider provider(Path root) throws IOException {
        Files.writeString(root.resolve("acme.csv"), DAYS);
        Files.writeString(root.resolve("coin.csv"), "1717200000,2,1\n1717200002,3,1\n1717200001,4,1\n");
        return CsvProvider.builder(SourceId.of("files"))
                .root(root)
                .bars(ACME, Interval.DAY_1, Path.of("acme.csv"), CsvFormats.yahoo())
                .trades(COIN, Path.of("coin.csv"), CsvFormats.krakenTrades())
                .build();
    }

    private static RequestContext context(String now) {
        return RequestContext.builder(VirtualTime.startingAt(Instant.parse(now)))
                .build();
    }

    private static BarQuery query(Symbol symbol, Interval interval, String from, String to, Adjustment adjustment) {
        TimeRange range = TimeRange.of(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
        return new BarQuery(symbol, interval, range, adjustment, false);
    }

    private static BarSeries bars(CsvProvider provider, String from, String to, Adjustment adjustment) {
        return provider.bars()
                .orElseThrow()
                .fetchBars(query(ACME, Interval.DAY_1, from, to, adjustment), context("2024-06-03T20:00:00Z"));
    }

    private static void assertReason(Throwable thrown, FailureReason reason) {
        assertThat(thrown).isInstanceOf(QuotronException.class);
        assertThat(((QuotronException) thrown).reason()).as(thrown.toString()).isEqualTo(reason);
    }

    @Test
    void bars_inTheRange_withRejectedRowsCounted(@TempDir Path root) throws IOException {
        try (CsvProvider provider = provider(root)) {
            BarSeries series = bars(provider, "2024-05-29", "2024-06-04", Adjustment.SPLITS);

            assertThat(series.closes()).containsExactly(10, 12, 13);
            assertThat(series.rejectedRows()).isEqualTo(1);
            assertThat(series.last().state()).isEqualTo(Bar.State.FORMING);
            assertThat(series.identity().adjustment()).isEqualTo(Adjustment.SPLITS);
            assertThat(bars(provider, "2024-05-30", "2024-06-01", Adjustment.SPLITS)
                            .closes())
                    .containsExactly(12);
            assertThat(bars(provider, "2024-06-01", "2024-06-02", Adjustment.SPLITS)
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void bars_adjusted_followTheAdjustedClose(@TempDir Path root) throws IOException {
        try (CsvProvider provider = provider(root)) {
            BarSeries series = bars(provider, "2024-05-29", "2024-06-05", Adjustment.SPLITS_AND_DIVIDENDS);

            assertThat(series.closes()).containsExactly(5, 6);
            assertThat(series.highs()).containsExactly(6, 6.5);
            assertThat(series.rejectedRows()).isEqualTo(2);
        }
    }

    @Test
    void questionsWithoutFile_haveTheirReasons(@TempDir Path root) throws IOException {
        try (CsvProvider provider = provider(root)) {
            assertReason(
                    catchThrowable(() -> bars(provider, "2020-01-01", "2020-02-01", Adjustment.SPLITS)),
                    FailureReason.NO_DATA);
            assertReason(
                    catchThrowable(() -> bars(provider, "2024-05-29", "2024-06-05", Adjustment.RAW)),
                    FailureReason.UNSUPPORTED);
            assertReason(ask(provider, Symbol.of("NOPE"), Interval.DAY_1), FailureReason.SYMBOL_UNKNOWN);
            assertReason(ask(provider, ACME, Interval.HOUR_1), FailureReason.UNSUPPORTED);
            assertThat(provider.quotes()).isEmpty();
        }
    }

    private static Throwable ask(CsvProvider provider, Symbol symbol, Interval interval) {
        BarQuery query = query(symbol, interval, "2024-05-29", "2024-06-05", Adjustment.SPLITS);
        return catchThrowable(() -> provider.bars().orElseThrow().fetchBars(query, context("2024-06-10T00:00:00Z")));
    }

    @Test
    void trades_areSortedAndHalfOpen(@TempDir Path root) throws IOException {
        try (CsvProvider provider = provider(root)) {
            TimeRange range = TimeRange.of(Instant.ofEpochSecond(1_717_200_000), Instant.ofEpochSecond(1_717_200_002));

            List<Trade> trades =
                    provider.trades().orElseThrow().fetchTrades(COIN, range, context("2024-06-10T00:00:00Z"));

            assertThat(trades).extracting(Trade::price).containsExactly(2.0, 4.0);
        }
    }

    @Test
    void missingOrBrokenFile_isToldByReasonAndByCheck(@TempDir Path root) throws IOException {
        try (CsvProvider provider = provider(root)) {
            assertThat(provider.check(context("2024-06-10T00:00:00Z")).healthy())
                    .isTrue();
            Files.writeString(root.resolve("acme.csv"), "Too Many Requests\n");
            assertReason(
                    catchThrowable(() -> bars(provider, "2024-05-29", "2024-06-05", Adjustment.SPLITS)),
                    FailureReason.MALFORMED_RESPONSE);
            assertThat(provider.check(context("2024-06-10T00:00:00Z")).healthy())
                    .isFalse();
            Files.delete(root.resolve("acme.csv"));
            assertReason(
                    catchThrowable(() -> bars(provider, "2024-05-29", "2024-06-05", Adjustment.SPLITS)),
                    FailureReason.UNAVAILABLE);
        }
    }

    @Test
    void fileOutsideOfTheRoot_isNeverRead(@TempDir Path folder) throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path secret = Files.writeString(folder.resolve("secret.csv"), DAYS);
        Files.createSymbolicLink(root.resolve("link.csv"), secret);

        assertThatThrownBy(() -> CsvProvider.builder(SourceId.of("files"))
                        .root(root)
                        .bars(ACME, Interval.DAY_1, Path.of("../secret.csv"), CsvFormats.yahoo())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not below the root");
        try (CsvProvider provider = CsvProvider.builder(SourceId.of("files"))
                .root(root)
                .bars(ACME, Interval.DAY_1, Path.of("link.csv"), CsvFormats.yahoo())
                .build()) {
            assertThatThrownBy(() -> bars(provider, "2024-05-29", "2024-06-05", Adjustment.SPLITS))
                    .isInstanceOf(QuotronException.class)
                    .hasMessageContaining("out of the root");
        }
    }

    @Test
    void build_withNothing_namesEveryMistake() {
        assertThatThrownBy(() -> CsvProvider.builder(SourceId.of("files")).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("root is missing")
                .hasMessageContaining("there is no file");
    }

    @Test
    void afterClose_isClosed(@TempDir Path root) throws IOException {
        CsvProvider provider = provider(root);
        provider.close();

        assertReason(
                catchThrowable(() -> bars(provider, "2024-05-29", "2024-06-05", Adjustment.SPLITS)),
                FailureReason.CLOSED);
    }
}
