package io.quotron.providers.internal.http;

import io.quotron.model.SourceId;
import io.quotron.providers.http.HttpSettings;
import io.quotron.spi.RequestContext;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/** The HTTP library, configured to send nothing on its own account, with its threads and connections. */
final class Transport implements AutoCloseable {
    private static final int MAX_PARALLEL = 64;
    private static final long IDLE_THREAD_SECONDS = 5;
    /** Short, because a request on a connection that the server has just given up is lost and not sent again. */
    private static final long IDLE_CONNECTION_SECONDS = 15;

    private static final Duration SOCKET_CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final GatewayThreads threads;
    private final ExecutorService executor;
    private final ConnectionPool pool = new ConnectionPool(5, IDLE_CONNECTION_SECONDS, TimeUnit.SECONDS);
    private final OkHttpClient client;

    private Transport(SourceId source, HttpSettings settings, Dns dns) {
        this.threads = new GatewayThreads(source);
        this.executor = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        this.client = build(settings, dns);
    }

    static Transport create(SourceId source, HttpSettings settings, Dns dns) {
        return new Transport(source, settings, dns);
    }

    OkHttpClient client() {
        return client;
    }

    /**
     * Returns a client for one WebSocket. Compression is not offered: the limit on the length of a message then holds for what is read
     * from the wire, before anything is kept in memory.
     */
    OkHttpClient socketClient(HttpSettings settings, RequestContext context, GatewaySocket socket) {
        Duration limit = shorter(settings.webSocketConnectTimeout(), context.remaining());
        return client.newBuilder()
                .connectTimeout(limit)
                .readTimeout(limit)
                .pingInterval(settings.webSocketPingInterval())
                .webSocketCloseTimeout(SOCKET_CLOSE_TIMEOUT)
                .socketFactory(new MeteredSocketFactory(settings.maxWebSocketMessageBytes(), socket.meter()))
                .addInterceptor(chain -> {
                    socket.charge(context);
                    return chain.proceed(chain.request()
                            .newBuilder()
                            .removeHeader("Sec-WebSocket-Extensions")
                            .build());
                })
                .build();
    }

    /** Returns the shorter of both, but not zero, which the library takes for no limit. */
    private static Duration shorter(Duration a, Duration b) {
        Duration shorter = a.compareTo(b) < 0 ? a : b;
        return shorter.toMillis() > 0 ? shorter : Duration.ofMillis(1);
    }

    private OkHttpClient build(HttpSettings settings, Dns dns) {
        Dispatcher dispatcher = new Dispatcher(executor);
        dispatcher.setMaxRequests(MAX_PARALLEL);
        dispatcher.setMaxRequestsPerHost(MAX_PARALLEL);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(pool)
                .dns(dns)
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .fastFallback(true)
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .proxyAuthenticator(Authenticator.NONE)
                .cookieJar(CookieJar.NO_COOKIES)
                .cache(null)
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.readTimeout())
                .writeTimeout(settings.readTimeout())
                .addInterceptor(RESTORE_RETRY_AFTER)
                .addNetworkInterceptor(HIDE_RETRY_AFTER);
        settings.proxySelector().ifPresent(builder::proxySelector);
        settings.trustedCertificates().ifPresent(store -> trust(builder, store));
        return builder.build();
    }

    private static final String HIDDEN_RETRY_AFTER = "Quotron-Retry-After";

    /** The library sends a request again on 503 with {@code Retry-After: 0}, so the header travels past it under another name. */
    private static final Interceptor HIDE_RETRY_AFTER =
            chain -> rename(chain.proceed(chain.request()), "Retry-After", HIDDEN_RETRY_AFTER);

    private static final Interceptor RESTORE_RETRY_AFTER =
            chain -> rename(chain.proceed(chain.request()), HIDDEN_RETRY_AFTER, "Retry-After");

    private static Response rename(Response response, String from, String to) {
        String value = response.header(from);
        return value == null
                ? response
                : response.newBuilder().removeHeader(from).header(to, value).build();
    }

    private static void trust(OkHttpClient.Builder builder, KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            X509TrustManager manager = Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            builder.sslSocketFactory(context.getSocketFactory(), manager);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the trusted certificates of the HTTP settings cannot be used", e);
        }
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        executor.shutdownNow();
        pool.evictAll();
        threads.join(CLOSE_TIMEOUT);
        pool.evictAll();
    }
}
