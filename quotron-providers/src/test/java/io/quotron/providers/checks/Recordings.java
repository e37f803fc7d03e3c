package io.quotron.providers.checks;

import io.quotron.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Recorded answers that may lie beside the project. */
final class Recordings {
    private static final long LONGEST = 100_000;

    private Recordings() {}

    /** Returns the recorded answers in some folders, without very long ones; none where they are absent. */
    static List<byte[]> in(List<String> folders) {
        List<byte[]> found = new ArrayList<>();
        for (String folder : folders) {
            SharedData.find("wire/visible/" + folder).ifPresent(path -> found.addAll(read(path)));
        }
        return found;
    }

    private static List<byte[]> read(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<byte[]> bodies = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) <= LONGEST) {
                    bodies.add(Files.readAllBytes(file));
                }
            }
            return bodies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
