package io.quotron.bars;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Recorded market data beside the project; tests that need it are skipped where it is absent. */
public final class SharedData {
    private SharedData() {}

    /**
     * Returns a file of the recorded data.
     *
     * @param name its path below the folder
     * @return the file, which exists
     */
    public static Path file(String name) {
        String configured = System.getProperty("quotron.shared", "");
        Path folder = Stream.of(configured, "../shared", "../../shared", "../../../shared")
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(Path.of("../../shared"));
        Path file = folder.resolve(name);
        assumeTrue(Files.isReadable(file), "recorded data not present: " + file);
        return file;
    }

    /**
     * Reads the rows of a file with a header, plain or gzipped.
     *
     * @param name its path below the folder
     * @return the fields of each row
     * @throws IOException if reading fails
     */
    public static List<String[]> rows(String name) throws IOException {
        Path file = file(name);
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        }
    }
}
