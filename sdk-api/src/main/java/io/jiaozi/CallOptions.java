package io.jiaozi;

import java.time.Duration;
import java.util.Objects;

/**
 * Choices for one call, apart from the business itself. There is no idempotency key: the merchant's
 * number is the key.
 *
 * @param deadline how long the call may take in all, every repeat and question included; 100 ms to
 *     10 minutes
 * @param waitForBuyer whether a payment at the till waits until the buyer has confirmed on the
 *     phone
 */
public record CallOptions(Duration deadline, boolean waitForBuyer) {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Checks the deadline. */
  public CallOptions {
    Objects.requireNonNull(deadline, "deadline");
    if (deadline.compareTo(SHORTEST) < 0 || deadline.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "A deadline is 100 ms to 10 minutes, but was " + deadline + ".");
    }
  }

  /** Waits for the buyer at the till, within the given time for each other call. */
  public static CallOptions within(Duration deadline) {
    return new CallOptions(deadline, true);
  }

  /** The same deadline; a payment at the till comes back at once as {@code Processing}. */
  public CallOptions withoutWaitingForBuyer() {
    return new CallOptions(deadline, false);
  }
}
