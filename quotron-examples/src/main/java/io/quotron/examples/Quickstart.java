package io.quotron.examples;

import io.quotron.error.Excerpt;
import io.quotron.error.QuotronException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * The whole job in one program: quotes, an index, a year of bars, a provider that is rate-limited while another answers, a live
 * stream that is cut and heals, bars and indicators, storage, health and accounting.
 *
 * <p>Without arguments it runs on a simulated market in this process. {@code --live} asks the real hosts. {@code --trades FILE} and
 * {@code --bars FILE} build bars and indicators from a file. Exit codes: 0 done, 1 a provider or the network failed, 2 bad arguments
 * or unreadable input.
 */
public final class Quickstart {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int REFUSED = 2;
    private static final String USAGE = """
            usage: Quickstart            on a simulated market
                   Quickstart --live     on the real hosts of Yahoo Finance and Kraken
                   Quickstart --trades FILE --symbol S [--exclude-conditions HEX] [--session XNYS] [--out DIR]
                   Quickstart --bars FILE --symbol S [--interval 1d] [--session XNYS] [--out DIR]""";

    private Quickstart() {}

    /**
     * Runs the example and ends the process with an exit code where something went wrong.
     *
     * @param args see above
     */
    public static void main(String[] args) {
        int code = run(Arrays.asList(args), System.out, System.err);
        if (code != DONE) {
            System.exit(code);
        }
    }

    /**
     * Runs the example.
     *
     * @param arguments see above
     * @param out where it tells what it does
     * @param err where errors go
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.isEmpty()) {
            return tour(out, err, false);
        }
        if (arguments.equals(List.of("--live"))) {
            return tour(out, err, true);
        }
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.println(USAGE);
            return DONE;
        }
        String first = arguments.get(0);
        if (first.startsWith("--") && !arguments.contains("--live")) {
            return RecordedRun.run(arguments, out, err);
        }
        err.println("cannot read the arguments '" + Excerpt.of(String.join(" ", arguments)) + "'");
        err.println(USAGE);
        return REFUSED;
    }

    private static int tour(PrintStream out, PrintStream err, boolean live) {
        try {
            if (live) {
                MarketTour.live(out);
            } else {
                MarketTour.simulated(out);
            }
            return DONE;
        } catch (QuotronException e) {
            err.println("failed: " + e.reason() + ": " + e.getMessage());
            e.trail().steps().forEach(step -> err.println("  " + step));
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("interrupted");
            return FAILED;
        }
    }
}
