package io.jiaozi.internal.guard;

import io.jiaozi.Operation;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.Refund;
import org.jspecify.annotations.Nullable;

/**
 * What an answer tells the journal.
 *
 * @param payment null if it tells of none
 * @param refund null if it tells of none
 * @param stillOpen whether a payment that was declined can still be paid
 */
record Known(@Nullable Payment payment, @Nullable Refund refund, boolean stillOpen) {

  static Known of(Object answer) {
    if (answer instanceof PaymentResult result) {
      return new Known(
          result.payment(),
          null,
          result instanceof PaymentResult.Declined declined && declined.decline().orderStillOpen());
    }
    if (answer instanceof Payment payment) {
      return new Known(payment, null, false);
    }
    if (answer instanceof Refund refund) {
      return new Known(null, refund, false);
    }
    throw new IllegalArgumentException("No journal entry is about a " + answer.getClass());
  }

  /** Whether a payment in this state needs no more questions. */
  static boolean ends(PaymentState state) {
    return state.isOutcomeKnown() || state == PaymentState.AUTHORIZED;
  }

  /** Whether nothing more is to come of an operation that was answered like this. */
  boolean ends(Operation operation) {
    if (refund != null) {
      return refund.state().isOutcomeKnown();
    }
    return switch (operation) {
      case PAY, AUTHORIZE, CAPTURE, COMPLETE ->
          payment != null && !stillOpen && ends(payment.state());
      // The channel has done what it was asked, or said how things stand instead.
      default -> true;
    };
  }
}
