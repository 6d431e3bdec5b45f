package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jiaozi.Operation;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.spi.ChannelAdapterProvider;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An adapter changes nothing that others in the JVM share. It is loaded anew for this, by a class
 * loader of its own, so that what its classes do when they are loaded is seen too.
 */
final class JvmChapter implements Chapter {

  /** What decides whom and what a JVM trusts; there is no way to ask for all names. */
  private static final List<String> SECURITY_PROPERTIES =
      List.of(
          "jdk.certpath.disabledAlgorithms",
          "jdk.tls.disabledAlgorithms",
          "jdk.tls.legacyAlgorithms",
          "jdk.jar.disabledAlgorithms",
          "jdk.security.legacyAlgorithms",
          "keystore.type",
          "securerandom.source",
          "securerandom.strongAlgorithms",
          "ssl.KeyManagerFactory.algorithm",
          "ssl.TrustManagerFactory.algorithm",
          "networkaddress.cache.ttl",
          "networkaddress.cache.negative.ttl",
          "crypto.policy",
          "ocsp.enable");

  private final Bench bench;
  private @Nullable Map<String, Object> before;
  private @Nullable Map<String, Object> after;

  JvmChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "The JVM around it";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        same("J-01", "adds and moves no security provider", "providers"),
        same("J-02", "changes no security property", "security"),
        same("J-03", "changes no system property", "system"),
        same("J-04", "changes no default of TLS", "tls"),
        same("J-05", "changes no default of HTTP: proxies, cookies, redirects", "http"),
        same("J-06", "changes neither language nor time zone", "place"),
        same("J-07", "takes no standard stream", "streams"),
        same("J-08", "takes no default handler of failures", "handler"));
  }

  private Case same(String id, String rule, String what) {
    return Case.always(
        id,
        rule,
        () -> {
          live();
          assertEquals(
              Objects.requireNonNull(before).get(what), Objects.requireNonNull(after).get(what));
        });
  }

  /** A whole life of an adapter whose classes are loaded anew, once. */
  private void live() throws Exception {
    if (after != null) {
      return;
    }
    PaymentRequest request = bench.payment(Bench.number());
    before = snapshot();
    try (FreshLoader loader = new FreshLoader(bench.harness().provider().getClass())) {
      ChannelAdapterProvider provider = loader.provider();
      try (Opened opened =
          new Opened(provider, bench.harness().settings(bench.proxy().address()))) {
        assertSame(loader, provider.getClass().getClassLoader(), "loaded anew");
        var reference =
            opened.adapter().pay(request, Bench.call(Operation.PAY)).payment().reference();
        opened.adapter().query(reference, Bench.call(Operation.QUERY));
      }
    } finally {
      after = snapshot();
    }
  }

  private static Map<String, Object> snapshot() throws NoSuchAlgorithmException {
    // Asking for the zone sets user.timezone, so it is asked for before anything is compared.
    String zone = TimeZone.getDefault().getID();
    Map<String, Object> all = new TreeMap<>();
    all.put("providers", Arrays.stream(Security.getProviders()).map(p -> p.getName()).toList());
    Map<String, String> security = new TreeMap<>();
    for (String name : SECURITY_PROPERTIES) {
      security.put(name, String.valueOf(Security.getProperty(name)));
    }
    all.put("security", security);
    Map<String, String> system = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      system.put(name, String.valueOf(System.getProperty(name)));
    }
    all.put("system", system);
    all.put(
        "tls",
        List.of(
            id(SSLContext.getDefault()),
            id(HttpsURLConnection.getDefaultSSLSocketFactory()),
            id(HttpsURLConnection.getDefaultHostnameVerifier())));
    all.put(
        "http",
        List.of(
            id(ProxySelector.getDefault()),
            id(CookieHandler.getDefault()),
            id(Authenticator.getDefault()),
            HttpURLConnection.getFollowRedirects()));
    all.put("place", List.of(Locale.getDefault(), zone));
    all.put("streams", streams());
    all.put("handler", id(Thread.getDefaultUncaughtExceptionHandler()));
    return all;
  }

  private static List<String> streams() {
    Supplier<Object> in = () -> System.in;
    Supplier<Object> out = () -> System.out;
    Supplier<Object> err = () -> System.err;
    return List.of(id(in.get()), id(out.get()), id(err.get()));
  }

  private static String id(@Nullable Object thing) {
    return thing == null
        ? "none"
        : thing.getClass().getName() + "@" + System.identityHashCode(thing);
  }
}
