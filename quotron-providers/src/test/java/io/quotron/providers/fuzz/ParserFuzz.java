package io.quotron.providers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.testkit.Seed;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assumptions;

/**
 * Gives a parser spoiled answers: it may refuse them with a reason of the table, and nothing else may come out of it, nor may it need much
 * time or memory. The number of rounds is that of {@code -Dquotron.fuzz.rounds}, few unless set.
 */
public final class ParserFuzz {
    private static final int FEW = 1_500;
    private static final long MOST_NANOS = 3_000_000_000L;
    private static final long MOST_BYTES = 128L << 20;
    private static final Set<FailureReason> ALLOWED = EnumSet.of(
            FailureReason.UNAVAILABLE,
            FailureReason.RATE_LIMITED,
            FailureReason.AUTHENTICATION,
            FailureReason.BLOCKED,
            FailureReason.SYMBOL_UNKNOWN,
            FailureReason.NO_DATA,
            FailureReason.UNSUPPORTED,
            FailureReason.INVALID_REQUEST,
            FailureReason.MALFORMED_RESPONSE);

    private ParserFuzz() {}

    /** Reads a body; checks what it gives, if it gives something. */
    @FunctionalInterface
    public interface Parser {
        /**
         * Reads.
         *
         * @param body the body
         */
        void parse(byte[] body);
    }

    /**
     * Spoils answers and has them read.
     *
     * @param name what to call it in reports
     * @param answers good answers; without any, the test is skipped
     * @param parser reads them
     */
    public static void run(String name, List<byte[]> answers, Parser parser) {
        run(name, FEW, answers, parser);
    }

    /**
     * Spoils answers and has them read, where reading takes longer.
     *
     * @param name what to call it in reports
     * @param few the number of rounds unless set
     * @param answers good answers; without any, the test is skipped
     * @param parser reads them
     */
    public static void run(String name, int few, List<byte[]> answers, Parser parser) {
        Assumptions.assumeFalse(answers.isEmpty(), "no answers to spoil");
        Seed seed = Seed.of(name);
        RandomGenerator random = seed.generator();
        Mutations mutations = new Mutations(random);
        int rounds = Integer.getInteger("quotron.fuzz.rounds", few);
        for (int i = 0; i < rounds; i++) {
            parse(seed, parser, mutations.of(answers.get(random.nextInt(answers.size()))));
        }
    }

    private static void parse(Seed seed, Parser parser, byte[] body) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        try {
            parser.parse(body);
        } catch (QuotronException e) {
            assertThat(e.reason()).as("%s: %s", seed, e).isIn(ALLOWED);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(seed + ": " + e + " on " + excerpt(body), e);
        }
        assertThat(threads.getCurrentThreadCpuTime() - cpu)
                .as("CPU time, %s", seed)
                .isLessThan(MOST_NANOS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - bytes)
                .as("bytes, %s", seed)
                .isLessThan(MOST_BYTES);
    }

    private static String excerpt(byte[] body) {
        return new String(body, 0, Math.min(300, body.length), StandardCharsets.UTF_8);
    }
}
