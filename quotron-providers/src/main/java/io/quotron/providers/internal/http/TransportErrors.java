package io.quotron.providers.internal.http;

import io.quotron.error.Excerpt;
import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The one place where failures of connections get their reason. */
final class TransportErrors {
    private TransportErrors() {}

    /** As {@link #of(SourceId, String, IOException)}; a server whose words are part of the failure may have repeated a secret. */
    static ProviderException of(SourceId source, String host, IOException e, UnaryOperator<String> redact) {
        String told = String.valueOf(e.getMessage());
        String clean = redact.apply(told);
        if (clean.equals(told)) {
            return of(source, host, e);
        }
        IOException harmless = new IOException(clean);
        harmless.setStackTrace(e.getStackTrace());
        return of(source, host, harmless);
    }

    static ProviderException of(SourceId source, String host, IOException e) {
        if (e instanceof SocketTimeoutException) {
            return timeout(source, host, "the server was silent for too long", e);
        }
        if (isTls(e)) {
            String message = "TLS with " + host + " failed, which another try will not change: " + text(e);
            return new ProviderException(source, FailureReason.UNAVAILABLE, message, e);
        }
        if (e instanceof UnknownHostException) {
            return new ProviderException(
                    source, FailureReason.UNAVAILABLE, "the name " + host + " cannot be resolved", e);
        }
        return new ProviderException(source, FailureReason.UNAVAILABLE, "no answer from " + host + ": " + text(e), e);
    }

    static ProviderException timeout(SourceId source, String host, String what, @Nullable Exception e) {
        return new ProviderException(source, FailureReason.TIMEOUT, what + " (" + host + ")", e);
    }

    private static boolean isTls(IOException e) {
        return e instanceof SSLException || e.getCause() instanceof CertificateException;
    }

    private static String text(IOException e) {
        String message = e.getMessage();
        return Excerpt.of(message != null ? message : e.getClass().getSimpleName());
    }
}
