package io.quotron.examples;

import io.quotron.examples.fetch.FetchRun;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Asks one provider from the command line and prints the values as a table, CSV or NDJSON (see {@code docs/json.md}); for trying a
 * provider out, and for checking what this library makes of an answer with other tools. {@code Fetch --help} tells the options.
 *
 * <p>Exit codes: 0 done; 2 a wrong argument; 3 a failure, which is printed to the error stream as {@code REASON: message}.
 */
public final class Fetch {
    private Fetch() {}

    /**
     * Runs the command and ends the process with an exit code where something went wrong.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        // What is printed is UTF-8 on every machine, also where the terminal is said to know ASCII only.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = FetchRun.run(Arrays.asList(args), System.getenv(), out, err);
        out.flush();
        if (code != 0) {
            System.exit(code);
        }
    }
}
