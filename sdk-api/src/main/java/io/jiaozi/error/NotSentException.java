package io.jiaozi.error;

import org.jspecify.annotations.Nullable;

/**
 * No byte of the request reached the channel: connection refused, name not found, TLS not agreed,
 * no free connection, or our own guard said no. No money can have moved; the same call may be
 * repeated later.
 */
public final class NotSentException extends PaymentException {

  private static final long serialVersionUID = 1L;

  /** Made by the gateway. */
  public NotSentException(String message, FailureContext context, @Nullable Throwable cause) {
    super(message, context, cause);
  }
}
