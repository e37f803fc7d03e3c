package io.quotron.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.spi.TimeSource;
import io.quotron.spi.WriteReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, again and again, and looks for every batch that it had acknowledged. */
@Timeout(120)
class CrashTest {
    private static final int ROUNDS = 6;

    @TempDir
    private Path folder;

    @Test
    void kill_whileWriting_losesNothingAcknowledged() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill");
        Path acks = Files.createFile(folder.resolve("acks"));
        SplittableRandom random = new SplittableRandom(7);
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Process child = start(acks, acknowledged);
            awaitAcks(child, acks, acknowledged + 3 + random.nextInt(60));
            kill(child);
            acknowledged = linesOf(acks);

            check(acknowledged);
        }
    }

    @Test
    void open_twoProcessesAtOnce_oneMigratesAndBothWrite() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill");
        Path firstAcks = Files.createFile(folder.resolve("acks1"));
        Path secondAcks = Files.createFile(folder.resolve("acks2"));
        Process first = start(firstAcks, 0);
        Process second = start(secondAcks, 100_000);
        awaitAcks(first, firstAcks, 5);
        awaitAcks(second, secondAcks, 5);
        kill(first);
        kill(second);

        Path file = folder.resolve("market/quotron.db");
        assertThat(Sqlite.ask(file, "SELECT count(*) FROM quotron_schema")).isEqualTo("1");
        assertThat(Sqlite.ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(Integer.parseInt(Sqlite.ask(file, "SELECT count(*) FROM candles")))
                .isGreaterThanOrEqualTo((linesOf(firstAcks) + linesOf(secondAcks)) * CrashChild.BATCH);
    }

    private void check(int acknowledged) throws Exception {
        try (JdbcStorage storage = JdbcStorage.embedded(folder.resolve("market"))) {
            storage.open();
            List<Bar> stored = storage.reader().bars(Rows.KEY, Rows.ALWAYS);
            int rows = acknowledged * CrashChild.BATCH;
            // The batch that was under way may be there as well, but only whole.
            assertThat(stored.size()).isIn(rows, rows + CrashChild.BATCH);
            for (int batch = 0; batch < acknowledged; batch++) {
                assertThat(stored.subList(batch * CrashChild.BATCH, (batch + 1) * CrashChild.BATCH))
                        .isEqualTo(CrashChild.batch(batch));
            }
            WriteReport again = storage.writeBars(CrashChild.batch(acknowledged - 1), Adjustment.RAW);
            assertThat(again).isEqualTo(new WriteReport(0, CrashChild.BATCH, List.of()));
        }
        Path file = folder.resolve("market/quotron.db");
        assertThat(Sqlite.ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(Sqlite.ask(file, "SELECT count(*) - count(DISTINCT open_time) FROM candles"))
                .isEqualTo("0");
    }

    private Process start(Path acks, int next) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        folder.resolve("market").toString(),
                        acks.toString(),
                        Integer.toString(next))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
    }

    private void awaitAcks(Process child, Path acks, int count) throws Exception {
        TimeSource time = TimeSource.system();
        while (linesOf(acks) < count) {
            assertThat(child.isAlive())
                    .as(() -> "the child ended: " + read(folder.resolve("child.log")))
                    .isTrue();
            time.sleep(Duration.ofMillis(5));
        }
    }

    private static void kill(Process child) throws Exception {
        Process kill = new ProcessBuilder("/bin/kill", "-9", Long.toString(child.pid())).start();
        assertThat(kill.waitFor()).isZero();
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static int linesOf(Path file) throws IOException {
        return Math.toIntExact(
                Files.readString(file).chars().filter(c -> c == '\n').count());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return failure.toString();
        }
    }
}
