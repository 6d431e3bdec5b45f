package io.jiaozi.proving.doctor;

import io.jiaozi.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A time of day that never passes; nobody waits here. */
record Standstill(Instant now) implements TimeSource {

  @Override
  public long nanos() {
    return 0;
  }

  @Override
  public void sleep(Duration duration) {
    throw new AssertionError("A diagnosis without network waits for nothing.");
  }
}
