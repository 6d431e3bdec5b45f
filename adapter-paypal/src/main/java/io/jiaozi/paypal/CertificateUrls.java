package io.jiaozi.paypal;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import java.util.List;

/**
 * Which certificate addresses are followed at all. The address stands in the message, so a forger
 * writes it: it must be, character by character, one of the environment's two PayPal hosts and the
 * path of certificates. Nothing is parsed, so there is nothing to read in two ways: no user name,
 * port, query, encoded character or other spelling fits. Source: protocol sheet, section 5.3.
 */
final class CertificateUrls {

  private static final String PATH = "/v1/notifications/certs/CERT-";
  private static final int LONGEST_ID = 128;

  private final List<String> beginnings;

  CertificateUrls(Environment environment) {
    this.beginnings =
        environment.certificateOrigins().stream().map(origin -> origin + PATH).toList();
  }

  /**
   * Returns if the address may be asked.
   *
   * @throws ChannelFailure.Untrusted if not; the address is not quoted
   */
  void require(String url) {
    for (String beginning : beginnings) {
      if (url.startsWith(beginning) && isId(url, beginning.length())) {
        return;
      }
    }
    throw new ChannelFailure.Untrusted(
        UntrustedReason.UNKNOWN_KEY,
        "names a certificate (PAYPAL-CERT-URL) that is not at one of PayPal's own addresses for this account's base-url",
        null);
  }

  private static boolean isId(String url, int from) {
    if (url.length() == from || url.length() > from + LONGEST_ID) {
      return false;
    }
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      boolean plain =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
