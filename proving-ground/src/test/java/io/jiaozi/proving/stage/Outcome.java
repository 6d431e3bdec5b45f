package io.jiaozi.proving.stage;

import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.UntrustedMessageException;

/** How a call ended, in classes that decide what a merchant may do next. */
public enum Outcome {
  ANSWERED,
  NOT_SENT,
  UNKNOWN,
  REJECTED;

  public static Outcome of(PaymentException thrown) {
    if (thrown instanceof NotSentException) {
      return NOT_SENT;
    }
    if (thrown instanceof OutcomeUnknownException) {
      return UNKNOWN;
    }
    if (thrown instanceof RejectedException) {
      return REJECTED;
    }
    throw new AssertionError(
        "A call never ends in " + UntrustedMessageException.class.getSimpleName(), thrown);
  }
}
