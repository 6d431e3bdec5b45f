package io.jiaozi.support.http;

import io.jiaozi.TimeSource;
import java.net.Proxy;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of a whole gateway: one connection pool for all accounts. Share it with {@code
 * context.shared(HttpTransport.class, HttpTransport::standard)}, or hand in one of your own.
 *
 * <p>Whatever client it stands on, these hold: a request is written at most once, redirects are not
 * followed, replies are not cached, cookies are not kept, HTTP/1.1 only, certificates and host
 * names are verified against the platform's trust or a given key store, and idle connections are
 * dropped after 7 s (WeChat Pay drops them after about 8 s). A proxy set for the JVM is used for
 * https, through a tunnel; calls to this machine never use one.
 *
 * <p>Nothing is loaded before the first call. Safe for use by many threads.
 */
public final class HttpTransport implements AutoCloseable {

  private static final int IDLE_CONNECTIONS = 64;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(7);

  private final @Nullable OkHttpClient given;
  private final TimeSource time;
  private final ConnectionPool pool;
  private final IdleConnections idleConnections;
  private final NameLookup names;
  private final Lazy<OkHttpClient> clear;
  private final Lazy<OkHttpClient> tls;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HttpTransport(@Nullable OkHttpClient given, TimeSource time) {
    this.given = given;
    this.time = time;
    this.pool =
        given == null
            ? new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
            : given.connectionPool();
    this.idleConnections = new IdleConnections(time);
    this.names = new NameLookup(given == null ? okhttp3.Dns.SYSTEM : given.dns());
    this.clear = new Lazy<>(() -> loopbackClient());
    this.tls =
        new Lazy<>(() -> rules().connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)).build());
  }

  /** The transport for production. */
  public static HttpTransport standard() {
    return new HttpTransport(null, TimeSource.system());
  }

  /**
   * A transport over somebody else's client, for simulations, measurements and unusual networks.
   * Taken from it: interceptors, event listeners, DNS, proxies, the plain socket factory and the
   * connection pool, which {@link #close} empties. Never taken: anything that resends, redirects,
   * caches, keeps cookies or decides whom to trust.
   */
  public static HttpTransport over(OkHttpClient client) {
    return over(client, TimeSource.system());
  }

  static HttpTransport over(OkHttpClient client, TimeSource time) {
    return new HttpTransport(client, time);
  }

  /**
   * Starts a channel's view of this transport.
   *
   * @param displayName for logs, such as {@code WeChat Pay}
   * @param baseUrls where the channel is; one, or a main address and a second one
   * @throws IllegalArgumentException if there is none, more than two, or one breaks the URL rule
   */
  public ChannelHttp.Builder channel(String displayName, List<URI> baseUrls) {
    return new ChannelHttp.Builder(this, displayName, Addresses.of(baseUrls, time));
  }

  /**
   * Closes the idle connections and refuses further calls. Calls under way may finish; their
   * connections are closed behind them.
   */
  @Override
  public void close() {
    closed.set(true);
    pool.evictAll();
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Empties the pool once more if a call ended after {@link #close}. */
  void callEnded() {
    if (closed.get()) {
      pool.evictAll();
    }
  }

  TimeSource time() {
    return time;
  }

  IdleConnections idleConnections() {
    return idleConnections;
  }

  NameLookup names() {
    return names;
  }

  /** The client for plain http, which the URL rule allows to this machine only. */
  OkHttpClient clearClient() {
    return clear.get();
  }

  /** The client for https with the platform's trust. */
  OkHttpClient tlsClient() {
    return tls.get();
  }

  /** A client for https that believes the given certificates and no others. */
  OkHttpClient tlsClient(KeyStore trusted) {
    X509TrustManager manager = Trust.managerFor(trusted);
    return rules()
        .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
        .sslSocketFactory(Trust.socketFactory(manager), manager)
        .build();
  }

  private OkHttpClient loopbackClient() {
    OkHttpClient.Builder builder = rules().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
    if (given == null || given.proxy() == null) {
      builder.proxy(Proxy.NO_PROXY);
    }
    return builder.build();
  }

  private OkHttpClient.Builder rules() {
    OkHttpClient.Builder builder = new OkHttpClient.Builder().connectionPool(pool);
    EventListener.Factory others = null;
    if (given != null) {
      builder.interceptors().addAll(given.interceptors());
      builder.networkInterceptors().addAll(given.networkInterceptors());
      builder
          .socketFactory(given.socketFactory())
          .proxy(given.proxy())
          .proxySelector(given.proxySelector())
          .proxyAuthenticator(given.proxyAuthenticator());
      others = given.eventListenerFactory();
    }
    return builder
        .addInterceptor(OneRequest.INSTANCE)
        .addNetworkInterceptor(OneExchange.INSTANCE)
        .eventListenerFactory(CallTrace.listenerFactory(others))
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .protocols(List.of(Protocol.HTTP_1_1))
        // The whole call has one limit, set for each call; waiting for the next byte has no other.
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO);
  }
}
