package io.jiaozi.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A notification or return that is not proved to be the channel's, to us, now. Refuse it and alert;
 * nothing in it may be used.
 */
public final class UntrustedMessageException extends PaymentException {

  private static final long serialVersionUID = 1L;

  private final UntrustedReason reason;

  /** Made by the gateway. */
  public UntrustedMessageException(
      String message, FailureContext context, UntrustedReason reason, @Nullable Throwable cause) {
    super(message, context, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Why it is not believed. */
  public UntrustedReason reason() {
    return reason;
  }
}
