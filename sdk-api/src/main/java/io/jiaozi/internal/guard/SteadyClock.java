package io.jiaozi.internal.guard;

import io.jiaozi.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock for breakers that runs with the steady time: setting the wall clock moves nothing. */
final class SteadyClock extends Clock {

  private final TimeSource time;
  private final Instant start;
  private final long startNanos;

  SteadyClock(TimeSource time) {
    this.time = time;
    this.start = time.now();
    this.startNanos = time.nanos();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(time.nanos() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Breakers count instants; they have no zone.");
  }
}
