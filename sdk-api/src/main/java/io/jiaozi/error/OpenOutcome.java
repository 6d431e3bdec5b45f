package io.jiaozi.error;

import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.RefundReference;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to find out later how a call ended. Keep it as long as the outcome is open.
 *
 * @param cause why the outcome is open
 * @param payment which payment to ask for; null if the call was about a refund only
 * @param refund which refund to ask for; null if the call was not about a refund
 * @param firstSentAt when the first request may have left the machine
 * @param askAgainAt when asking is sensible, by the adapter's plan
 * @param repeatIsHarmless whether sending the same request with the same number again is known to
 *     do nothing twice
 */
public record OpenOutcome(
    Cause cause,
    @Nullable PaymentReference payment,
    @Nullable RefundReference refund,
    Instant firstSentAt,
    Instant askAgainAt,
    boolean repeatIsHarmless) {

  /** Checks that nothing required is missing. */
  public OpenOutcome {
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(firstSentAt, "firstSentAt");
    Objects.requireNonNull(askAgainAt, "askAgainAt");
  }

  /** Why an outcome is open. */
  public enum Cause {
    /** Sent, and no complete reply came: timeout, reset, cut off. */
    NO_REPLY,
    /** The server, or something before it, failed. */
    SERVER_ERROR,
    /** A reply whose signature is missing or wrong. */
    UNTRUSTED_REPLY,
    /** A reply that is not what the protocol says. */
    UNREADABLE_REPLY,
    /** A trustworthy reply with a code nobody knows. */
    UNKNOWN_CODE,
    /** A trustworthy reply that tells of another number, amount or merchant than asked for. */
    MISMATCHED_REPLY,
    /** The channel is still working on it. */
    STILL_PENDING,
    /** The channel does not know it, and that proves nothing yet. */
    NOT_FOUND_YET,
    /** The adapter failed while the request may already have been sent. */
    ADAPTER_FAULT
  }
}
