package io.jiaozi.internal.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.event.GatewayEvent.NotificationEnding;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.payment.Payment;
import io.jiaozi.refund.Refund;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way of what a sweep found out: the same as a message's from the point at which it is
 * believed. Whatever keeps it from the shop is thrown, so that the sweep comes again.
 */
final class Swept implements MerchantHandler {

  private final Handling handling;
  private final Duration patience;

  Swept(Handling handling, Duration patience) {
    this.handling = handling;
    this.patience = patience;
  }

  @Override
  public void paymentChanged(MerchantAccount account, Payment payment) throws Exception {
    bring(News.found(account, payment, true));
  }

  @Override
  public void refundChanged(MerchantAccount account, Refund refund, @Nullable Payment payment)
      throws Exception {
    bring(News.found(account, refund, payment, true));
  }

  private void bring(News news) throws Exception {
    if (handling.bring(news, patience) == NotificationEnding.POSTPONED) {
      throw new IllegalStateException(
          "Work on " + news.fact().key() + " is under way elsewhere; it is told again.");
    }
  }

  @Override
  public String toString() {
    return "MerchantHandler[with comparison and log]";
  }
}
