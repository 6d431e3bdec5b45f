package io.jiaozi.refund;

import io.jiaozi.payment.PaymentReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds one refund again. What a channel needs differs, so carry all three where you have them.
 *
 * <p>A refund that somebody made in the channel's console has a number the shop never gave, or
 * none.
 *
 * @param payment the refunded payment; null if a notification did not tell it
 * @param number the merchant's number of the refund; null if it has none
 * @param locator the adapter's text, not for reading; null where the others are enough
 */
public record RefundReference(
    @Nullable PaymentReference payment, @Nullable String number, @Nullable String locator) {

  /** Refuses a reference that finds nothing. */
  public RefundReference {
    if (number == null && locator == null) {
      throw new IllegalArgumentException(
          "A refund reference needs the merchant's refund number or a locator.");
    }
  }

  /** A refund of ours: the payment and the number we gave the refund. */
  public static RefundReference of(PaymentReference payment, String refundNumber) {
    return new RefundReference(
        Objects.requireNonNull(payment, "payment"),
        Objects.requireNonNull(refundNumber, "refundNumber"),
        null);
  }
}
