package io.jiaozi.internal.guard;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;

/**
 * What {@code complete} answers where there is nothing to execute and it just asks.
 *
 * <p>Not found is no failure: at many channels a payment appears only when its buyer does. A
 * payment whose money moved and came back is neither paid nor declined, so it is no result.
 */
final class Completion {

  private Completion() {}

  static PaymentResult of(Payment payment, Duration askAgainAfter) {
    return switch (payment.state()) {
      case PAID -> new PaymentResult.Paid(payment);
      case AUTHORIZED -> new PaymentResult.Authorized(payment);
      case APPROVED -> new PaymentResult.Approved(payment);
      case PROCESSING, AWAITING_CUSTOMER, NOT_FOUND ->
          new PaymentResult.Processing(payment, askAgainAfter);
      case DECLINED, CLOSED, VOIDED ->
          new PaymentResult.Declined(
              payment, new Decline(Decline.Reason.OTHER, payment.state().name(), false));
      case UNKNOWN ->
          throw new ChannelFailure.OutcomeUnknown(
              OpenOutcome.Cause.UNKNOWN_CODE,
              "told a state that has no known meaning",
              null,
              status(payment),
              payment.raw().channelRequestId(),
              null,
              null);
      case CAPTURED, REFUND_STARTED, REFUNDED, REVERSED ->
          throw new ChannelFailure.Rejected(
              RejectedReason.WRONG_STATE,
              payment.state().name(),
              "has nothing left to complete, because the payment is past that",
              "Query the payment and act on its state.",
              status(payment),
              payment.raw().channelRequestId(),
              null);
    };
  }

  private static Integer status(Payment payment) {
    return payment.raw().httpStatus();
  }
}
