package io.jiaozi.spi;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one rule for every URL of the product: {@code https} anywhere; {@code http} only when the
 * host is a literal loopback address ({@code 127.0.0.0/8}, {@code ::1}, {@code localhost}) and the
 * account's own base URL is loopback too. Nothing else switches it; there is no test-mode flag.
 */
public final class UrlRule {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\." + OCTET + "){3}");

  private static final int LONGEST_NOTIFICATION_URL = 255;

  private UrlRule() {}

  /**
   * Checks an address the account calls.
   *
   * @return what is wrong with it, a sentence; empty if nothing is
   */
  public static Optional<String> problemWithBase(URI url) {
    return problem(url, isLoopback(url)).or(() -> problemWithTail(url));
  }

  /**
   * Checks an address that the channel or the buyer's browser is sent to, such as a notification or
   * return URL.
   *
   * @param base the account's own base URL
   * @return what is wrong with it, a sentence; empty if nothing is
   */
  public static Optional<String> problem(URI url, URI base) {
    return problem(url, isLoopback(base));
  }

  /**
   * Checks an address that a channel notifies. Stricter than {@link #problem}: the strictest
   * channels take neither a query nor more than 255 characters.
   *
   * @param base the account's own base URL
   * @return what is wrong with it, a sentence; empty if nothing is
   */
  public static Optional<String> problemWithNotificationUrl(URI url, URI base) {
    return problem(url, base).or(() -> problemWithShape(url));
  }

  private static Optional<String> problemWithShape(URI url) {
    if (url.getRawQuery() != null) {
      return Optional.of("has a query. Put what it says into the path.");
    }
    int length = url.toString().length();
    return length > LONGEST_NOTIFICATION_URL
        ? Optional.of(
            "has " + length + " characters. Use at most " + LONGEST_NOTIFICATION_URL + ".")
        : Optional.empty();
  }

  private static Optional<String> problem(URI url, boolean baseIsLoopback) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null
        || url.isOpaque()
        || !(scheme.equals("https") || scheme.equals("http"))) {
      return Optional.of(
          "is not an absolute https URL. Write it in full, such as https://shop.example/pay.");
    }
    if (url.getRawUserInfo() != null) {
      return Optional.of("carries a user name before the host. Remove it.");
    }
    if (url.getRawFragment() != null) {
      return Optional.of("has a part after \"#\", which is never sent. Remove it.");
    }
    if (scheme.equals("http") && !isLoopback(url)) {
      return Optional.of(
          "is http. Use https: plain http is for this machine alone (127.0.0.1, ::1, localhost).");
    }
    if (scheme.equals("http") && !baseIsLoopback) {
      return Optional.of(
          "is http on this machine, but the account's base-url is not on this machine. Use https, or point base-url at a"
              + " sandbox.");
    }
    return Optional.empty();
  }

  private static Optional<String> problemWithTail(URI url) {
    return url.getRawQuery() == null
        ? Optional.empty()
        : Optional.of("has a query. A base URL ends with its host, port or path.");
  }

  /**
   * Tells whether the host is written as a loopback address. Names that merely resolve to one do
   * not count.
   */
  public static boolean isLoopback(URI url) {
    String host = url.getHost();
    if (host == null) {
      return false;
    }
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals("localhost")
        || lower.equals("[::1]")
        || IPV4_LOOPBACK.matcher(lower).matches();
  }
}
