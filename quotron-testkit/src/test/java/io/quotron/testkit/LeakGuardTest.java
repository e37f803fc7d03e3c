package io.quotron.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class LeakGuardTest {
    @Test
    void guard_cleanTest_passes() {
        EngineExecutionResults results = run(Clean.class);

        assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
        assertThat(results.allEvents().failed().count()).isZero();
    }

    @Test
    void guard_threadLeft_failsAndNamesIt() throws Exception {
        try {
            assertThat(failedTests(run(LeavesThread.class)))
                    .singleElement()
                    .asString()
                    .contains("quotron-leaked-by-test-1")
                    .contains("CountDownLatch");
        } finally {
            LeavesThread.release.countDown();
            LeavesThread.leaked.join();
        }
    }

    @Test
    void guard_threadStartedBeforeTheTest_isBlamedOnTheClass() throws Exception {
        EngineExecutionResults results = run(LeavesThreadOfClass.class);

        LeavesThreadOfClass.release.countDown();
        LeavesThreadOfClass.leaked.join();
        assertThat(results.testEvents().failed().count()).isZero();
        assertThat(failures(results)).singleElement().asString().contains("quotron-leaked-by-class-1");
    }

    @Test
    void guard_filesLeftOpen_failsAndNamesThem() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc here");
        try {
            assertThat(failedTests(run(LeavesFilesOpen.class)))
                    .singleElement()
                    .asString()
                    .contains("file descriptors")
                    .contains("leaked.txt=3");
        } finally {
            for (FileInputStream stream : LeavesFilesOpen.OPEN) {
                stream.close();
            }
        }
    }

    @Test
    void guard_uncaughtException_failsAndTellsIt() {
        assertThat(failedTests(run(ThrowsInThread.class))).singleElement().satisfies(failure -> {
            assertThat(failure.getMessage()).contains("uncaught exception").contains("thrown on purpose");
            assertThat(failure.getSuppressed()[0].getSuppressed()[0]).hasMessageContaining("'worker'");
        });
    }

    @Test
    void guard_afterItsTest_restoresTheHandler() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

        run(Clean.class);

        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    }

    @Test
    void guard_thisVeryTest_isRegisteredByTheServiceLoader() {
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNotNull();
        assertThat(Thread.getDefaultUncaughtExceptionHandler().getClass().getName())
                .startsWith(LeakWatch.class.getName());
    }

    private static EngineExecutionResults run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .selectors(selectClass(testClass))
                .execute();
    }

    private static List<Throwable> failedTests(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .map(LeakGuardTest::failure)
                .toList();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream().map(LeakGuardTest::failure).toList();
    }

    private static Throwable failure(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    @ExtendWith(LeakGuard.class)
    static class Clean {
        @Test
        void threadThatEnds() {
            new Thread(() -> {}, "quotron-short-lived-1").start();
        }

        @Test
        void threadOfOthers() {
            Thread thread = new Thread(() -> {}, "somebody-else");
            thread.start();
        }
    }

    @ExtendWith(LeakGuard.class)
    static class LeavesThread {
        static CountDownLatch release = new CountDownLatch(1);
        static Thread leaked = new Thread(() -> {});

        @Test
        void leak() {
            release = new CountDownLatch(1);
            leaked = startWaiting("quotron-leaked-by-test-1", release);
        }
    }

    @ExtendWith(LeakGuard.class)
    static class LeavesThreadOfClass {
        static CountDownLatch release = new CountDownLatch(1);
        static Thread leaked = new Thread(() -> {});

        @BeforeAll
        static void start() {
            release = new CountDownLatch(1);
            leaked = startWaiting("quotron-leaked-by-class-1", release);
        }

        @Test
        void clean() {}

        @AfterAll
        static void forgetToStop() {}
    }

    private static Thread startWaiting(String name, CountDownLatch release) {
        Thread thread = new Thread(
                () -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @ExtendWith(LeakGuard.class)
    static class LeavesFilesOpen {
        static final List<FileInputStream> OPEN = new ArrayList<>();

        @Test
        void leak(@TempDir Path folder) throws Exception {
            Path file = Files.writeString(folder.resolve("leaked.txt"), "x");
            for (int i = 0; i < 3; i++) {
                OPEN.add(new FileInputStream(file.toFile()));
            }
        }
    }

    @ExtendWith(LeakGuard.class)
    static class ThrowsInThread {
        @Test
        void throwInThread() throws Exception {
            Thread thread = new Thread(
                    () -> {
                        throw new IllegalStateException("thrown on purpose");
                    },
                    "worker");
            thread.start();
            thread.join();
        }
    }
}
