package io.quotron.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that is a module compiles against our modules and runs on them, with the tools of the JDK and without Micrometer. */
class ModulePathTest {
    private static final List<String> NOT_OF_A_HOST = List.of(
            "junit", "assertj", "archunit", "opentest4j", "apiguardian", "byte-buddy", "surefire", "quotron-testkit");

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void host_asAModule_compilesRunsAndEnds() throws IOException, InterruptedException, URISyntaxException {
        String modules = modulePath();
        assertThat(modules).doesNotContain("micrometer");
        Path classes = Files.createDirectory(folder.resolve("classes"));
        compile(modules, classes);

        Process host = start(modules, classes);
        try {
            List<String> said = lines(host);

            assertThat(host.waitFor(3, TimeUnit.SECONDS)).as("ends").isTrue();
            assertThat(said)
                    .as(Files.readString(errors()))
                    .containsExactly(
                            "modules: io.quotron.core io.quotron.providers io.quotron.storage",
                            "discovered: [alphavantage, binance, binanceus, eodhd, kraken, yahoo] problems: []",
                            "health: UP of 2 sources, storage HealthCheck[healthy=true, detail=ok]",
                            "left running: []");
            assertThat(host.exitValue()).isZero();
        } finally {
            host.destroyForcibly();
        }
    }

    /** The artifacts that this test runs with: jars after packaging, folders of classes before. */
    private static String modulePath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(ModulePathTest::isOfAHost)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isOfAHost(Path entry) {
        if (Files.isDirectory(entry)) {
            return Files.exists(entry.resolve("module-info.class"));
        }
        String name = entry.getFileName().toString();
        return name.endsWith(".jar") && NOT_OF_A_HOST.stream().noneMatch(name::startsWith);
    }

    private static void compile(String modules, Path classes) throws IOException, URISyntaxException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK");
        Path sources = Path.of(Objects.requireNonNull(ModulePathTest.class.getResource("/modular-host"))
                .toURI());
        List<String> options = List.of("--release", "17", "--module-path", modules, "-d", classes.toString());
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(
                            messages,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjects(
                                    sources.resolve("module-info.java"), sources.resolve("host/Main.java")))
                    .call();

            assertThat(done).as(messages.toString()).isTrue();
        }
    }

    private Process start(String modules, Path classes) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.add("--module-path");
        command.add(modules + File.pathSeparator + classes);
        command.add("--module");
        command.add("host/host.Main");
        command.add(folder.resolve("market.db").toString());
        // Newer JDKs warn there of the native code of SQLite.
        return new ProcessBuilder(command).redirectError(errors().toFile()).start();
    }

    private Path errors() {
        return folder.resolve("errors.txt");
    }

    /** Reads until the last line that the host has to say, or its end. */
    private static List<String> lines(Process host) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = host.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.startsWith("left running")) {
                break;
            }
        }
        return lines;
    }
}
