package io.jiaozi.paypal;

import io.jiaozi.support.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code PayPal-Request-Id}: by it PayPal knows a request again and answers what it answered first.
 * Made from what the request is about, never from its contents and never at random, so it is the
 * same after a crash and on another machine. Contents are compared by the answer instead. Source:
 * protocol sheet, section 1.4; API-FIT, 5.4.
 *
 * <p>The account is its client id, so a renamed account keeps its keys.
 */
final class RequestKeys {

  /** How long PayPal remembers a create, capture or authorize of an order. */
  static final Duration ORDERS = Duration.ofHours(6);

  /** How long PayPal remembers what is done to authorizations and captures. */
  static final Duration PAYMENTS = Duration.ofDays(45);

  private static final int LENGTH = 32;

  private final String clientId;

  RequestKeys(String clientId) {
    this.clientId = clientId;
  }

  /**
   * The key of a request.
   *
   * @param seller for whom the partner acts; null for the account's own
   * @param what the operation; paying and holding are one, so that a number serves only once
   * @param number the merchant's number, or PayPal's id where there is none
   * @param generation changes when the buyer has agreed anew; empty otherwise
   */
  String key(@Nullable String seller, String what, String number, String generation) {
    String text =
        String.join("\n", clientId, seller == null ? "" : seller, what, number, generation);
    return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, LENGTH);
  }
}
