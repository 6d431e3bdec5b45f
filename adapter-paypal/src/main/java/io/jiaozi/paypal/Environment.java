package io.jiaozi.paypal;

import io.jiaozi.spi.UrlRule;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Live, PayPal's sandbox, or a simulation on this machine: whose hosts, names and pages count. Told
 * by the base URL alone. Source: protocol sheet, sections 1.1 and 5.3.
 *
 * @param baseUrl where calls go
 * @param kind which of the three
 */
record Environment(URI baseUrl, Kind kind) {

  static final Set<String> LIVE_HOSTS = Set.of("api-m.paypal.com", "api.paypal.com");
  static final Set<String> SANDBOX_HOSTS =
      Set.of("api-m.sandbox.paypal.com", "api.sandbox.paypal.com");

  enum Kind {
    /** Real money; also any host that is neither PayPal's sandbox nor this machine. */
    LIVE,
    /** PayPal's own sandbox. */
    SANDBOX,
    /** A server on this machine, which plays PayPal's sandbox. */
    THIS_MACHINE
  }

  static Environment of(URI baseUrl) {
    if (UrlRule.isLoopback(baseUrl)) {
      return new Environment(baseUrl, Kind.THIS_MACHINE);
    }
    return new Environment(
        baseUrl, SANDBOX_HOSTS.contains(hostOf(baseUrl)) ? Kind.SANDBOX : Kind.LIVE);
  }

  /** Whether it is a host of PayPal's that does not serve its API. */
  static boolean isOtherPaypalHost(URI baseUrl) {
    String host = hostOf(baseUrl);
    return isPaypal(host) && !LIVE_HOSTS.contains(host) && !SANDBOX_HOSTS.contains(host);
  }

  private static String hostOf(URI url) {
    return url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
  }

  private static boolean isPaypal(String host) {
    return host.equals("paypal.com") || host.endsWith(".paypal.com");
  }

  /** The origins a signing certificate may come from, as PayPal writes them. */
  List<String> certificateOrigins() {
    return switch (kind) {
      case LIVE -> List.of("https://api.paypal.com", "https://api-m.paypal.com");
      case SANDBOX -> List.of("https://api.sandbox.paypal.com", "https://api-m.sandbox.paypal.com");
      case THIS_MACHINE -> List.of(origin());
    };
  }

  /** The one name a signing certificate must be made out to. */
  String certificateName() {
    return switch (kind) {
      case LIVE -> "messageverificationcerts.paypal.com";
      case SANDBOX, THIS_MACHINE -> "messageverificationcerts.sandbox.paypal.com";
    };
  }

  /** The page where the buyer approves an order. */
  URI approvalPage(String orderId) {
    String site =
        switch (kind) {
          case LIVE -> "https://www.paypal.com";
          case SANDBOX -> "https://www.sandbox.paypal.com";
          case THIS_MACHINE -> origin();
        };
    return URI.create(site + "/checkoutnow?token=" + orderId);
  }

  /** Whether a buyer may be sent there because an answer says so. */
  boolean isBuyersPage(URI url) {
    boolean allowed = UrlRule.problem(url, baseUrl).isEmpty();
    return allowed
        && (kind == Kind.THIS_MACHINE
            ? UrlRule.isLoopback(url)
            : isPaypal(hostOf(url)) && url.getPort() < 0);
  }

  private String origin() {
    int port = baseUrl.getPort();
    return baseUrl.getScheme().toLowerCase(Locale.ROOT)
        + "://"
        + hostOf(baseUrl)
        + (port < 0 ? "" : ":" + port);
  }
}
