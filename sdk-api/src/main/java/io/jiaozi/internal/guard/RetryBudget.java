package io.jiaozi.internal.guard;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A token bucket that all calls of one account share: a repeat costs one token, an answer gives a
 * tenth back. In an outage ten repeats drain it, and from then on every call is sent once: the SDK
 * adds nothing to the load of a channel that is down.
 */
final class RetryBudget {

  /** Counted in tenths, so that refilling needs no fractions. */
  private static final int FULL = 100;

  private static final int REPEAT = 10;

  private final AtomicInteger tenths = new AtomicInteger(FULL);

  /** Takes a token; false if there is none. */
  boolean takeForRepeat() {
    int before = tenths.getAndUpdate(now -> now >= REPEAT ? now - REPEAT : now);
    return before >= REPEAT;
  }

  /** Gives a tenth of a token back. */
  void refill() {
    // Full is the usual state: look before writing, so that healthy calls do not fight over it.
    if (tenths.get() < FULL) {
      tenths.getAndUpdate(now -> Math.min(FULL, now + 1));
    }
  }
}
