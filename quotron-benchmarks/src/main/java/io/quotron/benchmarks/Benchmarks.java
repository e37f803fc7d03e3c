package io.quotron.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks and prints {@code benchmark,case,ns,spread_percent,bytes}: the median iteration per operation, its range, and
 * the bytes allocated per operation.
 *
 * <p>Arguments: {@code quick}, {@code standard} or {@code full}, then patterns of benchmark names. Compare within one run only.
 */
public final class Benchmarks {
    private Benchmarks() {}

    private enum Mode {
        QUICK(1, 3, 200, 3, 200),
        STANDARD(1, 3, 700, 5, 500),
        FULL(3, 4, 1000, 5, 1000);

        private final int forks;
        private final int warmups;
        private final int warmupMillis;
        private final int iterations;
        private final int millis;

        Mode(int forks, int warmups, int warmupMillis, int iterations, int millis) {
            this.forks = forks;
            this.warmups = warmups;
            this.warmupMillis = warmupMillis;
            this.iterations = iterations;
            this.millis = millis;
        }
    }

    /**
     * Runs the benchmarks.
     *
     * @param args mode and patterns
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] args) throws RunnerException {
        List<String> patterns = new ArrayList<>(Arrays.asList(args));
        Mode mode = Mode.QUICK;
        for (Mode each : Mode.values()) {
            if (patterns.remove(each.name().toLowerCase(Locale.ROOT))) {
                mode = each;
            }
        }
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(mode.forks)
                .warmupIterations(mode.warmups)
                .warmupTime(TimeValue.milliseconds(mode.warmupMillis))
                .measurementIterations(mode.iterations)
                .measurementTime(TimeValue.milliseconds(mode.millis))
                .timeUnit(TimeUnit.NANOSECONDS)
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .jvmArgs("-Xmx2g", "-Xms1g", "-XX:+UseParallelGC")
                .verbosity(VerboseMode.SILENT);
        (patterns.isEmpty() ? List.of("io\\.quotron\\.benchmarks") : patterns).forEach(options::include);
        PrintStream out = System.out;
        out.println("benchmark,case,ns,spread_percent,bytes");
        new Runner(options.build()).run().forEach(result -> print(result, out));
    }

    private static void print(RunResult result, PrintStream out) {
        double[] scores = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .sorted()
                .toArray();
        double median = scores[scores.length / 2];
        double spread = 100 * (scores[scores.length - 1] - scores[0]) / median;
        Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
        String name = result.getParams().getBenchmark();
        out.printf(
                Locale.ROOT,
                "%s,%s,%.4g,%.0f,%.4g%n",
                name.substring("io.quotron.benchmarks.".length()),
                parameters(result),
                median,
                spread,
                bytes == null ? Double.NaN : bytes.getScore());
    }

    private static String parameters(RunResult result) {
        return String.join(
                " ",
                result.getParams().getParamsKeys().stream()
                        .map(key -> key + "=" + result.getParams().getParam(key))
                        .toList());
    }
}
