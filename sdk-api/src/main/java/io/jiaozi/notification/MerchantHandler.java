package io.jiaozi.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.payment.Payment;
import io.jiaozi.refund.Refund;
import org.jspecify.annotations.Nullable;

/**
 * The shop's side: takes note of what became of payments and refunds, whether a channel's message,
 * a buyer's return or the journal's sweep found it out.
 *
 * <p>A method that returns has taken note for good: its work is committed. One that throws has not,
 * and is called again later. The same news may come more than once and older news after newer:
 * store the new state only if {@code stored.advance(news)} says so, and act on {@code FORWARD} to
 * PAID and on {@code LATE_SUCCESS}. Safe for use by many threads; slow work belongs in a queue.
 */
public interface MerchantHandler {

  /**
   * A payment, capture or hold stands like this. NOT_FOUND means: certain that it never happened.
   *
   * @param account the account it was paid to; a view for the sub-merchant where one is told
   */
  void paymentChanged(MerchantAccount account, Payment payment) throws Exception;

  /**
   * A refund stands like this. NOT_FOUND means: certain that it never happened.
   *
   * @param account the account it was paid from
   * @param payment how the refunded payment stands, if that was told too
   */
  void refundChanged(MerchantAccount account, Refund refund, @Nullable Payment payment)
      throws Exception;

  /**
   * A genuine message tells another amount or currency than the shop expects; {@link
   * #paymentChanged} is not called for it. The message is accepted, because delivering it again
   * would change nothing, and an alarm was raised. Write it down for a person, who refunds or
   * ships: throwing makes the channel deliver again. Does nothing by default.
   *
   * @param payment how the payment stands, with the amount that the channel told
   * @param expected what the shop expects
   */
  default void amountMismatch(MerchantAccount account, Payment payment, ExpectedPayment expected)
      throws Exception {}

  /** A genuine message about something the common API does not model. Does nothing by default. */
  default void unmapped(MerchantAccount account, Notification.Unmapped notification)
      throws Exception {}
}
