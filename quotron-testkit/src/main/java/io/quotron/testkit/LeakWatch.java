package io.quotron.testkit;

import io.quotron.spi.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is left behind between two moments: threads, file descriptors, exceptions that nobody caught.
 *
 * <p>Descriptors of class path archives, native libraries and random devices are not counted: the JVM opens them when a class is
 * first used and keeps them.
 */
final class LeakWatch {
    private static final String THREAD_PREFIX = "quotron-";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int DESCRIPTOR_TOLERANCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Pattern KEPT_BY_JVM =
            Pattern.compile(".*\\.(jar|jmod)|.*/lib/modules|.*\\.so(\\.[0-9.]+)?|/dev/u?random|.*/jacoco.*\\.exec");

    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final Set<Thread> threadsBefore = ourThreads();
    private final Map<String, Integer> descriptorsBefore = descriptors();
    private final Thread.@Nullable UncaughtExceptionHandler handlerBefore = Thread.getDefaultUncaughtExceptionHandler();

    private LeakWatch() {}

    /** Looks around, and catches from now on what no thread catches. */
    static LeakWatch start() {
        LeakWatch watch = new LeakWatch();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            thrown.addSuppressed(new UncaughtIn(thread.getName()));
            watch.uncaught.add(thrown);
        });
        return watch;
    }

    /** Gives threads and descriptors a short time to go, then throws if anything is left. */
    void finish() {
        List<String> left = leftAfterSettling();
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        uncaught.forEach(thrown -> left.add("uncaught exception: " + thrown));
        if (!left.isEmpty()) {
            AssertionError error = new AssertionError("left behind: " + String.join("; ", left));
            uncaught.forEach(error::addSuppressed);
            throw error;
        }
    }

    private List<String> leftAfterSettling() {
        long giveUp = TimeSource.system().nanoTime() + PATIENCE.toNanos();
        List<String> left = leaks();
        while (!left.isEmpty() && TimeSource.system().nanoTime() < giveUp && pause()) {
            left = leaks();
        }
        return left;
    }

    private static boolean pause() {
        try {
            TimeSource.system().sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            // A test that leaves its thread interrupted must not spoil the next one; what is left now is reported.
            return false;
        }
    }

    private List<String> leaks() {
        List<String> leaks = new ArrayList<>();
        for (Thread thread : ourThreads()) {
            if (!threadsBefore.contains(thread)) {
                leaks.add("thread '" + thread.getName() + "' in " + topFrames(thread));
            }
        }
        Map<String, Integer> now = descriptors();
        int grown = sum(now) - sum(descriptorsBefore);
        if (grown > DESCRIPTOR_TOLERANCE) { // fewer than before is no leak: connections of the class that were idle end
            // at any time
            leaks.add(grown + " file descriptors, " + difference(now));
        }
        return leaks;
    }

    private static Set<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(THREAD_PREFIX))
                .collect(Collectors.toSet());
    }

    private static String topFrames(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(8)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
    }

    /** Counts open descriptors by what they point to; empty where the system does not tell. */
    private static Map<String, Integer> descriptors() {
        Map<String, Integer> targets = new HashMap<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return targets;
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            all.map(LeakWatch::target)
                    .filter(target ->
                            !target.isEmpty() && !KEPT_BY_JVM.matcher(target).matches())
                    .forEach(target -> targets.merge(target, 1, Integer::sum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return targets;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Map<String, Integer> difference(Map<String, Integer> now) {
        Map<String, Integer> difference = new TreeMap<>();
        now.forEach((target, count) -> difference.merge(target, count, Integer::sum));
        descriptorsBefore.forEach((target, count) -> difference.merge(target, -count, Integer::sum));
        difference.values().removeIf(count -> count == 0);
        return difference;
    }

    /** Names the thread of an exception that nobody caught. */
    private static final class UncaughtIn extends Exception {
        private static final long serialVersionUID = 1L;

        private UncaughtIn(String thread) {
            super("was not caught in thread '" + thread + "'", null, false, false);
        }
    }
}
