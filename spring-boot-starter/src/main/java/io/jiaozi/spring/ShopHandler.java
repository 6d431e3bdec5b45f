package io.jiaozi.spring;

import io.jiaozi.MerchantAccount;
import io.jiaozi.notification.ExpectedPayment;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.refund.Refund;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody in the application who wants to hear: handler beans, then annotated methods. Not a bean
 * of the type it implements, so that nobody finds it instead of the application's own.
 */
final class ShopHandler {

  private static final Logger log = LoggerFactory.getLogger(ShopHandler.class);

  private volatile @Nullable Listeners listeners;

  /**
   * Who was found.
   *
   * @param handlers beans
   * @param payments methods for payments
   * @param refunds methods for refunds
   */
  record Listeners(
      List<MerchantHandler> handlers, List<ListenerMethod> payments, List<ListenerMethod> refunds) {

    boolean isEmpty() {
      return handlers.isEmpty() && payments.isEmpty() && refunds.isEmpty();
    }
  }

  void found(Listeners all) {
    listeners = all;
    if (all.isEmpty()) {
      log.warn(
          "Nobody in this application hears what becomes of payments: messages of the channels are"
              + " not accepted, so that they come again. Write a method with @PaymentListener that"
              + " takes a Payment, or a bean that implements MerchantHandler.");
    }
  }

  boolean isThere() {
    Listeners found = listeners;
    return found != null && !found.isEmpty();
  }

  MerchantHandler asHandler() {
    return new ToAll();
  }

  private Listeners listeners() {
    Listeners found = listeners;
    if (found == null) {
      throw new IllegalStateException("The application has not started yet.");
    }
    return found;
  }

  private final class ToAll implements MerchantHandler {

    @Override
    public void paymentChanged(MerchantAccount account, Payment payment) throws Exception {
      Listeners to = listeners();
      if (to.handlers().isEmpty() && to.payments().isEmpty()) {
        throw new IllegalStateException(
            "Nobody in this application hears what becomes of payments. Write a method with"
                + " @PaymentListener, or a bean that implements MerchantHandler.");
      }
      for (MerchantHandler handler : to.handlers()) {
        handler.paymentChanged(account, payment);
      }
      for (ListenerMethod method : to.payments()) {
        method.call(account, payment, null);
      }
    }

    @Override
    public void refundChanged(MerchantAccount account, Refund refund, @Nullable Payment payment)
        throws Exception {
      Listeners to = listeners();
      if (to.isEmpty()) {
        throw new IllegalStateException(
            "Nobody in this application hears what becomes of refunds. Write a method with"
                + " @RefundListener, or a bean that implements MerchantHandler.");
      }
      if (to.handlers().isEmpty() && to.refunds().isEmpty()) {
        log.warn(
            "Refund {} of account {} is {}, and no method with @RefundListener hears it.",
            refund.reference().number(),
            account.name(),
            refund.state());
      }
      for (MerchantHandler handler : to.handlers()) {
        handler.refundChanged(account, refund, payment);
      }
      for (ListenerMethod method : to.refunds()) {
        method.call(account, payment, refund);
      }
    }

    @Override
    public void amountMismatch(MerchantAccount account, Payment payment, ExpectedPayment expected)
        throws Exception {
      for (MerchantHandler handler : listeners().handlers()) {
        handler.amountMismatch(account, payment, expected);
      }
    }

    @Override
    public void unmapped(MerchantAccount account, Notification.Unmapped notification)
        throws Exception {
      for (MerchantHandler handler : listeners().handlers()) {
        handler.unmapped(account, notification);
      }
    }
  }
}
