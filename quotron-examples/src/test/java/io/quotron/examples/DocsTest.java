package io.quotron.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the documents quote is what the code says. A block of Java that follows a line {@code <!-- code: path -->} is the file at
 * that path from the root of the project, one that follows {@code <!-- code: path#name -->} the region between the comments
 * {@code tag::name} and {@code end::name} in it, without the indent that all its lines share.
 */
class DocsTest {
    private static final Path ROOT = root();
    private static final Pattern BLOCK =
            Pattern.compile("(?m)(?:^<!-- code: (\\S+?)(?:#(\\S+))? -->\\n\\n?)?^```java\\n((?s:.*?))^```$");
    private static final Pattern SHELL = Pattern.compile("(?m)^```sh\\n((?s:.*?))^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(?:#[^)\\s]*)?\\)");
    private static final Pattern TAG = Pattern.compile("// tag::(\\S+)");

    /** A block of Java, and where it comes from; the path is null if the document does not say. */
    private record Quote(
            Path document, @Nullable String path, @Nullable String tag, String code) {}

    private static Path root() {
        Path module = Path.of("").toAbsolutePath();
        return Stream.iterate(module, Objects::nonNull, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("mvnw")))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            List<Path> documents = files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
            Path readme = ROOT.resolve("README.md");
            if (Files.exists(readme)) {
                documents.add(readme);
            }
            return documents;
        }
    }

    private static List<Quote> quotes(Path document) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(document));
        List<Quote> quotes = new ArrayList<>();
        while (block.find()) {
            quotes.add(new Quote(document, block.group(1), block.group(2), block.group(3)));
        }
        return quotes;
    }

    private static String source(String path, @Nullable String tag) throws IOException {
        String file = Files.readString(ROOT.resolve(path));
        return tag == null ? file : region(file, tag);
    }

    private static String region(String file, String tag) {
        List<String> lines = file.lines().toList();
        int start = indexOf(lines, "// tag::" + tag);
        int end = indexOf(lines, "// end::" + tag);
        List<String> region = lines.subList(start + 1, end);
        int indent = region.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return region.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static int indexOf(List<String> lines, String comment) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(comment)) {
                return i;
            }
        }
        throw new AssertionError("no line '" + comment + "'");
    }

    @Test
    void quotedCode_always_equalsItsSource() throws IOException {
        int checked = 0;
        for (Path document : documents()) {
            for (Quote quote : quotes(document)) {
                String path = quote.path();
                if (path != null) {
                    checked++;
                    assertEquals(source(path, quote.tag()), quote.code(), document + " quotes " + path);
                }
            }
        }
        assertTrue(checked > 8, "only " + checked + " blocks say where they come from");
    }

    @Test
    void recipesAndProviderGuide_always_sayWhereCodeComesFrom() throws IOException {
        for (String name : List.of("recipes.md", "writing-a-provider.md")) {
            for (Quote quote : quotes(ROOT.resolve("docs").resolve(name))) {
                assertTrue(quote.path() != null, name + " has a block without a source: " + quote.code());
            }
        }
    }

    @Test
    void everyRecipe_always_isQuoted() throws IOException {
        TreeSet<String> open = new TreeSet<>();
        Path recipes = ROOT.resolve("quotron-examples/src/main/java/io/quotron/examples/recipes");
        try (Stream<Path> files = Files.list(recipes)) {
            for (Path file : files.toList()) {
                Matcher tag = TAG.matcher(Files.readString(file));
                while (tag.find()) {
                    open.add(ROOT.relativize(file).toString().replace('\\', '/') + "#" + tag.group(1));
                }
            }
        }
        assertFalse(open.isEmpty());
        for (Path document : documents()) {
            quotes(document).forEach(quote -> open.remove(quote.path() + "#" + quote.tag()));
        }
        assertTrue(open.isEmpty(), "in no document: " + open);
    }

    @Test
    void relativeLinks_always_pointToFiles() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                boolean elsewhere = link.group(1).matches("[a-z]+:.*");
                if (!elsewhere && !Files.exists(document.resolveSibling(link.group(1)))) {
                    broken.add(ROOT.relativize(document) + " -> " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void readme_firstTwoCommands_areOneLineEach() throws IOException {
        Path readme = ROOT.resolve("README.md");
        assumeTrue(Files.exists(readme), "README.md is not there yet");
        Matcher block = SHELL.matcher(Files.readString(readme));
        for (int i = 1; i <= 2; i++) {
            assertTrue(block.find(), "README.md has fewer than two blocks of sh");
            assertEquals(1, block.group(1).lines().count(), "lines of command " + i + ": " + block.group(1));
        }
    }
}
