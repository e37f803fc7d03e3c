package io.quotron.storage;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Writes batches for ever and notes each acknowledged one in a file; to be killed. */
final class CrashChild {
    static final int BATCH = 20;

    private CrashChild() {}

    public static void main(String[] arguments) throws IOException {
        int next = Integer.parseInt(arguments[2]);
        try (FileOutputStream acknowledged = new FileOutputStream(arguments[1], true);
                JdbcStorage storage = JdbcStorage.embedded(Path.of(arguments[0]))) {
            storage.open();
            while (true) {
                storage.writeBars(batch(next), Adjustment.RAW);
                acknowledged.write((next + "\n").getBytes(StandardCharsets.US_ASCII));
                next++;
            }
        }
    }

    static List<Bar> batch(int number) {
        return IntStream.range(number * BATCH, (number + 1) * BATCH)
                .mapToObj(index -> Rows.bar(index).build())
                .toList();
    }
}
