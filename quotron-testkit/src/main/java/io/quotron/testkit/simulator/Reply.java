package io.quotron.testkit.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer before it is written: a tree for JSON, or a text.
 *
 * @param status the HTTP status
 * @param headers headers beside the content type
 * @param body a tree of {@link Json}, or a {@link Text}
 */
record Reply(
        int status, Map<String, String> headers, @Nullable Object body) {
    /** A body that is not JSON. */
    record Text(String contentType, String content) {}

    static Reply json(int status, @Nullable Object tree) {
        return new Reply(status, Map.of(), tree);
    }

    static Reply text(int status, String content) {
        return new Reply(status, Map.of(), new Text("text/plain; charset=utf-8", content));
    }

    static Reply html(int status, String content) {
        return new Reply(status, Map.of(), new Text("text/html; charset=utf-8", content));
    }

    Reply with(Map<String, String> more) {
        return new Reply(status, more, body);
    }
}
