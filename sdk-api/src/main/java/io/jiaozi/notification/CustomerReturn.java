package io.jiaozi.notification;

import io.jiaozi.payment.PaymentReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The buyer's browser came back. A hint that it is time to call {@code complete}; never proof of
 * payment.
 *
 * @param reference which payment the browser came back from, if the request told it
 * @param locator the locator of the payment, where the request told it but not the merchant's
 *     number; null otherwise
 * @param signed whether the channel's signature on the request was verified
 */
public record CustomerReturn(
    @Nullable PaymentReference reference, @Nullable String locator, boolean signed) {

  /** A return that tells the whole reference, or nothing. */
  public CustomerReturn(@Nullable PaymentReference reference, boolean signed) {
    this(reference, null, signed);
  }

  /**
   * The reference of the payment the shop believes the browser came back from. Some channels' pages
   * tell only their own key: with the number that the shop knows from its session or its URL it
   * makes a reference, even where the answer that should have brought it was lost. A number that
   * does not belong to it is found out by the next call.
   *
   * @param number the merchant's number of the payment
   * @return empty if the request told nothing, or told of another number
   */
  public Optional<PaymentReference> referenceFor(String number) {
    PaymentReference told = reference;
    if (told != null) {
      return told.number().equals(number) ? Optional.of(told) : Optional.empty();
    }
    return Optional.ofNullable(locator).map(found -> new PaymentReference(number, found));
  }
}
