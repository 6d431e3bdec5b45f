package io.jiaozi.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request may have reached the channel and no trustworthy answer came: it may have happened or
 * not. Never treat it as failed, never repeat it under a new number. Ask by the reference in {@link
 * #open()}.
 */
public final class OutcomeUnknownException extends PaymentException {

  private static final long serialVersionUID = 1L;

  private final transient OpenOutcome open;

  /** Made by the gateway. */
  public OutcomeUnknownException(
      String message, FailureContext context, OpenOutcome open, @Nullable Throwable cause) {
    super(message, context, cause);
    this.open = Objects.requireNonNull(open, "open");
  }

  /** Everything needed to find out later. */
  public OpenOutcome open() {
    return open;
  }
}
