package io.jiaozi.internal.guard;

import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Requests with what the journal remembers of their numbers in place of what was given. */
final class Remembered {

  private Remembered() {}

  static PaymentRequest payment(PaymentRequest given, Instant placedAt) {
    return new PaymentRequest(
        given.orderNumber(),
        given.amount(),
        given.scene(),
        given.description(),
        placedAt,
        given.payBefore(),
        given.notificationUrl(),
        given.channelExtras());
  }

  static CaptureRequest capture(CaptureRequest given, Instant placedAt) {
    return new CaptureRequest(
        given.authorization(),
        given.captureNumber(),
        given.amount(),
        given.last(),
        placedAt,
        given.notificationUrl(),
        given.channelExtras());
  }

  static VoidRequest voiding(VoidRequest given, Instant placedAt) {
    return new VoidRequest(given.authorization(), given.voidNumber(), placedAt);
  }

  static RefundRequest refund(
      RefundRequest given,
      PaymentReference payment,
      @Nullable Money paymentAmount,
      Instant placedAt) {
    return new RefundRequest(
        payment,
        given.refundNumber(),
        given.amount(),
        paymentAmount,
        given.reason(),
        placedAt,
        given.notificationUrl(),
        given.channelExtras());
  }
}
