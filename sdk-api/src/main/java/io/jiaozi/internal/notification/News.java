package io.jiaozi.internal.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationLog.Fact;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something believed that is to reach the shop.
 *
 * @param account whose it is; a view for the sub-merchant where one is told
 * @param fact what it is remembered under
 * @param notification what it says
 * @param swept whether the journal's sweep found it out, which then writes it down by itself
 */
record News(MerchantAccount account, Fact fact, Notification notification, boolean swept) {

  /** The id of the merchant for whom a partner acts, if the notification tells one. */
  static @Nullable String subMerchant(Notification notification) {
    Payment payment =
        switch (notification.kind()) {
          case PAYMENT_CHANGED -> ((Notification.PaymentChanged) notification).payment();
          case REFUND_CHANGED -> ((Notification.RefundChanged) notification).payment();
          case UNMAPPED -> null;
        };
    return payment == null ? null : payment.subMerchantId();
  }

  /** What a message says. */
  static News of(MerchantAccount account, Notification notification) {
    return of(account, notification, false);
  }

  /**
   * What a question brought to light: one fact for whoever asks, and another than the message of
   * the channel about it.
   */
  static News found(MerchantAccount account, Payment payment, boolean swept) {
    String key = "found/" + payment.reference().encode() + "/" + payment.state();
    return of(account, new Notification.PaymentChanged(key, null, payment), swept);
  }

  /** The same of a refund. */
  static News found(
      MerchantAccount account, Refund refund, @Nullable Payment payment, boolean swept) {
    RefundReference reference = refund.reference();
    String key =
        "found/refund/"
            + Objects.requireNonNullElse(reference.number(), "")
            + "/"
            + Objects.requireNonNullElse(reference.locator(), "")
            + "/"
            + refund.state();
    return of(account, new Notification.RefundChanged(key, null, refund, payment), swept);
  }

  private static News of(MerchantAccount account, Notification notification, boolean swept) {
    String sub = subMerchant(notification);
    return new News(
        account,
        new Fact(account.name(), sub == null ? "" : sub, notification.factKey()),
        notification,
        swept);
  }

  /** The same fact, with what became of its payment since. */
  News now(Payment payment) {
    return new News(
        account,
        fact,
        new Notification.PaymentChanged(fact.key(), notification.deliveryId(), payment),
        swept);
  }

  /** The number to name in an event; null if there is none. */
  @Nullable String number() {
    return switch (notification.kind()) {
      case PAYMENT_CHANGED ->
          ((Notification.PaymentChanged) notification).payment().reference().number();
      case REFUND_CHANGED -> numberOf(((Notification.RefundChanged) notification).refund());
      case UNMAPPED -> null;
    };
  }

  /** One that was made in the channel's console may have none of its own. */
  private static @Nullable String numberOf(Refund refund) {
    String own = refund.reference().number();
    PaymentReference payment = refund.reference().payment();
    return own != null || payment == null ? own : payment.number();
  }
}
