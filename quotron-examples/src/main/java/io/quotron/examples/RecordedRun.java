package io.quotron.examples;

import io.quotron.bars.BarAggregator;
import io.quotron.bars.BarStatistics;
import io.quotron.bars.TradeFilter;
import io.quotron.calendar.TradingCalendar;
import io.quotron.model.Bar;
import io.quotron.model.BarSeries;
import io.quotron.model.Interval;
import io.quotron.model.SourceId;
import io.quotron.model.Trade;
import io.quotron.testkit.csv.BarCsv;
import io.quotron.testkit.csv.CsvException;
import io.quotron.testkit.csv.TradeCsv;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * Makes bars and indicators from recorded data: from trades, bars of one second, one minute, five minutes and one hour; from bars,
 * their indicators. The results are CSV files that any other tool can check.
 *
 * <p>Each file is named after symbol and interval, for example {@code SPY-1m.csv}, and has the columns {@code openTime, open, high,
 * low, close, volume, count, bar_vwap, state, coverage} and the 20 columns of the standard indicator set. Times are in UTC; what
 * is not known, or not yet, is empty.
 */
public final class RecordedRun {
    /** The exit code of a run that did what was asked. */
    public static final int DONE = 0;
    /** The exit code of wrong options, unreadable input and a folder that cannot be written to. */
    public static final int REFUSED = 2;

    private static final SourceId SOURCE = SourceId.of("file");
    private static final List<Interval> INTERVALS =
            List.of(Interval.SECOND_1, Interval.MINUTE_1, Interval.MINUTE_5, Interval.HOUR_1);
    /** How far the rows of a file of trades may be out of order. */
    private static final Duration LATENESS = Duration.ofMinutes(1);

    private static final long EXCLUDED = 1;

    private final RecordedOptions options;
    private final PrintStream out;

    private RecordedRun(RecordedOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Does what a command line says.
     *
     * @param arguments the options that {@link RecordedOptions#USAGE} lists
     * @param out where the summary goes
     * @param err where mistakes go
     * @return {@link #DONE} or {@link #REFUSED}
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            return run(RecordedOptions.parse(arguments), out, err);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(RecordedOptions.USAGE);
            return REFUSED;
        }
    }

    /**
     * Does what options say.
     *
     * @param options the options
     * @param out where the summary goes
     * @param err where mistakes go
     * @return {@link #DONE} or {@link #REFUSED}
     */
    public static int run(RecordedOptions options, PrintStream out, PrintStream err) {
        try {
            RecordedRun run = new RecordedRun(options, out);
            run.createFolder();
            if (options.trades().isPresent()) {
                run.runTrades(options.trades().get());
            } else {
                run.runBars(options.bars().orElseThrow());
            }
            return DONE;
        } catch (CsvException e) {
            err.println(e.getMessage());
        } catch (UncheckedIOException e) {
            err.println("cannot write the results: " + e.getCause());
        }
        return REFUSED;
    }

    private void createFolder() {
        options.out().ifPresent(folder -> {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private TradingCalendar calendar() {
        return options.session().orElse(TradingCalendar.continuous());
    }

    private void runTrades(Path file) {
        try (TradeCsv trades = TradeCsv.open(file);
                BarTables tables = new BarTables(
                        options.out(), options.symbol(), INTERVALS, calendar().zone())) {
            BarAggregator aggregator = aggregator(tables);
            while (trades.advance()) {
                offer(trades, aggregator);
            }
            aggregator.flush();
            List<Path> files = tables.publish();
            reportTrades(trades, aggregator.statistics());
            report(tables, files);
        }
    }

    private BarAggregator aggregator(BarTables tables) {
        return BarAggregator.builder(options.symbol(), SOURCE)
                .intervals(INTERVALS)
                .calendar(calendar())
                .regularSessionOnly(options.session().isPresent())
                .lateness(LATENESS)
                .tradeFilter(TradeFilter.excludingConditions(EXCLUDED))
                .listener(tables::add)
                .build();
    }

    private void offer(TradeCsv row, BarAggregator aggregator) {
        boolean formsPrice = formsPrice(row);
        if (row.id() == null) {
            aggregator.onTrade(row.timeNanos(), row.price(), row.size(), BarAggregator.NO_SEQUENCE, formsPrice);
            return;
        }
        Trade trade = row.trade(options.symbol(), SOURCE);
        aggregator.onTrade(Trade.builder(trade.symbol(), SOURCE)
                .price(trade.price())
                .size(trade.size())
                .id(trade.id())
                .conditions(formsPrice ? 0 : EXCLUDED)
                .eventTime(trade.eventTime())
                .build());
    }

    private boolean formsPrice(TradeCsv row) {
        if (options.excludedConditions().isEmpty()) {
            return true;
        }
        return (row.conditions() & options.excludedConditions().getAsLong()) == 0 && !row.isSuspicious();
    }

    private void reportTrades(TradeCsv trades, BarStatistics statistics) {
        out.println(options.symbol() + ": " + trades.rows() + " rows read, "
                + (trades.rejectedRows() + statistics.rejected()) + " rejected, " + statistics.late() + " late, "
                + statistics.duplicates() + " repeated, " + statistics.outsideSession() + " outside the session");
    }

    private void runBars(Path file) {
        BarCsv csv = BarCsv.of(options.symbol(), SOURCE);
        BarSeries series = options.interval().map(csv::interval).orElse(csv).read(file);
        Interval interval = series.identity().interval();
        try (BarTables tables = new BarTables(
                options.out(), options.symbol(), List.of(interval), calendar().zone())) {
            series.bars().filter(this::isInSession).forEach(tables::add);
            List<Path> files = tables.publish();
            long rows = (long) series.size() + series.rejectedRows() + series.duplicateRows();
            long outside = series.size() - tables.counts().values().iterator().next();
            out.println(options.symbol() + ": " + rows + " rows read, " + series.rejectedRows() + " rejected, "
                    + series.duplicateRows() + " repeated, " + outside + " outside the session");
            report(tables, files);
        }
    }

    /** Keeps what begins in a session, and of days those that have one; weeks and months always have. */
    private boolean isInSession(Bar bar) {
        if (options.session().isEmpty() || bar.interval().unit().compareTo(Interval.Unit.DAY) > 0) {
            return true;
        }
        LocalDate day = bar.tradingDay();
        return day != null ? calendar().sessionOf(day).isPresent() : calendar().isOpen(bar.openTime());
    }

    private void report(BarTables tables, List<Path> files) {
        tables.counts().forEach((interval, bars) -> out.println(interval + ": " + bars + " bars"));
        files.forEach(file -> out.println("wrote " + file));
    }
}
