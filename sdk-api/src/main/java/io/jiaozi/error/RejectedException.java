package io.jiaozi.error;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The channel understood the request and said no, with its code. Nothing happened by this call. */
public final class RejectedException extends PaymentException {

  private static final long serialVersionUID = 1L;

  private final RejectedReason reason;
  private final transient @Nullable Duration retryAfter;

  /** Made by the gateway. */
  public RejectedException(
      String message,
      FailureContext context,
      RejectedReason reason,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, context, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.retryAfter = retryAfter;
  }

  /** Why, in common words. */
  public RejectedReason reason() {
    return reason;
  }

  /** How long the channel asks to wait before the next try; null if it does not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
