package io.jiaozi.simulation;

import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.refund.Refund;

/** Answers in few words that are the same on every machine. */
final class Words {

  private Words() {}

  static String of(Object answer) {
    if (answer instanceof PaymentResult result) {
      return result.kind() + " (" + result.payment().state() + ")";
    }
    if (answer instanceof Payment payment) {
      return payment.state().name();
    }
    if (answer instanceof Refund refund) {
      return refund.state().name();
    }
    if (answer instanceof Notification.PaymentChanged changed) {
      return changed.payment().reference().number() + " " + changed.payment().state();
    }
    if (answer instanceof Notification.RefundChanged changed) {
      return "refund " + changed.refund().reference().number() + " " + changed.refund().state();
    }
    return answer.getClass().getSimpleName();
  }

  static String of(RuntimeException failed) {
    if (failed instanceof OutcomeUnknownException unknown) {
      return "UNKNOWN "
          + unknown.open().cause()
          + (unknown.open().repeatIsHarmless() ? " (repeat is harmless)" : "");
    }
    if (failed instanceof RejectedException rejected) {
      return "REJECTED " + rejected.reason() + " " + rejected.context().channelCode();
    }
    if (failed instanceof NotSentException) {
      return "NOT SENT";
    }
    if (failed instanceof UntrustedMessageException untrusted) {
      return "UNTRUSTED " + untrusted.reason();
    }
    return failed.getClass().getSimpleName();
  }
}
