package io.jiaozi.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that did not end in an answer the caller can use. The four kinds differ in what the caller
 * knows and should do next: not sent (may repeat), outcome unknown (ask before anything else),
 * rejected (act on the reason), untrusted message (refuse and alert).
 *
 * <p>A declined payment is a result, not an exception.
 */
public abstract sealed class PaymentException extends RuntimeException
    permits NotSentException,
        OutcomeUnknownException,
        RejectedException,
        UntrustedMessageException {

  private static final long serialVersionUID = 1L;

  private final transient FailureContext context;

  PaymentException(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, cause);
    this.context = Objects.requireNonNull(context, "context");
  }

  /** Which call failed and what is known of it. */
  public FailureContext context() {
    return context;
  }
}
