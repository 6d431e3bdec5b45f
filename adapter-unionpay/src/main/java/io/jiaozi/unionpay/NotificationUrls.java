package io.jiaozi.unionpay;

import io.jiaozi.error.Problem;
import io.jiaozi.spi.UrlRule;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What UnionPay takes as a notification URL beyond what every channel demands: it must be reachable
 * from outside. Source: protocol sheet, section 4.2.
 */
final class NotificationUrls {

  /** Addresses that are never routed on the internet (RFC 1918 and RFC 3927). */
  private static final Pattern PRIVATE_ADDRESS =
      Pattern.compile("(?:10|192\\.168|169\\.254|172\\.(?:1[6-9]|2[0-9]|3[01]))\\.[0-9.]+");

  private NotificationUrls() {}

  static void check(@Nullable URI ofRequest, Merchant merchant, List<Problem> problems) {
    if (ofRequest != null) {
      problem(ofRequest, merchant.baseUrl())
          .ifPresent(sentence -> problems.add(new Problem("notificationUrl", sentence)));
    }
  }

  /** What is wrong with a URL, a sentence that follows its name. */
  static Optional<String> problem(URI url, URI baseUrl) {
    String host = url.getHost();
    boolean unreachable =
        UrlRule.isLoopback(url) || (host != null && PRIVATE_ADDRESS.matcher(host).matches());
    return unreachable && !UrlRule.isLoopback(baseUrl)
        ? Optional.of(
            "leads to this machine or a private network, where UnionPay cannot reach it. Give a public address.")
        : Optional.empty();
  }
}
