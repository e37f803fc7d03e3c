package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartTest {
    private static final Pattern ACCOUNT = Pattern.compile(
            "received (\\d+) = delivered (\\d+) \\+ rejected (\\d+) \\+ dropped (\\d+) \\+ pending (\\d+)");

    @TempDir
    private Path folder;

    /** In a process of its own, because ending by itself is part of what it must do. */
    @Test
    @Timeout(180)
    void main_withoutArguments_doesTheWholeJobAndEndsByItself() throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.io.tmpdir=" + folder,
                        "io.quotron.examples.Quickstart")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();

        assertThat(process.waitFor(150, TimeUnit.SECONDS)).as("ends by itself").isTrue();

        String told = Files.readString(out);
        assertThat(Files.readString(err)).doesNotContain("Exception");
        assertThat(process.exitValue()).as(told).isZero();
        assertThat(told)
                .startsWith("SIMULATED MARKET")
                .containsPattern("AAPL +[0-9,.]+ USD")
                .containsPattern("NOPE +SYMBOL_UNKNOWN")
                .containsPattern("\\^GSPC [0-9,.]+")
                .contains("rsi 14")
                .contains("ATTEMPT yahoo RATE_LIMITED")
                .contains("FAILOVER kraken")
                .contains("the connection is cut now")
                .containsPattern("gap in (BTC|ETH)/USD of \\d+ ms is FILLED")
                .containsPattern("BTC/USD 1m from kraken, RAW: \\d+ bars")
                .containsPattern("ETH/USD 1s from kraken, RAW: \\d+ bars")
                .contains("client UP");
        assertBalanced(told);
    }

    private static void assertBalanced(String told) {
        Matcher account = ACCOUNT.matcher(told);
        assertThat(account.find()).isTrue();
        long received = Long.parseLong(account.group(1));
        long accounted = 0;
        for (int part = 2; part <= 5; part++) {
            accounted += Long.parseLong(account.group(part));
        }
        assertThat(received).isPositive().isEqualTo(accounted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense", "--nonsense", "--live now", "--trades", "--trades a.csv", "--bars a.csv --symbol"})
    void run_badArguments_saysSoAndReturnsTwo(String arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Quickstart.run(
                List.of(arguments.split(" ")),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void run_help_printsTheUsage() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int code = Quickstart.run(List.of("--help"), new PrintStream(out, true, StandardCharsets.UTF_8), System.err);

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("--trades FILE")
                .contains("--live");
    }
}
