package io.quotron.spi;

import java.net.URI;
import java.util.Objects;

/**
 * Loads public web pages for providers that read them. By default pages come by plain HTTP; a host plugs in a loader of its own where a
 * page needs a browser, because its data appears only after scripts have run.
 *
 * <p>Before each call one permit has been taken for the page itself. A loader returns when the deadline of the context has passed and
 * soon after a cancellation or interrupt, and connects to nothing but what the page needs. Must be thread-safe.
 */
@FunctionalInterface
public interface PageLoader {
    /**
     * A page as it was loaded.
     *
     * @param address the address after redirects
     * @param status the HTTP status of the page, for example 200
     * @param text the page as HTML or another text
     */
    record Page(URI address, int status, String text) {
        /** Checks that nothing is missing. */
        public Page {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(text, "text");
        }

        /** Returns the status and the host. */
        @Override
        public String toString() {
            return "HTTP " + status + " from " + address.getHost();
        }
    }

    /**
     * Loads a page. Any status is an answer.
     *
     * @param address where the page is
     * @param context the call, with its deadline
     * @return the page
     * @throws io.quotron.error.QuotronException if nothing was loaded, with the reason UNAVAILABLE, TIMEOUT, CANCELLED or another
     */
    Page load(URI address, RequestContext context);
}
