package io.quotron.providers.eodhd;

import io.quotron.error.SymbolNotFoundException;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import io.quotron.spi.StreamConnection;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import io.quotron.spi.StreamListener;
import io.quotron.spi.StreamSource;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Opens the sockets of the five kinds of streams. Thread-safe. */
final class EodhdStreams implements StreamSource {
    /** What EODHD takes on one socket. */
    static final int MAX_STREAMS = 50;

    private final HttpGateway gateway;
    private final URI base;
    private final Secret token;

    /** A kind of stream, which has a socket of its own. */
    enum Endpoint {
        US_TRADES("us"),
        US_QUOTES("us-quote"),
        FOREX("forex"),
        CRYPTO("crypto"),
        INDEX("index");

        private final String path;

        Endpoint(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }

        boolean carriesTrades() {
            return this == US_TRADES || this == CRYPTO;
        }

        /** Finds the socket of a stream; empty where EODHD has none. */
        static Optional<Endpoint> of(EodhdSymbols.Name name, StreamKind kind) {
            if (kind == StreamKind.TRADES) {
                return name.isUs()
                        ? Optional.of(US_TRADES)
                        : Optional.of(CRYPTO).filter(it -> name.isCoin());
            }
            if (kind != StreamKind.QUOTES) {
                return Optional.empty();
            }
            if (name.isForex()) {
                return Optional.of(FOREX);
            }
            return name.isUs() ? Optional.of(US_QUOTES) : Optional.of(INDEX).filter(it -> name.isIndex());
        }
    }

    EodhdStreams(HttpGateway gateway, URI base, Secret token) {
        this.gateway = gateway;
        this.base = base;
        this.token = token;
    }

    @Override
    public Set<StreamKind> kinds() {
        return Set.of(StreamKind.TRADES, StreamKind.QUOTES);
    }

    /** Judges by our own rule; a spelling that the host registered is known on connecting only. */
    @Override
    public boolean offers(StreamKey key) {
        try {
            return Endpoint.of(EodhdSymbols.find(key.symbol()), key.kind()).isPresent();
        } catch (SymbolNotFoundException unmapped) {
            return true; // the host may have registered a spelling
        }
    }

    @Override
    public int maxStreamsPerConnection() {
        return MAX_STREAMS;
    }

    @Override
    public StreamConnection connect(StreamListener listener, RequestContext context) {
        return EodhdSocket.open(gateway, this::address, token, listener, context);
    }

    private URI address(Endpoint endpoint) {
        String start = base.toString().replaceAll("/+$", "");
        String secret =
                URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create(start + "/ws/" + endpoint.path() + "?api_token=" + secret);
    }
}
