package io.jiaozi.internal.guard;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a repeat: full jitter, a random time from zero to a bound that doubles
 * from 100 ms to 2 s, so that callers that failed together do not come back together. What the
 * channel asks for is a lower bound.
 */
final class Backoff {

  private static final long BASE_MILLIS = 100;
  private static final long CAP_MILLIS = 2_000;

  /** A channel that wants to be left alone for longer is left alone: the caller decides. */
  static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(10);

  private final Randomness randomness;

  Backoff(Randomness randomness) {
    this.randomness = randomness;
  }

  /**
   * The wait before the next attempt.
   *
   * @param failed how many attempts have failed, 1 or more
   * @param retryAfter what the channel asks for; null if it does not say
   */
  Duration before(int failed, @Nullable Duration retryAfter) {
    long bound = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(failed - 1, 10));
    Duration jittered = Duration.ofMillis(randomness.upTo(bound));
    return retryAfter == null || retryAfter.compareTo(jittered) < 0 ? jittered : retryAfter;
  }

  /** A random time up to this. */
  Duration jitter(Duration most) {
    return Duration.ofMillis(randomness.upTo(most.toMillis()));
  }
}
