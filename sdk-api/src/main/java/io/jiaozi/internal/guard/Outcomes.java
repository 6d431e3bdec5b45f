package io.jiaozi.internal.guard;

import io.jiaozi.internal.report.SafeText;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.spi.ChannelFailure;

/** One word about how an attempt ended, for the log. */
final class Outcomes {

  private Outcomes() {}

  /** The state that an answer tells. */
  static String state(Object answer) {
    return answer instanceof PaymentResult result ? result.payment().state().name() : of(answer);
  }

  static String of(Object answer) {
    if (answer instanceof PaymentResult result) {
      return result.kind().name();
    }
    if (answer instanceof Payment payment) {
      return payment.state().name();
    }
    if (answer instanceof Refund refund) {
      return refund.state().name();
    }
    return answer instanceof RawReply reply ? "HTTP_" + reply.httpStatus() : "ANSWERED";
  }

  static String of(ChannelFailure failure) {
    if (failure instanceof ChannelFailure.OutcomeUnknown unknown) {
      return "OUTCOME_UNKNOWN:" + unknown.reason();
    }
    if (failure instanceof ChannelFailure.Rejected rejected) {
      return "REJECTED:" + rejected.reason() + ":" + SafeText.oneLine(rejected.channelCode());
    }
    return failure instanceof ChannelFailure.NotSent ? "NOT_SENT" : "UNTRUSTED";
  }
}
