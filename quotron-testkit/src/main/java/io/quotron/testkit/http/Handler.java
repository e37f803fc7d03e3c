package io.quotron.testkit.http;

import java.io.IOException;

/** Answers requests. Called by one thread for each connection at a time, so it must be thread-safe. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers one request. A handler that returns without having sent anything gives status 204.
     *
     * @param request what was asked
     * @param response where the answer goes
     * @throws IOException if the client has gone; ends the connection and harms nobody. Anything else that is thrown gives status 500
     *     and reaches the uncaught exception handler of the thread, so that a test does not overlook it
     */
    void handle(Request request, Response response) throws IOException;
}
