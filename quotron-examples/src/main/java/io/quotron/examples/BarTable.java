package io.quotron.examples;

import io.quotron.indicators.IndicatorSet;
import io.quotron.json.DecimalText;
import io.quotron.model.Bar;
import io.quotron.model.Interval;
import io.quotron.model.Symbol;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * A CSV file of bars with their indicators. It is written under a temporary name and gets its own when it is complete, so
 * nobody ever sees half of it.
 */
final class BarTable implements AutoCloseable {
    private static final String HEADER = "openTime,open,high,low,close,volume,count,bar_vwap,state,coverage,"
            + String.join(",", IndicatorSet.standard().names());

    private final Path file;
    private final Path temporary;
    private final BufferedWriter writer;
    private final StringBuilder line = new StringBuilder(512);

    private BarTable(Path file, Path temporary, BufferedWriter writer) {
        this.file = file;
        this.temporary = temporary;
        this.writer = writer;
    }

    static BarTable create(Path folder, Symbol symbol, Interval interval) {
        try {
            Path file = folder.resolve(fileName(symbol, interval));
            Path temporary = folder.resolve("." + file.getFileName() + ".tmp");
            BufferedWriter writer = Files.newBufferedWriter(temporary);
            writer.write(HEADER);
            writer.write('\n');
            return new BarTable(file, temporary, writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a name without any character that means something to a file system: {@code BTC/USD} gives BTC_USD-1m.csv. */
    static String fileName(Symbol symbol, Interval interval) {
        String safe = symbol.code().replaceAll("[^A-Z0-9.^=+-]", "_").replaceAll("^\\.", "_");
        return safe + "-" + interval.toString().toLowerCase(Locale.ROOT) + ".csv";
    }

    void write(Bar bar, double[] values) {
        line.setLength(0);
        line.append(bar.openTime());
        cell(bar.open());
        cell(bar.high());
        cell(bar.low());
        cell(bar.close());
        cell(bar.volume().orElse(Double.NaN));
        line.append(',');
        bar.tradeCount().ifPresent(line::append);
        cell(bar.vwap().orElse(Double.NaN));
        line.append(',').append(bar.state());
        cell(bar.coverage());
        for (double value : values) {
            cell(value);
        }
        line.append('\n');
        try {
            writer.append(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cell(double value) {
        line.append(',');
        if (!Double.isNaN(value)) {
            line.append(DecimalText.of(value));
        }
    }

    /** Gives the file its name, replacing an older one. */
    Path publish() {
        try {
            writer.close();
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws away what has not been published. */
    @Override
    public void close() {
        try {
            writer.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
