package io.quotron.providers.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Spoils answers at random, most of them so that they still look like answers. Same generator, same results. */
public final class Mutations {
    private static final List<byte[]> TOKENS = tokens();
    private static final int MOST_AT_ONCE = 4;

    private final RandomGenerator random;

    /**
     * Makes a source of spoiled answers.
     *
     * @param random where chance comes from
     */
    public Mutations(RandomGenerator random) {
        this.random = random;
    }

    private static List<byte[]> tokens() {
        List<String> texts = List.of(
                "null",
                "true",
                "\"\"",
                "NaN",
                "-1",
                "0",
                "1e400",
                "-1e-400",
                "1e1000000000",
                "99999999999999999999",
                "\"None\"",
                "\"N/A\"",
                "\"1,234.5\"",
                "\"0x10\"",
                "[]",
                "{}",
                "[[]]",
                "{\"raw\":1}",
                "\\u0000",
                "\uFEFF",
                "<html>",
                "\"",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\n",
                "/",
                "^",
                "9".repeat(200));
        List<byte[]> tokens = new ArrayList<>();
        texts.forEach(text -> tokens.add(text.getBytes(StandardCharsets.UTF_8)));
        tokens.add(new byte[] {(byte) 0xC3});
        tokens.add(new byte[] {(byte) 0xFF, (byte) 0xFE});
        return tokens;
    }

    /**
     * Spoils an answer in one to four places.
     *
     * @param original the answer
     * @return another answer, mostly different
     */
    public byte[] of(byte[] original) {
        byte[] spoiled = original;
        for (int i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
            spoiled = once(spoiled);
        }
        return spoiled;
    }

    private byte[] once(byte[] body) {
        if (body.length == 0) {
            return token();
        }
        int at = random.nextInt(body.length);
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> flipped(body, at);
            case 2 -> splice(body, at, at + length(body, at), new byte[0]);
            case 3 -> splice(body, at, at, token());
            case 4 -> splice(body, at, at, Arrays.copyOfRange(body, at, at + length(body, at)));
            default -> replacedScalar(body, at);
        };
    }

    private byte[] token() {
        return TOKENS.get(random.nextInt(TOKENS.size()));
    }

    private int length(byte[] body, int at) {
        return 1 + random.nextInt(Math.min(200, body.length - at));
    }

    private byte[] flipped(byte[] body, int at) {
        byte[] copy = body.clone();
        copy[at] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    /** Puts a token in the place of the next number or text, which leaves most documents whole. */
    private byte[] replacedScalar(byte[] body, int at) {
        int start = at;
        while (start < body.length && !isScalar(body[start])) {
            start++;
        }
        int end = start;
        while (end < body.length && isScalar(body[end])) {
            end++;
        }
        return splice(body, start, end, token());
    }

    private static boolean isScalar(byte b) {
        return Character.isLetterOrDigit(b) || b == '.' || b == '-' || b == '+' || b == '"';
    }

    private static byte[] splice(byte[] body, int from, int to, byte[] between) {
        byte[] result = Arrays.copyOf(body, body.length - (to - from) + between.length);
        System.arraycopy(between, 0, result, from, between.length);
        System.arraycopy(body, to, result, from + between.length, body.length - to);
        return result;
    }
}
