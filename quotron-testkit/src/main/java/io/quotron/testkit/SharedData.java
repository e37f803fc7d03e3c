package io.quotron.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds recorded data that is not part of the source tree. It lies in the folder that {@code -Dquotron.shared} names, or in a folder
 * {@code shared} beside the project.
 */
public final class SharedData {
    private static final String PROPERTY = "quotron.shared";
    private static final int LEVELS_UP = 4;

    private SharedData() {}

    /**
     * Finds a recorded file or folder.
     *
     * @param relative its path below the folder of recorded data, with {@code /}
     * @return where it is; empty if it is not there
     * @throws IllegalArgumentException if the path leads out of the folder
     */
    public static Optional<Path> find(String relative) {
        return roots().filter(Files::isDirectory)
                .map(root -> below(root, relative))
                .filter(Files::exists)
                .findFirst();
    }

    /**
     * Returns a recorded file or folder, and skips the running test where it is absent.
     *
     * @param relative its path below the folder of recorded data, with {@code /}
     * @return where it is
     * @throws org.opentest4j.TestAbortedException if it is not there
     */
    public static Path require(String relative) {
        Optional<Path> found = find(relative);
        Assumptions.assumeTrue(found.isPresent(), () -> "recorded data not present: " + relative);
        return found.orElseThrow();
    }

    /**
     * Reads a recorded table with a header, plain or gzipped, and skips the running test where it is absent.
     *
     * @param relative its path below the folder of recorded data, with {@code /}
     * @return the fields of each row but the header, split at commas
     * @throws IOException if reading fails
     */
    public static List<String[]> rows(String relative) throws IOException {
        try (InputStream raw = Files.newInputStream(require(relative));
                InputStream plain = relative.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        }
    }

    private static Path below(Path root, String relative) {
        Path path = root.resolve(relative).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("'" + relative + "' leads out of the folder of recorded data");
        }
        return path;
    }

    private static Stream<Path> roots() {
        String given = System.getProperty(PROPERTY, "").strip();
        if (!given.isEmpty()) {
            return Stream.of(Path.of(given).toAbsolutePath().normalize());
        }
        Path workingDirectory = Path.of("").toAbsolutePath();
        return Stream.iterate(workingDirectory, folder -> folder != null, Path::getParent)
                .limit(LEVELS_UP)
                .map(folder -> folder.resolve("shared"));
    }
}
