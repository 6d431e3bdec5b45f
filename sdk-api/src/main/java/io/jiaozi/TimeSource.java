package io.jiaozi;

import java.time.Duration;
import java.time.Instant;

/**
 * The one source of time of a gateway: what the clock says, how long something took, and waiting.
 * Exchange it to test outages of hours in milliseconds. Implementations must be safe for use by
 * many threads.
 */
public interface TimeSource {

  /** The wall clock. Used for freshness and for times that channels are told. */
  Instant now();

  /** A steady clock with an arbitrary zero, in nanoseconds. Used for deadlines and breakers. */
  long nanos();

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted before or while it waits
   */
  void sleep(Duration duration) throws InterruptedException;

  /** The machine's own clock. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }
}
