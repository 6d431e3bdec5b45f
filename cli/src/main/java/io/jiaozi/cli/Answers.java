package io.jiaozi.cli;

import io.jiaozi.payment.Payment;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the channel said of a payment or a refund. The payer and the raw reply are left out:
 * terminals and scripts keep what they see.
 */
final class Answers {

  private final Output output;

  Answers(Output output) {
    this.output = output;
  }

  void print(Payment payment) {
    if (output.isJson()) {
      output.out().println(Output.json().object("payment", json(payment)));
      return;
    }
    line("payment", payment.reference().encode());
    line("state", payment.state().name());
    line("amount", payment.amount());
    line("refunded", payment.refunded());
    line("held", payment.hold() == null ? null : payment.hold().left());
    line("paid at", payment.paidAt());
    line("channel's id", payment.channelPaymentId());
    line("sub-merchant", payment.subMerchantId());
  }

  void print(Refund refund) {
    if (output.isJson()) {
      output.out().println(Output.json().object("refund", json(refund)));
      return;
    }
    RefundReference reference = refund.reference();
    line("refund", reference.number());
    line("locator", reference.locator());
    line("payment", reference.payment() == null ? null : reference.payment().encode());
    line("state", refund.state().name());
    line("amount", refund.amount());
    line("refunded in all", refund.totalRefunded());
    line("refunded at", refund.refundedAt());
    line("channel's id", refund.channelRefundId());
    line("channel's code", refund.channelCode());
  }

  private void line(String name, @Nullable Object value) {
    if (value != null) {
      output.out().println(name + ": " + value);
    }
  }

  private static Json json(Payment payment) {
    return new Json()
        .text("reference", payment.reference().encode())
        .text("number", payment.reference().number())
        .text("state", payment.state().name())
        .money("amount", payment.amount())
        .money("refunded", payment.refunded())
        .money("held", payment.hold() == null ? null : payment.hold().left())
        .time("heldUntil", payment.hold() == null ? null : payment.hold().expiresAt())
        .time("paidAt", payment.paidAt())
        .text("channelPaymentId", payment.channelPaymentId())
        .text("subMerchantId", payment.subMerchantId());
  }

  private static Json json(Refund refund) {
    return new Json()
        .object("reference", refundReference(refund.reference()))
        .text("state", refund.state().name())
        .money("amount", refund.amount())
        .money("totalRefunded", refund.totalRefunded())
        .time("refundedAt", refund.refundedAt())
        .text("channelRefundId", refund.channelRefundId())
        .text("channelCode", refund.channelCode());
  }

  static @Nullable Json refundReference(@Nullable RefundReference reference) {
    return reference == null
        ? null
        : new Json()
            .text("payment", reference.payment() == null ? null : reference.payment().encode())
            .text("number", reference.number())
            .text("locator", reference.locator());
  }
}
