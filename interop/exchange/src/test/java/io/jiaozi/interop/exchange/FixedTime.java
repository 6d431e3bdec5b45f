package io.jiaozi.interop.exchange;

import io.jiaozi.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still. Waiting takes no time. */
record FixedTime(Instant now) implements TimeSource {

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration duration) {
    // Nothing to wait for.
  }
}
