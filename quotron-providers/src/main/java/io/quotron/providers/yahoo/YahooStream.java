package io.quotron.providers.yahoo;

import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.spi.RequestContext;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamListener;
import io.quotron.spi.StreamSource;
import java.net.URI;
import java.util.Set;

/**
 * Live quotes. There are no trades: a message is a sample of the last price about once a second, so that neither its price nor the growth of
 * the day's volume since the last one is an execution.
 *
 * @param gateway opens sockets
 * @param uri where the streamer is
 */
record YahooStream(HttpGateway gateway, URI uri) implements StreamSource {
    /** What the server takes; it ignores the rest without a word. */
    static final int MAX_STREAMS = 100;

    @Override
    public Set<StreamKind> kinds() {
        return Set.of(StreamKind.QUOTES);
    }

    @Override
    public int maxStreamsPerConnection() {
        return MAX_STREAMS;
    }

    @Override
    public StreamConnection connect(StreamListener listener, RequestContext context) {
        return YahooSocket.open(gateway, uri, listener, context);
    }
}
