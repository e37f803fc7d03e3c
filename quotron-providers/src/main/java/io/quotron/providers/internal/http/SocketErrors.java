package io.quotron.providers.internal.http;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.model.SourceId;
import java.io.IOException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The one place where ends of WebSockets get their reason. */
final class SocketErrors {
    private SocketErrors() {}

    /** Why a socket is over. */
    record Ending(FailureReason reason, String detail) {}

    static String closed(int code, String reason) {
        String words = reason.isBlank() ? "" : ": " + Excerpt.of(reason);
        return "the server closed the connection with code " + code + words;
    }

    static Ending of(SourceId source, Throwable e, @Nullable Response response) {
        if (e.getCause() instanceof QuotronException refused) {
            return new Ending(refused.reason(), String.valueOf(refused.getMessage()));
        }
        if (e instanceof MeteredSocketFactory.MessageTooLongException) {
            return new Ending(FailureReason.MALFORMED_RESPONSE, String.valueOf(e.getMessage()));
        }
        if (response != null && response.code() != 101) {
            return new Ending(
                    byStatus(response.code()), "the server answered the handshake with HTTP " + response.code());
        }
        IOException io = e instanceof IOException known ? known : new IOException(e);
        QuotronException failure = TransportErrors.of(source, "the WebSocket", io);
        return new Ending(failure.reason(), String.valueOf(failure.getMessage()));
    }

    private static FailureReason byStatus(int status) {
        return switch (status) {
            case 401 -> FailureReason.AUTHENTICATION;
            case 403, 451 -> FailureReason.BLOCKED;
            case 429 -> FailureReason.RATE_LIMITED;
            default -> FailureReason.UNAVAILABLE;
        };
    }
}
