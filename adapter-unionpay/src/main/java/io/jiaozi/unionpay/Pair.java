package io.jiaozi.unionpay;

import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.RefundReference;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What names one transaction at UnionPay, with the merchant: its number and its time. The number
 * alone finds nothing, and the same number with another time is another transaction. The time
 * travels in the locator, {@code u1.20261124200000}. Source: protocol sheet, sections 4.2 and 5.4;
 * API-FIT, 5.1 and 5.2.
 *
 * @param orderId the merchant's number
 * @param txnTime Beijing time, 14 digits
 */
record Pair(String orderId, String txnTime) {

  private static final String PREFIX = "u1.";

  /** The pair of something placed at this time. */
  static Pair of(String number, Instant placedAt) {
    return new Pair(number, Beijing.format(placedAt));
  }

  /** Reads a reference this adapter made; empty for any other. */
  static Optional<Pair> of(PaymentReference reference) {
    return of(reference.number(), reference.locator());
  }

  /** Reads a refund's reference this adapter made; empty for any other. */
  static Optional<Pair> of(RefundReference reference) {
    return of(reference.number(), reference.locator());
  }

  private static Optional<Pair> of(@Nullable String number, @Nullable String locator) {
    if (number == null || locator == null || !locator.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return told(number, locator.substring(PREFIX.length()));
  }

  /** A pair out of a message; empty if it is none. */
  static Optional<Pair> told(@Nullable String orderId, @Nullable String txnTime) {
    return orderId != null
            && txnTime != null
            && Numbers.isNumber(orderId)
            && Beijing.parse(txnTime) != null
        ? Optional.of(new Pair(orderId, txnTime))
        : Optional.empty();
  }

  PaymentReference payment() {
    return new PaymentReference(orderId, locator());
  }

  RefundReference refundOf(@Nullable PaymentReference payment) {
    return new RefundReference(payment, orderId, locator());
  }

  private String locator() {
    return PREFIX + txnTime;
  }
}
