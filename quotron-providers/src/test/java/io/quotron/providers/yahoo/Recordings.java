package io.quotron.providers.yahoo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recorded answers, which are not part of the project; tests that need them are skipped without them. */
final class Recordings {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Recordings() {}

    /** One recorded answer. */
    record Recording(String name, String body) {
        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(name, e);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Recording> of(String folder) throws IOException {
        Path root = root();
        assumeTrue(root != null, "recorded data not present: wire/visible/yahoo");
        try (Stream<Path> files = Files.list(Objects.requireNonNull(root).resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Recordings::read)
                    .toList();
        }
    }

    private static Recording read(Path file) {
        try {
            return new Recording(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private static @Nullable Path root() {
        String configured = System.getProperty("quotron.shared");
        if (configured != null) {
            return existing(Path.of(configured));
        }
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            Path found = existing(dir.resolve("shared"));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Path existing(Path shared) {
        Path root = shared.resolve("wire/visible/yahoo");
        return Files.isDirectory(root) ? root : null;
    }
}
