package io.jiaozi.internal.guard;

import io.jiaozi.TimeSource;
import java.time.Duration;

/**
 * The end of one call, all attempts included, on the steady clock.
 *
 * @param total what the call was given
 */
record Deadline(TimeSource time, long endNanos, Duration total) {

  static Deadline in(Duration total, TimeSource time) {
    return new Deadline(time, time.nanos() + total.toNanos(), total);
  }

  /** What is left; zero or less once it has passed. */
  Duration left() {
    return Duration.ofNanos(endNanos - time.nanos());
  }
}
