package io.quotron.providers.http;

import io.quotron.providers.internal.http.HttpReply;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes pages: by their byte order mark, their header, or what they say of themselves, in this order; else by UTF-8. */
final class PageText {
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?\\s*([a-z0-9_.:-]{1,40})");
    private static final int SNIFFED = 1_024;

    private PageText() {}

    static String of(HttpReply reply) {
        byte[] body = reply.body();
        if (body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            return new String(body, 3, body.length - 3, StandardCharsets.UTF_8);
        }
        Charset charset = reply.header("Content-Type")
                .flatMap(PageText::named)
                .or(() -> named(new String(body, 0, Math.min(body.length, SNIFFED), StandardCharsets.ISO_8859_1)))
                .orElse(StandardCharsets.UTF_8);
        return new String(body, charset);
    }

    private static Optional<Charset> named(String text) {
        Matcher matcher = CHARSET.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(matcher.group(1)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }
}
