package io.jiaozi.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.payment.PaymentReference;
import java.util.Optional;

/**
 * The shop's own record of what it expects: a signature proves who speaks, not that the amount is
 * the one of the order. Safe for use by many threads.
 */
@FunctionalInterface
public interface ExpectedPayments {

  /**
   * What the shop expects of a payment, hold, capture or void.
   *
   * <p>Called for every genuine message about one, inside the transaction of the {@link
   * NotificationLog} where that has one. What it throws postpones the message.
   *
   * @param account the account it was paid to; a view for the sub-merchant where one is told
   * @param reference which payment. Compare the whole of it with what is stored where a locator is
   *     stored, not the number alone: at some channels one number can be paid twice
   * @return empty if the shop does not know the payment: the message is then delivered as {@link
   *     Notification.Unmapped}, accepted, and an alarm is raised
   */
  Optional<ExpectedPayment> find(MerchantAccount account, PaymentReference reference)
      throws Exception;
}
