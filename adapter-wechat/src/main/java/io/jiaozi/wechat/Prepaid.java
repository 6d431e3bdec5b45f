package io.jiaozi.wechat;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified answer of an order's endpoint, and what was asked.
 *
 * @param request what was asked
 * @param party for whom
 * @param reply the answer, of status 200
 * @param now when it came
 */
record Prepaid(PaymentRequest request, Party party, Reply reply, Instant now) {

  /** What the buyer needs, as the channel told it. */
  Wire.PrepayReply told() {
    return Exchange.read(reply, Wire.PrepayReply::read);
  }

  /** The one thing an answer must tell. */
  String required(@Nullable String text, String what) {
    if (text == null || text.isBlank()) {
      throw unreadable("without " + what);
    }
    return text;
  }

  ChannelFailure.OutcomeUnknown unreadable(String how) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNREADABLE_REPLY,
        "answered " + reply.status() + " " + how,
        null,
        reply.status(),
        RequestIds.of(reply),
        null,
        null);
  }

  /** The buyer's turn. */
  PaymentResult.AwaitingCustomer waiting(NextAction next) {
    Payment payment =
        Payment.builder(
                PaymentReference.ofNumber(request.orderNumber()),
                PaymentState.AWAITING_CUSTOMER,
                Payments.raw(reply))
            .amount(request.amount())
            .subMerchantId(party.subMchid())
            .build();
    return new PaymentResult.AwaitingCustomer(payment, next);
  }

  /** When something that lives for a while ends, or the order before it. */
  Instant until(Duration life) {
    Instant ends = now.plus(life);
    Instant orderEnds = request.payBefore();
    return orderEnds != null && orderEnds.isBefore(ends) ? orderEnds : ends;
  }
}
